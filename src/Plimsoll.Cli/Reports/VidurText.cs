using System.Globalization;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Cli.Reports;

/// <summary>A run in Vidur's mode, and how it compares with Vidur's own, as a person reads it.</summary>
internal static class VidurText
{
    public static void Write(VidurSettings settings, VidurModel model, VidurRun run, TextWriter lines)
    {
        var scheduler = settings.Scheduler == VidurScheduler.Sarathi ? "sarathi" : "vllm";
        var router = settings.Router == VidurRouter.LeastOutstanding ? "lor" : "round_robin";
        var replicas = settings.Replicas == 1 ? "1 replica" : $"{settings.Replicas} replicas";
        lines.WriteLine($"{model.Name}: {scheduler} on {replicas}, {router}");
        lines.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Outcomes.Count} requests, {run.Batches} batches, "
            + $"{run.Outcomes.Sum(outcome => (long)outcome.Restarts)} restarts"));
        if (run.Unfinished > 0)
        {
            lines.WriteLine($"{run.Unfinished} requests never finish: no block is ever free for them, or nothing wakes "
                + "their replica. Vidur ends with a failed assertion.");
        }

        var finished = run.Outcomes.Where(outcome => !double.IsNaN(outcome.FinishedAt)).ToList();
        Write("to first token", finished, outcome => outcome.FirstTokenAt - outcome.Request.ArrivedAt, lines);
        Write("to last token", finished, outcome => outcome.FinishedAt - outcome.Request.ArrivedAt, lines);
    }

    public static void Write(VidurComparison comparison, TextWriter lines)
    {
        lines.WriteLine();
        if (comparison.OtherRequests > 0)
            lines.WriteLine($"{comparison.OtherRequests} requests are others than those compared with");
        lines.WriteLine($"{"agree to the last bit",-22}{"requests",12}{"largest difference, s",24}");
        foreach (var time in comparison.Times)
        {
            lines.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{time.Field,-22}{$"{time.Equal} of {comparison.Requests}",12}{time.LargestDifference,24}")
                + (time.Worst < 0 ? "" : $"  request {time.Worst}"));
        }

        lines.WriteLine($"{"replica",-22}{$"{comparison.SameReplica} of {comparison.Requests}",12}");
        lines.WriteLine($"{"restarts",-22}{$"{comparison.SameRestarts} of {comparison.Requests}",12}"
            + $"{$"{comparison.Restarts.Ours} and {comparison.Restarts.Theirs} in all",24}");
    }

    private static void Write(
        string what, List<VidurOutcome> outcomes, Func<VidurOutcome, double> seconds, TextWriter lines)
    {
        if (outcomes.Count == 0)
            return;
        var sorted = outcomes.Select(seconds).Order().ToList();
        lines.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-14} mean {sorted.Average(),9:0.0000} s, p50 {At(0.5),9:0.0000}, p90 {At(0.9),9:0.0000}, "
            + $"p99 {At(0.99),9:0.0000}"));

        // As numpy has it, which Vidur's figures come from: between the two ranks that enclose it.
        double At(double share)
        {
            var rank = share * (sorted.Count - 1);
            var low = (int)rank;
            return sorted[low] + ((rank - low) * (sorted[Math.Min(low + 1, sorted.Count - 1)] - sorted[low]));
        }
    }
}
