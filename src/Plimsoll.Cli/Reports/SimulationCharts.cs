using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>What a simulation measured, as charts.</summary>
internal static class SimulationCharts
{
    private const int CurvePoints = 120;
    private const int Colors = 6;

    /// <summary>Charts of what happened over time.</summary>
    public static IEnumerable<string> OverTime(SimulationReport report)
    {
        yield return Requests(report).Figure();
        yield return FirstTokens(report).Figure();
        if (report.Pools.IsEmpty)
            yield break;
        yield return Tokens(report).Figure();
        yield return Load(report).Figure();
        yield return Shares(report).Figure();
        if (report.Pools.Any(p => p.Joules > 0))
            yield return Power(report).Figure();
    }

    /// <summary>Charts of how latencies are spread.</summary>
    public static IEnumerable<string> Spread(SimulationReport report)
    {
        if (report.Total.Ttft.Count == 0)
            yield break;
        yield return Curves(
            "spread", "How long requests took",
            [.. SimulationText.Latencies(report.Total).Where(l => l.Times.Count > 0)]).Figure();
        var classes = report.Classes.Where(c => c.Ttft.Count > 0).ToList();
        if (classes.Count > 1)
        {
            yield return Curves(
                "spread-class", "Time to first token by class", [.. classes.Select(c => (c.Name, c.Ttft))]).Figure();
        }

        foreach (var chart in Outcomes(report))
            yield return chart.Figure();
    }

    /// <summary>How busy each pool was over time; null with one pool, whose line is drawn already.</summary>
    public static string? Pools(SimulationReport report)
    {
        if (report.Pools.Length < 2)
            return null;
        var busiest = report.Pools.MaxBy(p => p.Utilization)!;
        return new HeatStrip
        {
            Id = "busy-pools",
            Title = "How busy each pool was",
            Summary = $"A row for each pool, darker where busier. {busiest.Name} was busiest, "
                + $"{SimulationText.Percent(busiest.Utilization)} of the time.",
            X = Clock(report),
            Edges = [.. Enumerable.Range(0, Whole(report).Length + 1).Select(i => i * report.Interval.Seconds)],
            Rows = [.. report.Pools.Select(p => new HeatRow(
                p.Name, [.. p.Series.Take(Whole(report).Length).Select(point => point.Utilization)]))],
        }.Figure();
    }

    private static LineChart Requests(SimulationReport report)
    {
        var seconds = report.Interval.Seconds;
        var peak = report.Series.Select(p => p.Arrived / seconds).DefaultIfEmpty(0).Max();
        var isLost = report.Series.Any(p => p.Lost > 0);
        var lost = new[] { Line(report, "lost", LineForm.Stacked, 5, p => p.Lost / seconds) };
        return New(report, "requests", "Requests per second", new Axis("requests/s", AxisUnit.Number),
            $"Requests that arrived, finished and were refused; at most {AxisText.Number(peak)} arrived a second.",
            [
                Line(report, "finished", LineForm.Stacked, 3, p => p.Finished / seconds),
                Line(report, "refused by a limit", LineForm.Stacked, 2, p => p.Limited / seconds),
                Line(report, "refused, fleet full", LineForm.Stacked, 4, p => p.Overloaded / seconds),
                .. isLost ? lost : [],
                Line(report, "arrived", LineForm.Step, 1, p => p.Arrived / seconds),
            ]);
    }

    private static LineChart FirstTokens(SimulationReport report)
    {
        var objectives = report.Classes.Select(c => c.Objective?.Ttft).OfType<Duration>().Distinct().ToList();
        var marks = objectives.Count == 1
            ? [new ChartMark(objectives[0].Seconds, $"objective {SimulationText.Time(objectives[0])}")]
            : ImmutableArray<ChartMark>.Empty;
        var total = report.Total.Ttft;
        var summary = $"Median and 99% of those that got it in each interval; over all, "
            + $"{SimulationText.Time(total.Quantile(0.5))} and {SimulationText.Time(total.Quantile(0.99))}.";
        return New(report, "ttft", "Time to first token",
            new Axis("time to first token", AxisUnit.Length) { IsLog = true },
            total.Count == 0 ? "No request got a token." : summary,
            [
                Line(report, "half of the requests within", LineForm.Line, 1, p => p.TtftP50?.Seconds),
                Line(report, "99% within", LineForm.Line, 2, p => p.TtftP99?.Seconds),
            ]) with
        { Marks = marks };
    }

    private static LineChart Tokens(SimulationReport report) =>
        New(report, "tokens", "Tokens per second", new Axis("tokens/s", AxisUnit.Number),
            $"Input computed and output produced; {AxisText.Number(report.Total.OutputTokens)} were produced in all.",
            [
                Line(report, "input computed", LineForm.Step, 6, p => p.Pools.InputRate),
                Line(report, "output", LineForm.Area, 1, p => p.Pools.OutputRate),
            ]);

    private static LineChart Load(SimulationReport report) =>
        New(report, "load", "Requests in the fleet", new Axis("requests", AxisUnit.Number),
            "Requests in batches and in queues; at most "
            + $"{SimulationText.Count(report.Pools.Sum(p => p.QueuePeak))} waited.",
            [
                Line(report, "in batches", LineForm.Stacked, 1, p => p.Pools.Running),
                Line(report, "waiting", LineForm.Stacked, 2, p => p.Pools.Waiting),
            ]);

    private static LineChart Shares(SimulationReport report) =>
        New(report, "shares", "How full the fleet was", new Axis("share", AxisUnit.Share) { Max = 1 },
            $"Share of replicas in a step and of KV cache in use; its peak in one pool was "
            + $"{SimulationText.Percent(report.Pools.Max(p => p.KvPeak))}.",
            [
                Line(report, "busy replicas", LineForm.Step, 1, p => p.Pools.Utilization),
                Line(report, "KV cache in use", LineForm.Step, 4, p => p.Pools.Kv),
            ]);

    private static LineChart Power(SimulationReport report) =>
        New(report, "power", "Power of the accelerators", new Axis("power", AxisUnit.Power),
            $"Mean power in each interval; {AxisText.Number(report.Pools.Sum(p => p.Joules) / 3.6e6)} kWh in all.",
            [Line(report, "power", LineForm.Area, 2, p => p.Pools.Power.Value)]);

    private static LineChart Curves(string id, string title, (string Name, Distribution Times)[] latencies)
    {
        var least = Math.Max(1e-4, latencies.Min(l => Math.Max(l.Times.Min.Seconds, l.Times.Quantile(0.01).Seconds)));
        var most = Math.Max(latencies.Max(l => l.Times.Max.Seconds), least * 10);
        var grid = Enumerable.Range(0, CurvePoints + 1)
            .Select(i => least * Math.Pow(most / least, i / (double)CurvePoints)).ToList();
        return new LineChart
        {
            Id = id,
            Title = title,
            Summary = string.Join("; ", latencies.Select(l => $"{l.Name}: half within "
                + $"{SimulationText.Time(l.Times.Quantile(0.5))}, "
                + $"99% within {SimulationText.Time(l.Times.Quantile(0.99))}")),
            X = new Axis("took at most", AxisUnit.Length) { IsLog = true, Min = least, Max = most },
            Y = new Axis("share of requests", AxisUnit.Share) { Max = 1 },
            Lines = [.. latencies.Select((latency, index) => new ChartLine(
                latency.Name,
                [.. grid.Select(x => new ChartPoint(x, latency.Times.ShareUpTo(Duration.FromSeconds(x))))],
                LineForm.Line,
                (index % Colors) + 1))],
        };
    }

    private static IEnumerable<BarChart> Outcomes(SimulationReport report)
    {
        if (report.Groups.Length > 1)
            yield return OutcomeBars("outcomes-plan", "What became of requests, by plan", "plan", report.Groups);
        if (report.Classes.Length > 1)
            yield return OutcomeBars("outcomes-class", "What became of requests, by class", "class", report.Classes);
        var refusals = report.Refusals.Where(r => r.Limit is not null).ToList();
        if (refusals.Count == 0)
            yield break;
        yield return new BarChart
        {
            Id = "refusals",
            Title = "Limits that refused requests",
            Rows = "limit",
            Axis = new Axis("requests", AxisUnit.Number),
            Bars = [.. refusals.GroupBy(r => $"{r.Group}: {r.Limit}")
                .Select(limit => (Name: limit.Key, Count: limit.Sum(r => r.Count)))
                .OrderByDescending(limit => limit.Count).Take(12)
                .Select(limit => new ChartBar(limit.Name, [new BarPart("refused", limit.Count, 2)]))],
        };
    }

    private static BarChart OutcomeBars(
        string id, string title, string rows, IEnumerable<RequestReport> kinds) => new()
        {
            Id = id,
            Title = title,
            Rows = rows,
            Axis = new Axis("requests", AxisUnit.Number) { Max = 1 },
            Bars = [.. kinds.Where(k => k.Count > 0).Select(kind => new ChartBar(
                kind.Name,
                [.. Parts(kind).Where(p => p.Count > 0)
                    .Select(p => new BarPart(p.Name, p.Count / (double)kind.Count, p.Color))],
                AxisText.Number(kind.Count)))],
        };

    private static (string Name, long Count, int Color)[] Parts(RequestReport kind) =>
    [
        ("finished within objectives", kind.GoodRequests, 3),
        ("finished late", kind.Of(RequestOutcome.Finished) - kind.GoodRequests, 5),
        ("refused by a limit", kind.Of(RequestOutcome.Limited), 2),
        ("refused, fleet full or too long",
            kind.Of(RequestOutcome.Overloaded) + kind.Of(RequestOutcome.TooLong), 4),
        ("lost, left or unfinished",
            kind.Of(RequestOutcome.Lost) + kind.Of(RequestOutcome.Left) + kind.Of(RequestOutcome.Unfinished), 6),
    ];

    private static LineChart New(
        SimulationReport report, string id, string title, Axis y, string summary, ImmutableArray<ChartLine> lines)
    {
        var warm = (report.MeasuredFrom - report.Start).Seconds;
        return new LineChart
        {
            Id = id,
            Title = title,
            Summary = summary,
            X = Clock(report),
            Y = y,
            Lines = lines,
            Bands = warm > 0 ? [new ChartBand(0, warm, "warm-up, not measured")] : [],
        };
    }

    /// <summary>
    /// Time of day where the simulation has one and is long enough; else time since it began. Ends where the last
    /// interval does.
    /// </summary>
    private static Axis Clock(SimulationReport report)
    {
        var length = Whole(report).Length * report.Interval.Seconds;
        return report.Start.UnixNanoseconds == 0 || length < 600
            ? new Axis("time since the start", AxisUnit.Length) { Max = length }
            : new Axis("time, UTC", AxisUnit.Clock) { Max = length, Origin = report.Start };
    }

    /// <summary>The points whose interval is over: what a part of one adds up to would look like a fall.</summary>
    private static ImmutableArray<SeriesPoint> Whole(SimulationReport report)
    {
        var series = report.Series;
        var isPart = series.Length > 2 && series[^1].At + report.Interval > report.End;
        return isPart ? series[..^1] : series;
    }

    private static ChartLine Line(
        SimulationReport report, string name, LineForm form, int color, Func<SeriesPoint, double?> value) => new(
            name,
            [.. Whole(report).Select(p => new ChartPoint((p.At - report.Start).Seconds, value(p)))],
            form,
            color);
}
