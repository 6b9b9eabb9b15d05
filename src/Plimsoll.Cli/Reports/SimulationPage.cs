using System.Collections.Immutable;
using Plimsoll.Limits.Replay;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// A simulation as a page to look at: one file without scripts or anything to fetch, light or dark as the reader's
/// system is. The same simulation gives the same bytes.
/// </summary>
internal static class SimulationPage
{
    private const int ShownRefusals = 40;

    public static string Write(SimulationRun run)
    {
        var report = run.Report;
        var page = PageParts.Begin("Plimsoll simulation", run.Title, SimulationText.Sentences(report));
        PageParts.WriteKeys(page, SimulationKeys.Of(report));
        PageParts.WriteSection(page, "Over time", null, SimulationCharts.OverTime(report));
        PageParts.WriteSection(page, "How it was spread", null, SimulationCharts.Spread(report));
        WriteRequests(page, report);
        WritePools(page, report);
        WriteRefusals(page, report);
        WriteMeans(page, report);
        WriteInputs(page, run);
        return PageParts.End(page);
    }

    private static void WriteRequests(HtmlWriter page, SimulationReport report)
    {
        string[] heads =
        [
            "", "Requests", "Finished", "Refused", "Good", "Input", "Cached", "Output", "Output/s", "Preempted",
        ];
        PageParts.WriteTable(page, "Requests", heads, Kinds(report).Select(kind => (string[])
        [
            kind.Name, SimulationText.Count(kind.Count),
            SimulationText.Share(kind.Of(RequestOutcome.Finished), kind.Count),
            SimulationText.Share(
                kind.Of(RequestOutcome.Limited) + kind.Of(RequestOutcome.Overloaded) + kind.Of(RequestOutcome.TooLong),
                kind.Count),
            SimulationText.Percent(kind.GoodShare), AxisText.Number(kind.InputTokens),
            SimulationText.Percent(kind.CachedShare), AxisText.Number(kind.OutputTokens),
            AxisText.Number(kind.PerSecond(kind.OutputTokens)), SimulationText.Count(kind.Preemptions),
        ]), "Good: finished within the objectives of its class, over all that was neither refused by a usage limit nor "
            + "too long for any replica. Input and output in tokens; cached: share of input found in a prefix cache.");
        PageParts.WriteTable(page, "Latency", ["", "", "Mean", "p50", "p90", "p95", "p99", "Greatest"], Kinds(report)
            .SelectMany(kind => SimulationText.Latencies(kind).Select((latency, index) => (string[])
                [index == 0 ? kind.Name : "", latency.Name, .. SimulationText.Spread(latency.Times)])),
            "From arrival at the service. Time per output token: from the first token to the last over the tokens "
            + "after the first. Quantiles are within 0.4%.");
    }

    private static void WritePools(HtmlWriter page, SimulationReport report)
    {
        if (report.Pools.IsEmpty)
            return;
        string[] heads =
        [
            "", "Accelerators", "Replicas", "Busy", "Batch", "p99", "KV", "KV peak", "Queue", "Queue peak", "Output/s",
            "Power", "J/token",
        ];
        var power = new Axis("", AxisUnit.Power);
        PageParts.WriteTable(page, "Pools", heads, report.Pools.Select(pool => (string[])
        [
            pool.Name, SimulationText.Count(pool.Accelerators), AxisText.Number(pool.Replicas),
            SimulationText.Percent(pool.Utilization), AxisText.Number(pool.BatchMean),
            SimulationText.Count(pool.BatchP99), SimulationText.Percent(pool.KvMean),
            SimulationText.Percent(pool.KvPeak), AxisText.Number(pool.QueueMean), SimulationText.Count(pool.QueuePeak),
            AxisText.Number(report.Total.PerSecond(pool.OutputTokens)),
            pool.Joules == 0 ? "–" : AxisText.Of(pool.Power.Value, power),
            pool.Joules == 0 ? "–" : AxisText.Number(pool.JoulesPerToken),
        ]), "Batch: sequences in a step, over all steps. Queue: requests that wait at a replica, over the pool.");
        if (SimulationCharts.Pools(report) is { } strip)
            page.Raw("<section>\n<div class=\"charts wide\">\n").Raw(strip).Raw("</div>\n</section>\n");
    }

    private static void WriteRefusals(HtmlWriter page, SimulationReport report)
    {
        if (report.Refusals.IsEmpty)
            return;
        var all = report.Refusals.Sum(r => r.Count);
        var left = report.Refusals.Length - ShownRefusals;
        PageParts.WriteTable(page, "Refusals", ["Plan", "Class", "Reason", "Requests", "Of all refused"],
            report.Refusals.Take(ShownRefusals).Select(r => (string[])
            [
                r.Group, r.Class, r.Limit ?? SimulationText.Outcome(r.Outcome), SimulationText.Count(r.Count),
                SimulationText.Share(r.Count, all),
            ]), left > 0 ? $"And {left} more." : null, texts: 3);
    }

    private static void WriteMeans(HtmlWriter page, SimulationReport report) => PageParts.WriteTable(
        page, "How certain the means are", ["", "Mean", "95% interval", "Rests on"],
        report.Means.Where(m => m.Clusters > 0).Select(mean => (string[])
        [
            SimulationText.Mean(mean.Mean), SimulationText.Value(mean.Mean, mean.Value), SimulationText.Interval(mean),
            SimulationText.Method(mean),
        ]), "Ratio of sums over clusters with Student's interval; of accounts and batches of time, the wider.");

    private static void WriteInputs(HtmlWriter page, SimulationRun run)
    {
        var report = run.Report;
        ImmutableArray<SimulationInput> all =
        [
            new("scenario", run.Scenario), new("seed", $"{run.Seed}"),
            new("time", $"{InstantText.Of(report.Start)} to {InstantText.Of(report.End)}"), .. run.Inputs,
        ];
        var assumed = run.Inputs.Count(i => i.Evidence == "assumed");
        var note = assumed == 0 ? null : $"{assumed} of {run.Inputs.Length} inputs are assumed.";
        string[] heads = ["Input", "Value", "Evidence", "Source"];
        PageParts.WriteTable(page, "What it rests on", heads, all.Select(input => (string[])
            [input.Name, input.Value, input.Evidence ?? "given", input.Source ?? ""]), note, texts: 4);
        page.Raw("<p>The same bytes again:</p>\n").Element("pre", run.Command).Raw("\n");
    }

    private static List<RequestReport> Kinds(SimulationReport report) =>
    [
        .. report.Classes,
        .. report.Groups.Length > 1 ? report.Groups : [],
        .. report.Classes.Length > 1 || report.Groups.Length > 1 ? [report.Total] : (RequestReport[])[],
    ];
}
