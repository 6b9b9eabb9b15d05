using System.Collections.Immutable;
using Plimsoll.Planning.Linear;

namespace Plimsoll.Planning.Allocation;

/// <summary>The best allocation of a week, or which of its requirements conflict.</summary>
internal sealed class WeekAllocation
{
    private WeekAllocation(WeekProgramme programme) => Programme = programme;

    public WeekProgramme Programme { get; }

    /// <summary>Values of the variables; empty where requirements conflict.</summary>
    public ImmutableArray<double> Values { get; private init; } = [];

    /// <summary>The goals in order; empty where requirements conflict.</summary>
    public ImmutableArray<AllocationLevel> Levels { get; private init; } = [];

    /// <summary>Constraints that cannot all be kept; without any one of them the others can.</summary>
    public ImmutableArray<int> Conflict { get; private init; } = [];

    /// <summary>Allocates a week.</summary>
    /// <exception cref="InvalidOperationException">An answer could not be proven to be the best.</exception>
    public static WeekAllocation Of(AllocationCase week)
    {
        var programme = new WeekProgramme(week);
        var solver = new LinearSolver(programme.Model);
        var levels = ImmutableArray.CreateBuilder<AllocationLevel>();
        var values = ImmutableArray<double>.Empty;
        foreach (var (goal, rank, asked) in Goals(week, programme))
        {
            var costs = programme.CostsOf(goal, rank);
            var outcome = levels.Count == 0 ? First(solver, programme.Model, costs) : solver.Then(costs);
            if (outcome is LinearOutcome.Infeasible infeasible)
                return new(programme) { Conflict = infeasible.Constraints };
            var optimum = (LinearOutcome.Optimal)outcome;
            if (!optimum.Certificate.Holds)
                throw new InvalidOperationException($"{goal} is not proven: {optimum.Certificate}");
            values = optimum.Values;
            levels.Add(new(goal, rank, asked, optimum));
        }

        return new(programme) { Values = values, Levels = levels.ToImmutable() };
    }

    /// <summary>The goals in order, and of what is served how much is asked for.</summary>
    private static IEnumerable<(AllocationGoal Goal, int Rank, double Asked)> Goals(
        AllocationCase week, WeekProgramme programme)
    {
        foreach (var rank in Enumerable.Range(0, week.Classes.Length).Select(week.Terms.RankOf).Distinct().Order())
        {
            yield return (AllocationGoal.UnservedInteractive, rank, week.Load
                .Where(part => week.Terms.RankOf(part.Class) == rank)
                .Sum(part => part.Requests.Sum() * week.Classes[part.Class].Traffic.Output * 3600));
        }

        var clocks = week.TurnOfClocks;
        foreach (var jobs in week.Terms.Jobs.GroupBy(week.TurnOf).OrderBy(jobs => jobs.Key))
        {
            if (clocks < jobs.Key)
                yield return LoweredClocks();
            yield return (AllocationGoal.UnservedElastic, jobs.Key,
                jobs.Sum(job => programme.WorkOf(job) * job.Runs));
        }

        if (clocks is not null)
            yield return LoweredClocks();

        yield return (AllocationGoal.TakeOrPayShortfall, 0, 0);
        yield return (week.Objective == AllocationObjective.Money ? AllocationGoal.Money : AllocationGoal.Carbon, 0, 0);

        (AllocationGoal Goal, int Rank, double Asked) LoweredClocks()
        {
            clocks = null;
            return (AllocationGoal.LoweredClocks, 0, 0);
        }
    }

    private static LinearOutcome First(LinearSolver solver, LinearModel model, double[] costs)
    {
        for (var j = 0; j < costs.Length; j++)
            model.SetCost(j, costs[j]);
        return solver.Solve();
    }
}
