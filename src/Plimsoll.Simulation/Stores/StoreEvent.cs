using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Stores;

/// <summary>Something that happened, in the order in which it did: a closed family.</summary>
/// <param name="At">When, in true time, which is the store's.</param>
public abstract record StoreEvent(Instant At)
{
    /// <summary>A gateway admitted a request.</summary>
    /// <param name="At">When.</param>
    /// <param name="Request">Its number.</param>
    /// <param name="Seat">Whose it is.</param>
    /// <param name="Estimate">What it is expected to use.</param>
    /// <param name="Lease">The lease that it was admitted from.</param>
    public sealed record Admitted(Instant At, int Request, int Seat, TokenUsage Estimate, LeaseGrant Lease)
        : StoreEvent(At);

    /// <summary>A request told what it used so far.</summary>
    /// <param name="At">When.</param>
    /// <param name="Request">Its number.</param>
    /// <param name="SoFar">What.</param>
    public sealed record Reported(Instant At, int Request, TokenUsage SoFar) : StoreEvent(At);

    /// <summary>A request ended.</summary>
    /// <param name="At">When.</param>
    /// <param name="Request">Its number.</param>
    /// <param name="Actual">What it used; null: it failed before any output.</param>
    /// <param name="IsCharged">Whether its gateway takes it to be charged.</param>
    public sealed record Ended(Instant At, int Request, TokenUsage? Actual, bool IsCharged) : StoreEvent(At);

    /// <summary>The store gave a lease.</summary>
    /// <param name="At">When.</param>
    /// <param name="Seat">Whose.</param>
    /// <param name="Lease">The lease.</param>
    /// <param name="SessionEnd">End of the session that it is charged to.</param>
    public sealed record Taken(Instant At, int Seat, LeaseGrant Lease, Instant SessionEnd) : StoreEvent(At);

    /// <summary>The store took note of a lease.</summary>
    /// <param name="At">When.</param>
    /// <param name="Note">What it was told.</param>
    /// <param name="IsOpen">Whether it knew the lease.</param>
    public sealed record Noted(Instant At, LeaseNote Note, bool IsOpen) : StoreEvent(At);

    /// <summary>The store refused.</summary>
    /// <param name="At">When.</param>
    /// <param name="Seat">Whom.</param>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(Instant At, int Seat, Refusal Refusal) : StoreEvent(At);

    /// <summary>A commit was made.</summary>
    /// <param name="At">When.</param>
    /// <param name="Commit">Who made it.</param>
    /// <param name="Versions">Versions of the values before it.</param>
    public sealed record Committed(Instant At, StoreCommit Commit, (long Organization, long Seat) Versions)
        : StoreEvent(At);

    /// <summary>A gateway knows that its commit was made.</summary>
    /// <param name="At">When.</param>
    /// <param name="Commit">Which.</param>
    /// <param name="SentAt">When it was sent.</param>
    public sealed record Known(Instant At, StoreCommit Commit, Instant SentAt) : StoreEvent(At);

    /// <summary>Operators did something.</summary>
    /// <param name="At">When.</param>
    /// <param name="Act">What.</param>
    /// <param name="Adopted">The policy that was adopted; null: none.</param>
    public sealed record Acted(Instant At, StoreAct Act, PolicyTimeline? Adopted) : StoreEvent(At);

    /// <summary>A gateway died.</summary>
    /// <param name="At">When.</param>
    /// <param name="Gateway">Its number.</param>
    public sealed record Died(Instant At, int Gateway) : StoreEvent(At);
}
