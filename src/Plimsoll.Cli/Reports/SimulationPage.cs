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
        var page = new HtmlWriter().Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Element("title", run.Title).Raw($"\n<style>\n{ChartStyle.Css}\n{PageStyle.Css}\n</style>\n");
        page.Raw("</head>\n<body>\n");
        page.Raw("<main>\n<header>\n<p class=\"kind\">Plimsoll simulation</p>\n").Element("h1", run.Title);
        page.Raw("\n<p class=\"answer\">");
        page.Text(string.Join(" ", SimulationText.Sentences(report))).Raw("</p>\n</header>\n");
        WriteKeys(page, report);
        WriteSection(page, "Over time", null, SimulationCharts.OverTime(report));
        WriteSection(page, "How it was spread", null, SimulationCharts.Spread(report));
        WriteRequests(page, report);
        WritePools(page, report);
        WriteRefusals(page, report);
        WriteMeans(page, report);
        WriteInputs(page, run);
        return page.Raw("</main>\n</body>\n</html>\n").ToString();
    }

    private static void WriteKeys(HtmlWriter page, SimulationReport report)
    {
        page.Raw("<dl class=\"keys\">\n");
        foreach (var (name, value, note) in SimulationKeys.Of(report))
        {
            page.Raw("<div>").Element("dt", name).Element("dd", value).Element("dd class=\"note\"", note);
            page.Raw("</div>\n");
        }

        page.Raw("</dl>\n");
    }

    private static void WriteSection(HtmlWriter page, string title, string? intro, IEnumerable<string> figures)
    {
        var all = figures.ToList();
        if (all.Count == 0)
            return;
        page.Raw("<section>\n").Element("h2", title).Raw("\n");
        if (intro is not null)
            page.Element("p class=\"intro\"", intro).Raw("\n");
        page.Raw("<div class=\"charts\">\n");
        foreach (var figure in all)
            page.Raw(figure);
        page.Raw("</div>\n</section>\n");
    }

    private static void WriteRequests(HtmlWriter page, SimulationReport report)
    {
        string[] heads =
        [
            "", "Requests", "Finished", "Refused", "Good", "Input", "Cached", "Output", "Output/s", "Preempted",
        ];
        WriteTable(page, "Requests", heads, Kinds(report).Select(kind => (string[])
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
        WriteTable(page, "Latency", ["", "", "Mean", "p50", "p90", "p95", "p99", "Greatest"], Kinds(report)
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
        WriteTable(page, "Pools", heads, report.Pools.Select(pool => (string[])
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
        WriteTable(page, "Refusals", ["Plan", "Class", "Reason", "Requests", "Of all refused"],
            report.Refusals.Take(ShownRefusals).Select(r => (string[])
            [
                r.Group, r.Class, r.Limit ?? SimulationText.Outcome(r.Outcome), SimulationText.Count(r.Count),
                SimulationText.Share(r.Count, all),
            ]), left > 0 ? $"And {left} more." : null, texts: 3);
    }

    private static void WriteMeans(HtmlWriter page, SimulationReport report) => WriteTable(
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
        WriteTable(page, "What it rests on", ["Input", "Value", "Evidence", "Source"], all.Select(input => (string[])
            [input.Name, input.Value, input.Evidence ?? "given", input.Source ?? ""]), note, texts: 4);
        page.Raw("<p>The same bytes again:</p>\n").Element("pre", run.Command).Raw("\n");
    }

    private static List<RequestReport> Kinds(SimulationReport report) =>
    [
        .. report.Classes,
        .. report.Groups.Length > 1 ? report.Groups : [],
        .. report.Classes.Length > 1 || report.Groups.Length > 1 ? [report.Total] : (RequestReport[])[],
    ];

    private static void WriteTable(
        HtmlWriter page, string title, string[] heads, IEnumerable<string[]> rows, string? note, int texts = 1)
    {
        texts = heads.Length > 1 && heads[1].Length == 0 ? 2 : texts;
        page.Raw("<section>\n").Element("h2", title).Raw("\n<div class=\"scroll card\"><table>\n<thead><tr>");
        foreach (var (index, head) in heads.Index())
            page.Element(index < texts ? "th scope=\"col\" class=\"t\"" : "th scope=\"col\" class=\"n\"", head);
        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            page.Raw("<tr>");
            foreach (var (index, cell) in row.Index())
                page.Element(index == 0 ? "th scope=\"row\"" : index < texts ? "td class=\"t\"" : "td", cell);
            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
        if (note is not null)
            page.Element("p class=\"note\"", note).Raw("\n");
        page.Raw("</section>\n");
    }
}
