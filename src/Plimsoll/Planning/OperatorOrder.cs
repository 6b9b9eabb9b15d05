using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;

namespace Plimsoll.Planning;

/// <summary>
/// Goes down the operator's list from the policy before: each step is taken in full where the fleet bears it with the
/// steps before it, else as far as the fleet bears it, and what is left goes to the next.
/// </summary>
internal sealed class OperatorOrder(
    ImmutableArray<PriorityStep> steps, Policy before, WeekLoad load, ConditionCases cases)
{
    /// <summary>Parts of a step are found to this fraction, from below.</summary>
    private const double Precision = 1.0 / 1024;

    private readonly record struct Taken(Policy Policy, double Training);

    /// <summary>How far down the list the supply carries under every condition.</summary>
    public ImmutableArray<OrderOutlook> Outlooks() =>
        [.. Enum.GetValues<Condition>().Select(condition => Under(condition))];

    private OrderOutlook Under(Condition condition)
    {
        var outlooks = ImmutableArray.CreateBuilder<OrderStep>();
        var taken = new Taken(before, 0);
        var start = Served(condition, steps.IsEmpty ? null : steps[0], taken);
        foreach (var step in steps)
        {
            var part = PartOf(step, condition, taken);
            taken = Take(step, part, taken);
            var served = Served(condition, step, taken);
            outlooks.Add(new OrderStep(
                step, part, served, condition == Condition.Storm && served >= 1 ? BackersOf(taken) : []));
        }

        return new OrderOutlook(condition, start, outlooks.ToImmutable());
    }

    private double PartOf(PriorityStep step, Condition condition, Taken taken)
    {
        var full = Served(condition, step, Take(step, 1, taken));
        if (step.InForce || full >= 1)
            return 1;
        var none = Served(condition, step, taken);
        if (none < 1)
            return full > none ? 1 : 0;
        var (low, high) = (0.0, 1.0);
        while (high - low > Precision)
        {
            var middle = (low + high) / 2;
            var tried = Take(step, middle, taken);
            if (CaseOf(condition, step, tried).Bears(load.Under(tried.Policy)))
                low = middle;
            else
                high = middle;
        }

        return low;
    }

    private static Taken Take(PriorityStep step, double part, Taken taken) =>
        new(step.Turn(taken.Policy, part), 1 - ((1 - taken.Training) * (1 - (step.Training * part))));

    private double Served(Condition condition, PriorityStep? step, Taken taken) =>
        CaseOf(condition, step, taken).Of(load.Under(taken.Policy)).Multiple;

    private ConditionCase CaseOf(Condition condition, PriorityStep? step, Taken taken) =>
        cases.Of(condition, step?.Notice ?? default, taken.Training);

    /// <summary>Contracts without any one of which, by name, what was taken would not be borne.</summary>
    private ImmutableArray<string> BackersOf(Taken taken)
    {
        var asked = load.Under(taken.Policy);
        return
        [
            .. cases.Contracts.Where(contract => !cases.Without([contract], taken.Training).Bears(asked))
                .Select(contract => contract.Name),
        ];
    }
}

/// <summary>How far down the operator's list the supply carries under a condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Start">Served over required under the policy before, without any step.</param>
/// <param name="Steps">The steps in order.</param>
public sealed record OrderOutlook(Condition Condition, double Start, ImmutableArray<OrderStep> Steps)
{
    /// <summary>How many steps from the first on are carried in full.</summary>
    public int Carried => Steps.TakeWhile(step => step.Part >= 1).Count();
}

/// <summary>How far a step of the operator's list is carried.</summary>
/// <param name="Step">The step.</param>
/// <param name="Part">Part of the way to what is wanted, in logarithms of the limits, 0 to 1.</param>
/// <param name="Served">Served over required with this step as far as it is carried and those before it.</param>
/// <param name="BackedBy">
/// Contracts, by name, without any one of which that would not be borne; told under Storm only.
/// </param>
public sealed record OrderStep(PriorityStep Step, double Part, double Served, ImmutableArray<string> BackedBy);
