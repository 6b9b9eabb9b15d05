using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Measures;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A simulation as a person reads it in a terminal.</summary>
internal static class SimulationTables
{
    private const int ShownRefusals = 10;

    public static void Write(SimulationRun run, IAnsiConsole console)
    {
        var report = run.Report;
        console.MarkupLineInterpolated($"[bold]{run.Title}[/]");
        foreach (var sentence in SimulationText.Sentences(report))
            console.WriteLine(sentence);
        console.WriteLine();
        console.Write(Requests("Requests by class", [.. report.Classes, .. Sum(report, report.Classes.Length)]));
        if (report.Groups.Length > 1)
            console.Write(Requests("Requests by plan", [.. report.Groups]));
        console.Write(Latencies(report));
        if (report.Refusals.Length > 0)
            console.Write(Refusals(report));
        if (report.Pools.Length > 0)
            console.Write(Pools(report));
        console.Write(Means(report));
        AgreementTables.Write(run, console);
        console.Write(Inputs(run));
        console.Lines.WriteLine($"Seed {run.Seed}. The same bytes again: {run.Command}");
    }

    private static RequestReport[] Sum(SimulationReport report, int parts) => parts > 1 ? [report.Total] : [];

    private static Table Requests(string title, RequestReport[] rows)
    {
        var table = New(title);
        table.AddColumn("");
        AddNumbers(
            table, "Requests", "Finished", "Limited", "Full", "Good", "Good tok/s", "In", "Cached", "Out", "Out/s");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Name),
                SimulationText.Count(row.Count),
                SimulationText.Share(row.Of(RequestOutcome.Finished), row.Count),
                SimulationText.Share(row.Of(RequestOutcome.Limited), row.Count),
                SimulationText.Share(row.Of(RequestOutcome.Overloaded), row.Count),
                SimulationText.Percent(row.GoodShare),
                AxisText.Number(row.PerSecond(row.GoodTokens)),
                AxisText.Number(row.InputTokens),
                SimulationText.Percent(row.CachedShare),
                AxisText.Number(row.OutputTokens),
                AxisText.Number(row.PerSecond(row.OutputTokens)));
        }

        return table;
    }

    private static Table Latencies(SimulationReport report)
    {
        var table = New("Latency");
        table.AddColumns("", "");
        AddNumbers(table, "Mean", "p50", "p90", "p95", "p99", "Greatest");
        foreach (var row in report.Classes.Concat(Sum(report, report.Classes.Length)))
        {
            var name = row.Name;
            foreach (var (latency, times) in SimulationText.Latencies(row))
            {
                table.AddRow([Markup.Escape(name), latency, .. SimulationText.Spread(times)]);
                name = "";
            }
        }

        foreach (var pool in report.Pools.Where(p => p.TokenGaps.Count > 0))
        {
            table.AddRow(
                [Markup.Escape(pool.Name), "gaps between tokens", .. SimulationText.Spread(pool.TokenGaps)]);
        }

        return table;
    }

    private static Table Refusals(SimulationReport report)
    {
        var table = New("Refusals");
        table.AddColumns("Plan", "Class", "Reason");
        AddNumbers(table, "Requests", "Of all refused");
        var all = report.Refusals.Sum(r => r.Count);
        foreach (var refusal in report.Refusals.Take(ShownRefusals))
        {
            table.AddRow(
                Markup.Escape(refusal.Group),
                Markup.Escape(refusal.Class),
                Markup.Escape(refusal.Limit ?? SimulationText.Outcome(refusal.Outcome)),
                SimulationText.Count(refusal.Count),
                SimulationText.Share(refusal.Count, all));
        }

        var left = report.Refusals.Skip(ShownRefusals).Sum(r => r.Count);
        if (left > 0)
        {
            var more = report.Refusals.Length - ShownRefusals;
            table.AddRow($"{more} more", "", "", SimulationText.Count(left), SimulationText.Share(left, all));
        }

        return table;
    }

    private static Table Pools(SimulationReport report)
    {
        var table = New("Pools");
        table.AddColumn("");
        AddNumbers(table, "Accel.", "Busy", "Batch, p99", "KV, peak", "Queue, peak", "Out tok/s", "Power", "J/tok");
        var seconds = report.Total.Seconds;
        foreach (var pool in report.Pools)
        {
            table.AddRow(
                Markup.Escape(pool.Name),
                SimulationText.Count(pool.Accelerators),
                SimulationText.Percent(pool.Utilization),
                $"{AxisText.Number(pool.BatchMean)}, {SimulationText.Count(pool.BatchP99)}",
                $"{SimulationText.Percent(pool.KvMean)}, {SimulationText.Percent(pool.KvPeak)}",
                $"{AxisText.Number(pool.QueueMean)}, {SimulationText.Count(pool.QueuePeak)}",
                AxisText.Number(seconds == 0 ? 0 : pool.OutputTokens / seconds),
                pool.Joules == 0 ? "–" : AxisText.Of(pool.Power.Value, new Axis("", AxisUnit.Power)),
                pool.Joules == 0 ? "–" : AxisText.Number(pool.JoulesPerToken));
        }

        return table;
    }

    private static Table Means(SimulationReport report)
    {
        var table = New("Means with their 95% confidence intervals");
        table.AddColumn("");
        AddNumbers(table, "Mean", "Interval");
        table.AddColumn("Rests on");
        foreach (var mean in report.Means.Where(m => m.Clusters > 0))
        {
            table.AddRow(
                SimulationText.Mean(mean.Mean),
                SimulationText.Value(mean.Mean, mean.Value),
                SimulationText.Interval(mean),
                SimulationText.Method(mean));
        }

        return table;
    }

    private static Table Inputs(SimulationRun run)
    {
        var table = New("What it rests on");
        table.AddColumns("", "", "Evidence");
        foreach (var input in run.Inputs)
        {
            table.AddRow(
                Markup.Escape(input.Name), Markup.Escape(input.Value), Markup.Escape(input.Evidence ?? "chosen"));
        }

        return table;
    }

    internal static Table New(string title) =>
        new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)) };

    internal static void AddNumbers(Table table, params string[] names)
    {
        foreach (var name in names)
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
    }
}
