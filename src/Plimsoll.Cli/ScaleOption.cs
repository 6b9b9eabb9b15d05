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
        CustomParser = Parse,
    };

    private static double Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text.StartsWith("1:", StringComparison.Ordinal)
            && double.TryParse(text.AsSpan(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var scale)
            && scale >= 1 && double.IsFinite(scale))
            return scale;
        result.AddError($"--scale: found '{text}', expected 1:N with N of 1 or more, such as 1:500.");
        return 1;
    }
}
