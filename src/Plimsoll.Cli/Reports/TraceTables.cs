using Plimsoll.Measures;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Scenarios.Traces;
using Plimsoll.Simulation.Workloads;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>What a trace is like, as a person reads it in a terminal.</summary>
internal static class TraceTables
{
    private const int MostBars = 25;
    private const int BarLength = 60;

    public static void Write(TraceFile file, TraceSummary summary, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{file.Path}[/] ({file.Format})");
        var span = summary.Span.Seconds;
        console.WriteLine($"{SimulationText.Count(summary.Requests)} requests in {AxisText.Length(span)}"
            + $"{(span > 0 ? $", {AxisText.Number(summary.PerSecond)}/s" : "")}.");
        foreach (var sentence in Notes(file, summary))
            console.WriteLine(sentence);
        console.WriteLine();
        var table = ReportTables.New("Tokens");
        table.AddColumn("");
        ReportTables.AddNumbers(table, "Sum", "Mean", "p50", "p90", "p99", "Least", "Most");
        table.AddRow(Row("Prompt", summary.Input));
        table.AddRow(Row("Answer", summary.Output));
        console.Write(table);
        if (file.Classes is not [""])
            console.Write(Classes(file, summary));
        WriteProfile(summary, console);
    }

    private static IEnumerable<string> Notes(TraceFile file, TraceSummary summary)
    {
        if (file.Shift != Duration.Zero)
        {
            yield return $"Its instants begin at {Begin(file)}; that is zero here.";
        }

        if (file.Empty > 0)
            yield return $"{SimulationText.Count(file.Empty)} requests without a prompt or an answer were left out.";
        if (!double.IsNaN(summary.GapVariation))
        {
            yield return $"Gaps vary by {AxisText.Number(summary.GapVariation)} of their mean (1 is Poisson)"
                + (double.IsNaN(summary.Dispersion) ? "."
                    : $"; dispersion by the minute {AxisText.Number(summary.Dispersion)}.");
        }

        if (summary.Sessions > 0)
        {
            yield return $"{SimulationText.Count(summary.Sessions)} sessions, the longest of "
                + $"{SimulationText.Count(summary.LongestSession)} requests; "
                + $"{SimulationText.Count(summary.Waiting)} requests wait for an answer before they arrive.";
        }

        if (summary.Accounts > 0)
        {
            yield return $"{SimulationText.Count(summary.Accounts)} accounts: the first 1% make "
                + $"{SimulationText.Percent(summary.TopPercent)} of the requests, the first 10% "
                + $"{SimulationText.Percent(summary.TopTenth)}{Tail(summary)}.";
        }

        yield return summary.Blocks == 0
            ? "It names no prompt blocks: nothing is known of shared prefixes."
            : $"{SimulationText.Count(summary.Blocks)} prompt blocks of {file.PrefixBlock} tokens, "
                + $"{SimulationText.Share(summary.SeenBlocks, summary.Blocks)} of them seen before: a cache without "
                + $"bound would hold {SimulationText.Percent(summary.SeenShare)} of the prompt tokens.";
    }

    private static string Begin(TraceFile file) => file.Shift.Nanoseconds < 0
        ? $"{AxisText.Length(file.Shift.Seconds)}"
        : $"{LimitText.Time(new Instant(file.Shift.Nanoseconds))} UTC";

    private static string Tail(TraceSummary summary) => double.IsNaN(summary.TailExponent) ? ""
        : $"; tail exponent {AxisText.Number(summary.TailExponent)} as of a Pareto law, "
            + $"{AxisText.Number(1 / summary.TailExponent)} as of Zipf's";

    private static string[] Row(string name, QuantileSketch tokens) =>
    [
        name, AxisText.Number((double)tokens.Sum), AxisText.Number(tokens.Mean), Quantile(tokens, 0.5),
        Quantile(tokens, 0.9), Quantile(tokens, 0.99), SimulationText.Count(tokens.Min),
        SimulationText.Count(tokens.Max),
    ];

    private static string Quantile(QuantileSketch tokens, double share) =>
        SimulationText.Count(tokens.Quantile(share));

    private static Table Classes(TraceFile file, TraceSummary summary)
    {
        var table = ReportTables.New("Classes");
        table.AddColumn("");
        ReportTables.AddNumbers(table, "Requests", "Share");
        for (var c = 0; c < summary.Classes.Length; c++)
        {
            table.AddRow(
                Markup.Escape(file.Classes[c].Length == 0 ? "(none named)" : file.Classes[c]),
                SimulationText.Count(summary.Classes[c]),
                SimulationText.Share(summary.Classes[c], summary.Requests));
        }

        return table;
    }

    private static void WriteProfile(TraceSummary summary, IAnsiConsole console)
    {
        var bars = summary.ProfileOf(MostBars);
        if (bars.Counts.Length < 2)
            return;
        console.WriteLine();
        console.WriteLine($"Arrivals in each {AxisText.Length(bars.Interval.Seconds)}");
        var most = Math.Max(1, bars.Counts.Max());
        for (var i = 0; i < bars.Counts.Length; i++)
        {
            var length = (int)Math.Round(bars.Counts[i] * (double)BarLength / most);
            console.WriteLine($"{AxisText.Length((bars.Interval * i).Seconds),9} "
                + $"{SimulationText.Count(bars.Counts[i]),11} {new string('█', length)}");
        }
    }
}
