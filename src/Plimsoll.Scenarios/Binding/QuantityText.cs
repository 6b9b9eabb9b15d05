using System.Globalization;
using System.Text.RegularExpressions;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Binding;

/// <summary>Reads a number with its unit: <c>300 MW</c>, <c>150k</c>, <c>500k tokens/min</c>, <c>2x</c>.</summary>
internal static partial class QuantityText
{
    /// <summary>Reads <paramref name="text"/>; returns what is wrong with it, or null.</summary>
    public static string? Read(string text, Dimension dimension, out double inBaseUnit)
    {
        inBaseUnit = 0;
        var match = NumberAndUnit().Match(text);
        if (!match.Success)
        {
            var found = text.Length == 0 ? "nothing" : $"'{text}'";
            return $"found {found}; expected {WithArticle(dimension)}, such as '{Example(dimension)}'";
        }

        if (DigitSeparator().IsMatch(text))
        {
            var plain = text.Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
            return $"found '{text}'; digits are written without separators: '{plain}'";
        }

        var unit = Spaces().Replace(match.Groups["unit"].Value.Trim(), " ");
        if (!dimension.TryGetScale(unit, out var scale))
            return Explain(text, unit, dimension);
        inBaseUnit = Scale(match.Groups["number"].Value, scale);
        return null;
    }

    /// <summary>The units of a dimension for a message.</summary>
    public static string Units(Dimension dimension) =>
        string.Join(", ", dimension.Symbols.Select(symbol => symbol.Length == 0 ? "none (a bare number)" : symbol));

    /// <summary>One value of a dimension for a message, such as <c>an amount of money</c>.</summary>
    public static string WithArticle(Dimension dimension) => dimension.Name switch
    {
        "money" => "an amount of money",
        ['a' or 'e' or 'i' or 'o' or 'u', ..] => $"an {dimension.Name}",
        _ => $"a {dimension.Name}",
    };

    /// <summary>A text that would have been right.</summary>
    public static string Example(Dimension dimension)
    {
        var symbols = dimension.Symbols.Where(symbol => symbol.Length > 0).ToList();
        return symbols is ["x", ..] ? "2x" : $"5 {symbols[symbols.Count / 2]}";
    }

    private static string Explain(string text, string unit, Dimension dimension) => unit.Length == 0
        ? $"found '{text}' without a unit; expected {WithArticle(dimension)} in {Units(dimension)}, "
          + $"such as '{Example(dimension)}'"
        : $"found '{text}'; '{unit}' is no unit of {dimension.Name}"
          + NearestName.Hint(unit, dimension.Symbols.Where(symbol => symbol.Length > 0))
          + $"; units: {Units(dimension)}";

    /// <summary>Multiplies in decimal, so that 7 % is the double nearest to 0.07 and not its neighbour.</summary>
    private static double Scale(string number, double scale)
    {
        const NumberStyles style = NumberStyles.Float;
        const double decimalRange = 1e27;
        var value = double.Parse(number, style, CultureInfo.InvariantCulture);
        var exact = Math.Abs(value) * scale < decimalRange && Math.Abs(value) < decimalRange
            && decimal.TryParse(number, style, CultureInfo.InvariantCulture, out _);
        return exact
            ? (double)(decimal.Parse(number, style, CultureInfo.InvariantCulture) * (decimal)scale)
            : value * scale;
    }

    [GeneratedRegex(@"^(?<number>[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)(?<unit>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberAndUnit();

    [GeneratedRegex(@"\d[,_]\d")]
    private static partial Regex DigitSeparator();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
