using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plimsoll.Cli.Reports;

/// <summary>How the JSON documents of all reports are written.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a document.</summary>
    /// <param name="format">Name and version of its form.</param>
    /// <param name="write">Writes its members.</param>
    public static string Write(string format, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", format);
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes a document from a plain object, whose members become the document's.</summary>
    /// <param name="format">Name and version of its form.</param>
    /// <param name="members">An object whose members, in their order, follow the form.</param>
    public static string Write(string format, object members) => Write(format, json =>
    {
        foreach (var member in JsonSerializer.SerializeToElement(members).EnumerateObject())
            member.WriteTo(json);
    });

    /// <summary>An object that another program is sent.</summary>
    /// <param name="write">Writes its members.</param>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>What another program told, as people read it.</summary>
    public static string Readably(JsonElement told)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
            told.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>A number, or null where there is none or it is without end.</summary>
    public static double? Finite(double? value) => value is { } known && double.IsFinite(known) ? known : null;

    /// <summary>A name of an enumeration.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
