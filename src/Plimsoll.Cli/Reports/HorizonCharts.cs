using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;
using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Cli.Reports;

/// <summary>A horizon as charts.</summary>
internal static class HorizonCharts
{
    private const int Colors = 6;

    /// <summary>How far what is drawn in steps goes on after the last Monday, in seconds.</summary>
    private const double LastMonth = 28 * 86_400;

    /// <summary>Every chart, the most important first.</summary>
    public static IEnumerable<string> All(HorizonReport report) =>
    [
        Balance(report).Figure(), Lines(report).Figure(), Supply(report).Figure(), Load(report).Figure(),
        Bundles(report).Figure(),
    ];

    /// <summary>What is asked for and what is served at most, in one unit.</summary>
    public static LineChart Balance(HorizonReport report) => New(
        report,
        "balance",
        "Capacity and load in the tightest hour",
        $"Capacity in the mix that is asked for, and load, in output tokens per second. {Sentence(report)}",
        new Axis("output tokens/s", AxisUnit.Number) { IsLog = true, Min = Least(report) },
        Line(report, "capacity, Normal", LineForm.Line, 1, month => Capacity(month, Condition.Normal)),
        Line(report, "capacity, Storm", LineForm.Line, 3, month => Capacity(month, Condition.Storm)),
        Line(report, "load, mean", LineForm.Line, 4, month => month.Of(Condition.Normal).Load),
        Line(report, "load, Storm", LineForm.Line, 2, month => month.Of(Condition.Storm).Load));

    private static LineChart Lines(HorizonReport report) => Marked("just served", New(
        report,
        "lines",
        "Load line of the whole policy",
        $"The part of all load that is served, under each condition. {Sentence(report)}",
        new Axis("served over required", AxisUnit.Share),
        [.. Enum.GetValues<Condition>().Select((condition, index) => Line(
            report, $"{condition}", LineForm.Line, index + 1, month => Finite(month.Of(condition).Line)))]));

    private static LineChart Supply(HorizonReport report)
    {
        var sites = report.Months.SelectMany(month => month.Supply.Select(site => site.Site)).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        return New(
            report,
            "supply",
            "Accelerators that may serve users, by site",
            "Sites on top of each other.",
            new Axis("accelerators", AxisUnit.Number),
            [.. sites.Select((name, index) => Line(
                report, name, LineForm.Stacked, (index % Colors) + 1,
                month => month.Supply.Where(site => site.Site == name).Sum(site => site.Accelerators)))]);
    }

    private static LineChart Load(HorizonReport report) => New(
        report,
        "load",
        "Mean load in the tightest hour, by class",
        "Classes on top of each other.",
        new Axis("output tokens/s", AxisUnit.Number),
        [.. report.Model.Classes.Select((served, c) => Line(
            report, served.Name, LineForm.Stacked, (c % Colors) + 1, month => month.Load[c]))]);

    private static LineChart Bundles(HorizonReport report) => Marked("as it is", New(
        report,
        "bundles",
        "Load lines of limits in Storm",
        "The largest multiple of what is in force; a gap: no multiple exhausts the fleet, or none is borne.",
        new Axis("multiple", AxisUnit.Number) { IsLog = true, Min = 0.01 },
        [.. report.Months[0].Bundles.Select((bundle, index) => Line(
            report, bundle.Title, LineForm.Line, (index % Colors) + 1,
            month => month.Bundles[index].Of(Condition.Storm) is var line && line > 0 ? Finite(line) : null))]));

    private static LineChart Marked(string name, LineChart chart) =>
        chart with { Marks = [new ChartMark(1, name)] };

    private static LineChart New(
        HorizonReport report, string id, string title, string summary, Axis y, params ChartLine[] lines) => new()
        {
            Id = id,
            Title = title,
            Summary = summary,
            X = new Axis("", AxisUnit.Date)
            {
                Origin = report.Months[0].Monday,
                Max = Seconds(report, report.Months[^1].Monday) + LastMonth,
            },
            Y = y,
            Lines = [.. lines],
            Bands = Bands(report),
        };

    /// <summary>A stroke for everything that happens on the way.</summary>
    private static ImmutableArray<ChartBand> Bands(HorizonReport report)
    {
        var width = (Seconds(report, report.Months[^1].Monday) + LastMonth) / 150;
        return
        [
            .. report.Events.Select(happens => Seconds(report, happens.At))
                .Where(at => at >= 0).Distinct()
                .Select(at => new ChartBand(at, at + width, "a change of policy or contract")),
        ];
    }

    private static ChartLine Line(
        HorizonReport report, string name, LineForm form, int color, Func<HorizonMonth, double?> value) => new(
            name,
            [.. report.Months.Select(month => new ChartPoint(Seconds(report, month.Monday), value(month)))],
            form,
            color);

    private static double Seconds(HorizonReport report, Quantities.Instant at) =>
        (at - report.Months[0].Monday).Seconds;

    private static double? Capacity(HorizonMonth month, Condition condition) =>
        double.IsFinite(month.Of(condition).Line) ? month.Of(condition).Capacity : null;

    /// <summary>A little below all that is drawn of capacity and load; null where there is nothing.</summary>
    private static double? Least(HorizonReport report)
    {
        var values = report.Months.SelectMany(month => new[] { Condition.Normal, Condition.Storm }
                .SelectMany(condition => new[] { month.Of(condition).Load, month.Of(condition).Capacity }))
            .Where(value => value > 0).ToList();
        return values.Count == 0 ? null : values.Min() / 1.25;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Sentence(HorizonReport report) => string.Join(" ", HorizonText.Sentences(report));
}
