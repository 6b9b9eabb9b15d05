using System.Diagnostics;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Bench;

/// <summary>How much CPU time the allocation of a week takes after start-up, beside its goal of 0.5 s.</summary>
internal static class AllocateBench
{
    private const int Rounds = 5;
    private const double GoalMilliseconds = 500;

    public static void Run(string scenario)
    {
        if (ScenarioFile.Load(scenario) is not LoadResult.Loaded(var document))
            throw new InvalidOperationException($"{scenario} is no valid scenario: run plimsoll check {scenario}.");

        var model = ServiceModelCompiler.Compile(document.Spec);
        var at = Instant.FromDate(document.Spec.Compare.Ramped);
        var week = AllocationCase.Of(model, at, 1, AllocationObjective.Money);
        var alone = week with { Terms = new AllocationTerms() };
        Console.WriteLine($"CPU ms, median of {Rounds} after one to start up; goal {GoalMilliseconds:0}");
        Print("week with jobs, contracts, permits", () => AllocationReport.Of(week));
        Print("the same by carbon", () => AllocationReport.Of(week with { Objective = AllocationObjective.Carbon }));
        Print("without jobs and replicas", () => AllocationReport.Of(alone));
    }

    private static void Print(string what, Action action)
    {
        action();
        var median = Enumerable.Range(0, Rounds).Select(_ => Time(action)).Order().ElementAt(Rounds / 2);
        Console.WriteLine($"{what,-40} {median,9:0.0}   {median / GoalMilliseconds,7:0.000} of the goal");
    }

    private static double Time(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        action();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }
}
