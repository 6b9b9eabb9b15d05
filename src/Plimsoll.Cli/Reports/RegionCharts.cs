using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Planning.Backtest;
using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Cli.Reports;

/// <summary>The region as a picture.</summary>
internal static class RegionCharts
{
    private const int FleetSteps = 250;

    /// <summary>Demands that are marked beside the scenario's own, over it.</summary>
    private static readonly double[] Demands = [0.9, 1.1, 1.2];

    public static RegionChart Of(RegionReport report)
    {
        var bounds = report.Storm.Bounds;
        var (sites, most) = (string.Join(", ", report.NewSites), report.Rows[^1].Added);
        var (start, day) = (Figures.Day(report.Reduction.Effective), Figures.Day(report.Model.Compare.After));
        var ramped = Figures.Day(report.Model.Compare.Ramped);
        return new RegionChart
        {
            Title = "Which fleet makes all three decisions right?",
            Notes =
            [
                $"Reduce limits on {start}, add {sites} on {day}, raise limits on {day}.",
                $"Held under Storm: {CriterionText(report)}.",
                "Only ratios count: gray points show where other demand puts the scenario.",
            ],
            Summary = string.Join(' ', RegionSentences.Of(report)),
            X = new Axis("Fleet before, of the one in the scenario", AxisUnit.Share)
            {
                Min = report.LeastFleet,
                Max = report.MostFleet,
            },
            Y = new Axis($"What {sites} yields, of what the scenario says", AxisUnit.Share) { Min = 0, Max = most },
            Regions =
            [
                new($"All right once the ramp is complete: {Wide(report.Storm.Row.Ramped)} wide at 100% of {sites}",
                    Corners(report.Rows, row => row.Ramped), 1, 0.28),
                new($"All right from the day on: {Wide(report.Storm.Row.OnTheDay)} wide",
                    Corners(report.Rows, row => row.OnTheDay), 1, 0.75),
            ],
            Edges =
            [
                Upright($"right of here the reduction sufficed until {day}", bounds.Sufficed, most),
                Upright("left of here it was needed until then", bounds.Needed, most),
                Borne($"above and right of here the new limits are borne on {day}", report, row => row.BorneOnTheDay),
                Borne($"above and right of here they are borne on {ramped}", report, row => row.BorneRamped),
                Upright($"left of here they fail on {day} without {sites}", bounds.NeededOnTheDay, most),
                Upright($"left of here the reduction was needed on {start} itself", bounds.NeededAtOnce, most),
            ],
            Spots =
            [
                .. Demands.Select(d => new ChartSpot($"demand {Figures.Percent(d)}", 1 / d, 1 / d, IsMain: false)),
                new("the scenario", 1, 1, IsMain: true),
            ],
            Below = new Axis(
                $"Share of {Whole(report.Draws.Length)} draws of the {Whole(report.Disputed)} disputed inputs in which "
                + "all is right",
                AxisUnit.Share),
            Lines = [Plausibility(report, isRamped: true, 6), Plausibility(report, isRamped: false, 1)],
        };
    }

    private static string Wide(FleetInterval interval) =>
        (100 * interval.Width).ToString("0.0", CultureInfo.InvariantCulture) + " points";

    private static ImmutableArray<(double X, double Y)> Corners(
        ImmutableArray<RegionRow> rows, Func<RegionRow, FleetInterval> of)
    {
        var filled = rows.Where(row => !of(row).IsEmpty).ToArray();
        return
        [
            .. filled.Select(row => (of(row).From, row.Added)),
            .. filled.Reverse().Select(row => (of(row).To, row.Added)),
        ];
    }

    private static ChartEdge Upright(string name, double fleet, double most) =>
        new(name, [(fleet, most), (fleet, 0)], IsDashed: false);

    private static ChartEdge Borne(string name, RegionReport report, Func<RegionRow, double> of) =>
        new(name, [.. report.Rows.Select(row => (of(row), row.Added))], IsDashed: true);

    private static string CriterionText(RegionReport report)
    {
        var criterion = report.Model.Criterion;
        return $"{Figures.Multiple(criterion.DemandMultiple)} mean demand"
            + (criterion.FeedsLost > 0 ? " with a power feed of any one site lost" : "");
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static ChartLine Plausibility(RegionReport report, bool isRamped, int color)
    {
        var step = (report.MostFleet - report.LeastFleet) / FleetSteps;
        return new ChartLine(
            $"Draws in which all is right {(isRamped ? "once the ramp is complete" : "from the day on")}",
            [.. Enumerable.Range(0, FleetSteps + 1).Select(i => report.LeastFleet + (i * step))
                .Select(fleet => new ChartPoint(fleet, report.Plausibility(fleet, isRamped)))],
            LineForm.Line,
            color);
    }
}
