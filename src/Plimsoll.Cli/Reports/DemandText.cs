using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Planning.Loads;

namespace Plimsoll.Cli.Reports;

/// <summary>The words and figures of demand reports.</summary>
internal static class DemandText
{
    /// <summary>A share, to a tenth of a percent.</summary>
    public static string Percent(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);

    /// <summary>A multiple as what it adds, to a tenth of a percent.</summary>
    public static string Change(double multiple) =>
        (multiple - 1).ToString("+0.0%;−0.0%;0.0%", CultureInfo.InvariantCulture);

    /// <summary>A multiple of a limit: <c>week ×1.5</c>.</summary>
    public static string Times(string limit, double multiple)
    {
        var times = double.IsPositiveInfinity(multiple) ? "no limit" : Figures.Multiple(multiple);
        return limit.Length == 0 ? times : $"{limit} {times}";
    }

    public static string Month(MonthLoad month) =>
        month.First.Date.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    public static string Head(DemandReport report) =>
        $"Week of {Figures.Day(report.Monday)} with the limits and the growth of {Figures.Day(report.At)}: "
        + $"{Figures.Multiple(report.Growth)} the demand of {Figures.Day(report.Model.Growth.Base)}. "
        + $"Peak: {HourName.Of(report.Total.PeakHour)}, {Figures.Multiple(report.Total.PeakToMean)} the mean.";

    public static string Diversity(DemandReport report) =>
        $"Together the zones peak {Percent(1 - (1 / report.Zones.Diversity))} below the sum of their own peaks.";

    /// <summary>What doubling sessions adds, in one sentence.</summary>
    public static string Doubling(DemandReport report)
    {
        var grid = report.Limits.Total;
        var (alone, both) = (grid[2, 0], grid[2, 2]);
        return $"Doubling every session limit adds {Added(alone.Use)} of use in the week and {Added(alone.Peak)} in "
            + $"its peak hour; with half as much week more, {Added(both.Use)} and {Added(both.Peak)}. Nobody uses "
            + $"twice as much: {Percent(grid[0, 0].SessionLimited)} of users meet a session limit in a week, and "
            + $"{Percent(alone.WeekLimited)} would meet the week instead of {Percent(grid[0, 0].WeekLimited)}.";
    }

    private static string Added(double multiple) =>
        (multiple - 1).ToString("0.0%;−0.0%;0.0%", CultureInfo.InvariantCulture);
}
