using System.Collections.Immutable;

namespace Plimsoll.Planning.Linear;

/// <summary>What became of a linear programme.</summary>
public abstract record LinearOutcome
{
    private LinearOutcome()
    {
    }

    /// <summary>No point costs less.</summary>
    public sealed record Optimal : LinearOutcome
    {
        /// <summary>The cost, c·x.</summary>
        public required double Cost { get; init; }

        /// <summary>Value of every variable.</summary>
        public required ImmutableArray<double> Values { get; init; }

        /// <summary>
        /// Shadow price of every constraint: how the cost changes when the bound that holds rises by one. Zero where
        /// none holds; at a degenerate point one of several.
        /// </summary>
        public required ImmutableArray<double> Prices { get; init; }

        /// <summary>Reduced cost of every variable: the shadow price of its own bound.</summary>
        public required ImmutableArray<double> ReducedCosts { get; init; }

        /// <summary>That it is so, checked against the programme as it was stated.</summary>
        public required LinearCertificate Certificate { get; init; }
    }

    /// <summary>No point keeps all constraints.</summary>
    /// <param name="Constraints">
    /// Constraints that cannot all be kept within the bounds of the variables; without any one of them the others can.
    /// </param>
    public sealed record Infeasible(ImmutableArray<int> Constraints) : LinearOutcome;

    /// <summary>The cost falls without end.</summary>
    /// <param name="Ray">Direction, by variable, in which it does.</param>
    public sealed record Unbounded(ImmutableArray<double> Ray) : LinearOutcome;
}
