using System.Globalization;
using Plimsoll.Planning.Outages;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Outages;

namespace Plimsoll.Cli.Reports;

/// <summary>The words and figures of adequacy reports.</summary>
internal static class AdequacyText
{
    public const int HoursOfAWeek = 168;
    private const int ShortestYear = 8736;
    private const int LongestYear = 8784;

    /// <summary>What the indices count by: a year where the hours make one, 52 weeks to a leap year.</summary>
    public static string Per(OutageSystem system) => system.Hours is >= ShortestYear and <= LongestYear
        ? "a year" : $"{Whole(system.Hours)} h";

    /// <summary>The unit of energy, or work: one unit of capacity for an hour.</summary>
    public static string Work(OutageSystem system) =>
        system.Unit.EndsWith('W') ? $"{system.Unit}h" : $"{system.Unit}·h";

    public static string Whole(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A capacity or load.</summary>
    public static string Capacity(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>An index: six digits, to compare with what is published.</summary>
    public static string Index(double value)
    {
        var size = Math.Abs(value);
        if (size is > 0 and < 1e-4)
            return value.ToString("0.00000e+0", CultureInfo.InvariantCulture);
        var decimals = size == 0 ? 0 : Math.Clamp(5 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }

    /// <summary>When an hour is, counted from the beginning: <c>week 51, day 2, 17:00</c>.</summary>
    public static string Hour(int hour) => string.Create(
        CultureInfo.InvariantCulture,
        $"week {(hour / HoursOfAWeek) + 1}, day {(hour % HoursOfAWeek / 24) + 1}, {hour % 24:00}:00");

    /// <summary>An index beside others of its kind: three digits.</summary>
    public static string Short(double value)
    {
        var size = Math.Abs(value);
        if (size is > 0 and < 1e-3)
            return value.ToString("0.0e+0", CultureInfo.InvariantCulture);
        var decimals = size == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 5);
        return value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }

    /// <summary>How losses last in simulated years, and how those differ.</summary>
    public static string Lengths(OutageSample sample)
    {
        var years = $"{Whole(sample.YearsWithoutLoss)} of {Whole(sample.Years)} runs are "
            + $"without loss; the worst has {AxisText.Number(sample.WorstYear)} h.";
        var lengths = sample.Lengths;
        return lengths.Count == 0 ? years : $"{years} A loss lasts {AxisText.Length(lengths.MeanSeconds)} on average, "
            + $"half of them up to {SimulationText.Time(lengths.Quantile(0.5))}, 95% up to "
            + $"{SimulationText.Time(lengths.Quantile(0.95))}, the longest {SimulationText.Time(lengths.Max)}.";
    }
}
