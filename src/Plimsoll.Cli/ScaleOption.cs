using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Plimsoll.Cli;

/// <summary>How much smaller a simulated service is than the real one, written as 1:500.</summary>
internal static class ScaleOption
{
    /// <summary>The option; 500 when it is not given.</summary>
    public static Option<double> Create() => new("--scale")
    {
        Description = "Simulate one of so many users and accelerators, as 1:500.",
        DefaultValueFactory = _ => 500,
        CustomParser = result => Parse("--scale", result) ?? 1,
    };

    /// <summary>The option of a second scale; null when it is not given.</summary>
    public static Option<double?> CreateOther() => new("--against")
    {
        Description = "Simulate at this scale too, as 1:1000, and tell whether both agree.",
        CustomParser = result => Parse("--against", result),
    };

    /// <summary>The scale as it would be written.</summary>
    public static string Text(double scale) => $"1:{scale.ToString("0.###", CultureInfo.InvariantCulture)}";

    /// <summary>N of 1:N; null when it is no such text.</summary>
    public static double? Read(string text) =>
        text.StartsWith("1:", StringComparison.Ordinal)
        && double.TryParse(text.AsSpan(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var scale)
        && scale >= 1 && double.IsFinite(scale)
            ? scale : null;

    private static double? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (Read(text) is { } scale)
            return scale;
        result.AddError($"{name}: found '{text}', expected 1:N with N of 1 or more, such as 1:500.");
        return null;
    }
}
