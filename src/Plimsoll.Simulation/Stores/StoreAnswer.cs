using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Stores;

/// <summary>What the store answers: a closed family.</summary>
/// <param name="Now">When, by its own clock.</param>
public abstract record StoreAnswer(Instant Now)
{
    /// <summary>What was read.</summary>
    /// <param name="Now">When.</param>
    /// <param name="Versions">Versions of the organization and of the seat.</param>
    /// <param name="Found">Of the leases that were asked about, those that stand.</param>
    public sealed record Values(
        Instant Now, (long Organization, long Seat) Versions, ImmutableArray<LeaseGrant> Found) : StoreAnswer(Now);

    /// <summary>A version was another: nothing was done.</summary>
    /// <param name="Now">When.</param>
    public sealed record Conflict(Instant Now) : StoreAnswer(Now);

    /// <summary>All was done.</summary>
    /// <param name="Now">When.</param>
    /// <param name="Open">Of each note, whether its lease was known.</param>
    /// <param name="Grant">The lease that was given; null: none.</param>
    /// <param name="Refusal">Why none was given; null: it was, or none was asked for.</param>
    public sealed record Done(Instant Now, ImmutableArray<bool> Open, LeaseGrant? Grant, Refusal? Refusal)
        : StoreAnswer(Now);
}
