using System.CommandLine;
using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Cli;

/// <summary><c>--period</c>: a year, a month, a day, or days from one to another.</summary>
internal static class PeriodOption
{
    private const string Form = "a year yyyy, a month yyyy-MM, a day yyyy-MM-dd or days yyyy-MM-dd..yyyy-MM-dd";
    private const int MostDays = 3653;

    /// <param name="standard">What is taken when it is not given.</param>
    public static Option<(Instant From, int Hours)?> Create(
        string standard = "the month of compare.ramped") => NumberOption.Of<(Instant, int)>(
        "--period", $"{char.ToUpperInvariant(Form[0])}{Form[1..]}, UTC; default: {standard}.", Form, Parse);

    /// <summary>The month of a day.</summary>
    public static (Instant From, int Hours) MonthOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return Days(first, first.AddMonths(1)).GetValueOrDefault();
    }

    private static (Instant, int)? Parse(string text)
    {
        var ends = text.Split("..");
        if (ends.Length == 2)
        {
            return Read(ends[0], "yyyy-MM-dd") is { } first && Read(ends[1], "yyyy-MM-dd") is { } last
                ? Days(first, last.AddDays(1)) : null;
        }

        if (Read(text, "yyyy-MM-dd") is { } day)
            return Days(day, day.AddDays(1));
        if (Read(text, "yyyy-MM") is { } month)
            return MonthOf(month);
        return Read(text, "yyyy") is { } year ? Days(year, year.AddYears(1)) : null;
    }

    private static DateOnly? Read(string text, string form) => DateOnly.TryParseExact(
        text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1971 and <= 2100 ? day : null;

    private static (Instant, int)? Days(DateOnly from, DateOnly to) =>
        to.DayNumber - from.DayNumber is > 0 and <= MostDays and var days ? (Instant.FromDate(from), 24 * days) : null;
}
