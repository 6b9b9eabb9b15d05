using Plimsoll.Planning.Backtest;

namespace Plimsoll.Cli.Reports;

/// <summary>A region as programs read it; <c>docs/reference/backtest.md</c> describes it.</summary>
internal static class RegionJson
{
    private const string Format = "plimsoll.region/1";

    public static string Write(RegionReport report, string scenario) => JsonText.Write(Format, new
    {
        scenario,
        title = report.Model.Title,
        reduction = report.Reduction.Name,
        newSites = report.NewSites,
        sentences = RegionSentences.Of(report),
        conditions = report.Conditions.Select(condition => new
        {
            name = condition.Name,
            reductionSufficedFrom = JsonText.Finite(condition.Bounds.Sufficed),
            reductionNeededBelow = JsonText.Finite(condition.Bounds.Needed),
            reductionNeededAtOnceBelow = JsonText.Finite(condition.Bounds.NeededAtOnce),
            newSitesNeededOnTheDayBelow = JsonText.Finite(condition.Bounds.NeededOnTheDay),
            newSitesNeededRampedBelow = JsonText.Finite(condition.Bounds.NeededRamped),
            row = Row(condition.Row),
        }),
        shown = new { from = report.LeastFleet, to = report.MostFleet, added = report.Rows[^1].Added },
        area = new { onTheDay = report.Area(isRamped: false), ramped = report.Area(isRamped: true) },
        rows = report.Rows.Select(Row),
        leastAdded = new
        {
            onTheDay = JsonText.Finite(report.LeastAddedOnTheDay),
            ramped = JsonText.Finite(report.LeastAddedRamped),
        },
        daysBought = JsonText.Finite(report.DaysBought),
        disputedInputs = report.Disputed,
        plausibility = new
        {
            someFleet = new { onTheDay = report.Possibility(false), ramped = report.Possibility(true) },
            ownFleet = new { onTheDay = report.Plausibility(1, false), ramped = report.Plausibility(1, true) },
        },
        draws = report.Draws.Select(Row),
    });

    private static object Row(RegionRow row) => new
    {
        added = row.Added,
        borneOnTheDayFrom = JsonText.Finite(row.BorneOnTheDay),
        borneRampedFrom = JsonText.Finite(row.BorneRamped),
        onTheDay = Interval(row.OnTheDay),
        ramped = Interval(row.Ramped),
    };

    private static object? Interval(FleetInterval interval) =>
        interval.IsEmpty ? null : new { from = interval.From, to = interval.To };
}
