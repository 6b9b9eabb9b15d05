using System.CommandLine;
using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Cli;

/// <summary>Options that are numbers, with or without a unit, and others of few words.</summary>
internal static class NumberOption
{
    /// <summary>A number; null: not given.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What the command does with it.</param>
    /// <param name="expected">What is expected, for a message.</param>
    /// <param name="accepts">Whether a number is right.</param>
    public static Option<double?> Create(
        string name, string description, string expected, Func<double, bool> accepts) =>
        Of<double>(name, description, expected, text => Read(text) is { } value && accepts(value) ? value : null);

    /// <summary>A whole number; null, or the usual one: not given.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What the command does with it.</param>
    /// <param name="least">Smallest.</param>
    /// <param name="most">Greatest.</param>
    /// <param name="usual">What it is when it is not given.</param>
    public static Option<int?> Whole(string name, string description, int least, int most, int? usual = null)
    {
        var option = Of<int>(name, description, $"a whole number of {least} to {most}", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most ? value : null);
        if (usual is not null)
            option.DefaultValueFactory = _ => usual;
        return option;
    }

    /// <summary>A length of time such as 90s, 10min or 1.5h, zero or more; null: not given.</summary>
    public static Option<Duration?> Length(string name, string description) => Of<Duration>(
        name, description, "a length of time such as 90s, 10min or 1.5h", text =>
        {
            var digits = text.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.').Count();
            return digits > 0 && Read(text[..digits]) is { } value
                && Duration.Dimension.TryGetScale(text[digits..], out var scale) && value * scale < 1e9
                ? Duration.FromSeconds(value * scale) : null;
        });

    /// <summary>
    /// A rate such as 10/s, 600/min or 5000/h, above zero, below a million a second, by the second; null: not given.
    /// </summary>
    public static Option<double?> Rate(string name, string description) => Of<double>(
        name, description, "a rate such as 10/s, 600/min or 5000/h", text => text.Split('/') is [var count, var unit]
            && Read(count) is > 0 and var value && Duration.Dimension.TryGetScale(unit, out var scale)
            && value / scale < 1e6 ? value / scale : null);

    /// <summary>An option with a reader of its own; null: not given.</summary>
    public static Option<T?> Of<T>(string name, string description, string expected, Func<string, T?> read)
        where T : struct => new(name)
        {
            Description = description,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                var value = read(text);
                if (value is null)
                    result.AddError($"{name}: found '{text}', expected {expected}.");
                return value;
            },
        };

    private static double? Read(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value : null;
}
