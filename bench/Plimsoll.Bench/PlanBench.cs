using System.Diagnostics;
using Plimsoll.Planning;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Bench;

/// <summary>How long a plan of the shipped scenario takes after start-up, in one run, beside its goal of 2 s.</summary>
internal static class PlanBench
{
    private const int Rounds = 5;
    private const double GoalMilliseconds = 2000;

    public static void Run(string scenario)
    {
        if (ScenarioFile.Load(scenario) is not LoadResult.Loaded(var document))
            throw new InvalidOperationException($"{scenario} is no valid scenario: run plimsoll check {scenario}.");

        var nothing = new Dictionary<string, double>();
        var first = Time(() => Study(document));
        Console.WriteLine($"{document.Inputs.Count} inputs; ms, median of {Rounds}; goal {GoalMilliseconds:0}");
        Print("full study, first time, JIT included", first);
        Print("read and check the files", Median(() => ScenarioFile.Load(scenario)));
        Print("compile the model", Median(() => ServiceModelCompiler.Compile(document.Variant(nothing))));
        Print("margin only", Median(() => new Planner(ServiceModelCompiler.Compile(document.Spec)).RampedMargin()));
        Print("plan with load lines", Median(() => new Planner(ServiceModelCompiler.Compile(document.Spec)).Plan()));
        Print("full study with sensitivity", Median(() => Study(document)));
        var fifty = document.Inputs.Where((_, i) => i % (document.Inputs.Count / 50) == 0).Take(50).ToList();
        Print("sensitivity to fifty inputs (goal 10 s)", Median(() => Sensitivity.Of(
            fifty, values => ServiceModelCompiler.Compile(document.Variant(values)))));
        HorizonBench.Run(document);
    }

    private static PlanStudy Study(ScenarioDocument document) => PlanStudy.Of(
        document.Inputs, values => ServiceModelCompiler.Compile(document.Variant(values)));

    private static void Print(string what, double milliseconds) =>
        Console.WriteLine($"{what,-40} {milliseconds,9:0.00}   {milliseconds / GoalMilliseconds,7:0.0000} of the goal");

    private static double Median(Action action) => Enumerable.Range(0, Rounds).Select(_ => Time(action)).Order()
        .ElementAt(Rounds / 2);

    private static double Time(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
