using System.Text.Json;

namespace Plimsoll.Cli.Reports;

/// <summary>Documents written from plain objects, whose members become the document's.</summary>
internal static class JsonText
{
    /// <summary>Writes a document.</summary>
    /// <param name="format">Name and version of its form.</param>
    /// <param name="members">An object whose members, in their order, follow the form.</param>
    public static string Write(string format, object members) => LimitJson.Write(format, json =>
    {
        foreach (var member in JsonSerializer.SerializeToElement(members).EnumerateObject())
            member.WriteTo(json);
    });

    /// <summary>A number, or null where there is none or it is without end.</summary>
    public static double? Finite(double? value) => value is { } known && double.IsFinite(known) ? known : null;

    /// <summary>A name of an enumeration.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
