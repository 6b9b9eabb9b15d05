using Plimsoll.Planning.Linear;

namespace Plimsoll.Planning.Allocation;

/// <summary>One goal, and how far it was reached.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Rank">Of what is not served or done: rank of the classes, or jobs, that are meant; else 0.</param>
/// <param name="Asked">Of goals that are about what is not done: what would have to be done; else 0.</param>
/// <param name="Solution">The programme's answer, its prices and its proof.</param>
internal sealed record AllocationLevel(AllocationGoal Goal, int Rank, double Asked, LinearOutcome.Optimal Solution)
{
    /// <summary>Part of what is asked for that counts as nothing: rounding of the sums.</summary>
    private const double Negligible = 1e-9;

    /// <summary>The least that is possible, in the unit of the goal.</summary>
    public double Optimum => Asked + Solution.Cost is var left && left > Negligible * Asked ? left : 0;
}
