using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Plimsoll.Cli;

/// <summary>Dates on the command line and in what it prints for programs, always as yyyy-MM-dd.</summary>
internal static class DateOption
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>The years of the dates in scenarios.</summary>
    private const int FirstYear = 1971;
    private const int LastYear = 2100;

    /// <summary>An option; null: not given.</summary>
    /// <param name="description">What the command does with the date.</param>
    /// <param name="name">Its name.</param>
    public static Option<DateOnly?> Create(string description, string name = "--at") => new(name)
    {
        Description = description,
        CustomParser = result => Parse(name, result),
    };

    /// <summary>The date as it would be written.</summary>
    public static string Text(DateOnly date) => date.ToString(Format, CultureInfo.InvariantCulture);

    private static DateOnly? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= FirstYear and <= LastYear)
            return date;
        result.AddError($"{name}: found '{text}', expected a date such as 2026-05-06, of the years {FirstYear} to "
            + $"{LastYear}.");
        return null;
    }
}
