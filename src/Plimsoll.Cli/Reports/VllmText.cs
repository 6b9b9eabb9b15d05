using System.Globalization;
using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Cli.Reports;

/// <summary>Replays of recorded runs, and how they compare with what was measured, as a person reads it.</summary>
internal static class VllmText
{
    public static void Write(IEnumerable<ReplayedRun> runs, TextWriter lines)
    {
        var isFirst = true;
        foreach (var run in runs)
        {
            if (!isFirst)
                lines.WriteLine();
            isFirst = false;
            Write(run, lines);
        }
    }

    private static void Write(ReplayedRun run, TextWriter lines)
    {
        var recorded = run.Recorded;
        var ranks = recorded.Kernels.Ranks == 1 ? "" : $" on each of {recorded.Kernels.Ranks} ranks";
        lines.WriteLine($"{recorded.Model} on {recorded.Hardware}, vLLM {recorded.Version}: "
            + $"{Whole(run.Requests.Count)} requests, {Whole(run.Steps)} steps, "
            + $"{Whole(run.Requests.Sum(request => request.Preemptions))} preemptions");
        lines.WriteLine($"{Whole(recorded.MaxSequences)} sequences and {Whole(recorded.TokenBudget)} tokens a step"
            + $"{(recorded.Ahead ? ", formed ahead" : "")}, {Whole(recorded.Blocks)} blocks of "
            + $"{Whole(recorded.BlockTokens)} tokens ({(recorded.BlocksRecorded ? "recorded" : "by memory")}){ranks}");
        var comparison = ReplayComparison.Of(run);
        lines.WriteLine();
        lines.WriteLine($"{"",-16}{"recorded",10}  {"error a request, ours",32}  {"LLMServingSim's",32}");
        const string Errors = "    mean    bias     p50     p90";
        lines.WriteLine($"{"",-16}{"mean, s",10}  {Errors,32}  {Errors,32}");
        foreach (var metric in comparison.Metrics)
        {
            lines.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{metric.Time.Name,-16}{metric.RecordedMean,10:0.0000}  {Of(metric.Ours),32}")
                + $"  {(metric.Other is { } other ? Of(other) : "not recorded"),32}");
        }

        if (comparison.States is { } states)
            Write(states, lines);
    }

    private static void Write(ReplayedStates states, TextWriter lines)
    {
        lines.WriteLine();
        lines.WriteLine($"{$"at {Whole(states.Count)} instants",-16}{"recorded",10}{"mean difference",19}");
        Row("running", states.Running, 1);
        Row("waiting", states.Waiting, 1);
        if (states.CacheUse is { } use)
            Row("blocks held, %", use, 100);
        else
            lines.WriteLine($"{"blocks held, %",-16}{"not recorded",12}");

        void Row(string name, (double Mean, double Off) of, int unit) => lines.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-16}{of.Mean * unit,10:0.0}{of.Off * unit,19:0.00}"));
    }

    private static string Of(ErrorSummary errors) => string.Create(CultureInfo.InvariantCulture,
        $"{errors.Mean * 100,7:0.00}%{errors.Bias * 100,7:+0.00;-0.00}%{errors.Median * 100,7:0.00}%"
        + $"{errors.P90 * 100,7:0.00}%");

    private static string Whole(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
