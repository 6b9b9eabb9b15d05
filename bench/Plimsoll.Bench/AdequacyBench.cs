using System.Diagnostics;
using Plimsoll.Planning.Outages;
using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Bench;

/// <summary>
/// How much CPU time the exact adequacy of 10,000 units over 8,760 hours takes after start-up, beside its goal of 1 s:
/// units that come in twenty kinds, and units that all differ. Then that of a service, with its bounds.
/// </summary>
internal static class AdequacyBench
{
    private const int Rounds = 5;
    private const int Units = 10_000;
    private const int Hours = 8760;
    private const double GoalMilliseconds = 1000;

    public static void Run(string scenario)
    {
        Console.WriteLine($"{Units} units, {Hours} h; CPU ms, median of {Rounds} after one to start up; "
            + $"goal {GoalMilliseconds:0}");
        Print("twenty kinds of 500 units", System(20, Units / 20));
        Print("all units differ", System(Units, 1));
        PrintService(scenario);
    }

    private static void PrintService(string scenario)
    {
        if (ScenarioFile.Load(scenario) is not LoadResult.Loaded(var document))
            throw new InvalidOperationException($"{scenario} is no valid scenario: run plimsoll check {scenario}.");
        var model = ServiceModelCompiler.Compile(document.Spec);
        var period = new ServicePeriod(model.Compare.Ramped, Hours / 24);
        var study = ServiceAdequacy.Of(model, period);
        Print("a service's load, prices and tables", () => ServiceAdequacy.Of(model, period), study.Report);
        Print("with the bounds of every category", () =>
        {
            var again = ServiceAdequacy.Of(model, period);
            foreach (var category in Enumerable.Range(0, again.Load.Categories.Length))
                again.BoundsFrom(category);
        }, study.Report);
    }

    private static OutageSystem System(int kinds, int each)
    {
        var groups = Enumerable.Range(0, kinds).Select(kind => new UnitGroup
        {
            Name = $"kind-{kind}",
            Count = each,
            Capacity = 8 + (kind % 65),
            Outages = [new(0, 0.02 + (kind % 17 / 200.0), Duration.FromHours(20 + (kind % 100)))],
        }).ToArray();

        // The peak leaves half a percent of what is there on average: many units fail by much the same share.
        var mean = groups.Sum(group => group.Count * group.Capacity * (1 - group.Outages[0].Probability));
        var load = Enumerable.Range(0, Hours)
            .Select(hour => mean / 1.005 * (0.8 + (0.2 * Math.Sin(hour * 2 * Math.PI / 24))));
        return new() { Unit = "units", Step = 1, Sources = [.. groups], Categories = [new("all", [.. load])] };
    }

    private static void Print(string what, OutageSystem system) =>
        Print(what, () => Assess(system), Assess(system));

    private static void Print(string what, Action action, OutageReport report)
    {
        var times = Enumerable.Range(0, Rounds).Select(_ => Time(action)).Order().ToList();
        Console.WriteLine($"{what,-40} {times[Rounds / 2],9:0.0}   {times[Rounds / 2] / GoalMilliseconds,7:0.000} of "
            + $"the goal   LOLE {report.Total.LossHours:g6} h");
    }

    private static OutageReport Assess(OutageSystem system) => OutageReport.Of(new OutageTables(system));

    private static double Time(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        action();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }
}
