using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Backtest;

/// <summary>What a region shows, in words.</summary>
public static class RegionSentences
{
    private const int FleetSteps = 1000;

    /// <summary>Writes it, the answer first.</summary>
    public static ImmutableArray<string> Of(RegionReport report)
    {
        var (row, bounds) = (report.Storm.Row, report.Storm.Bounds);
        var sentences = new List<string>
        {
            row.Ramped.IsEmpty
                ? "No fleet makes all three decisions right."
                : $"All three decisions are right for a fleet of {Range(row.Ramped)} of the one before, once the ramp "
                    + $"is complete; from the day on, for {(row.OnTheDay.IsEmpty ? "none" : Range(row.OnTheDay))}.",
            OwnPoint(report),
            $"On {Day(report.Reduction.Effective)} itself only a fleet below {Percent(bounds.NeededAtOnce)} needed the "
                + "reduction; a larger one came to need it as demand grew."
                + (double.IsInfinity(report.DaysBought)
                    ? "" : $" It makes up for {Number(report.DaysBought)} days of that growth."),
            Added(report),
        };
        if (!report.Draws.IsEmpty)
            sentences.Add(Plausible(report));
        return [.. sentences];
    }

    private static string OwnPoint(RegionReport report)
    {
        var (row, bounds) = (report.Storm.Row, report.Storm.Bounds);
        var where = row.OnTheDay.Contains(1) ? "inside, from the day on"
            : row.Ramped.Contains(1) ? "inside once the ramp is complete"
            : bounds.Needed <= 1 ? "outside: without the reduction the old limits would still have held, with "
                + $"{Percent((1 / bounds.Needed) - 1)} to spare"
            : bounds.Sufficed > 1 ? "outside: the reduction did not suffice"
            : "outside: the new limits are not borne, or not because of the new sites";
        return $"The scenario's own fleet (100%) lies {where}. That it lies there shows nothing, because demand is "
            + "assumed; what is found is how wide the region is.";
    }

    private static string Added(RegionReport report)
    {
        var sites = string.Join(", ", report.NewSites);
        if (double.IsInfinity(report.LeastAddedRamped))
            return $"However much {sites} yields, no fleet makes all right.";
        return $"With less than {Percent(report.LeastAddedRamped)} of {sites} no fleet makes all right once the ramp "
            + "is complete, and " + (double.IsInfinity(report.LeastAddedOnTheDay)
                ? "however much it yields none does from the day on."
                : $"with less than {Percent(report.LeastAddedOnTheDay)} none does from the day on.");
    }

    private static string Plausible(RegionReport report)
    {
        var fleets = Enumerable.Range(0, FleetSteps + 1)
            .Select(step => report.LeastFleet + (step * (report.MostFleet - report.LeastFleet) / FleetSteps)).ToArray();
        var best = fleets.MaxBy(fleet => report.Plausibility(fleet, isRamped: true));
        var (ramped, day) = (report.Plausibility(1, isRamped: true), report.Plausibility(1, isRamped: false));
        return $"Over {Number(report.Draws.Length)} draws of the {Number(report.Disputed)} disputed inputs, some fleet "
            + $"makes all right in {Percent(report.Possibility(isRamped: true))} once ramped and in "
            + $"{Percent(report.Possibility(isRamped: false))} from the day on; the scenario's own does in "
            + $"{Percent(ramped)} and {Percent(day)}; the likeliest is {Percent(best)} of it, with "
            + $"{Percent(report.Plausibility(best, isRamped: true))} once ramped.";
    }

    private static string Range(FleetInterval interval) =>
        $"{Percent(interval.From)} to {Percent(interval.To)} ({Number(100 * interval.Width)} points wide)";

    private static string Percent(double fraction) => double.IsInfinity(fraction)
        ? "any" : fraction.ToString(fraction is > 0 and < 0.001 ? "0.00%" : "0.0%", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Day(Instant at) => at.Date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
