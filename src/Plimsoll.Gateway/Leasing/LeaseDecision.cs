using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Leasing;

/// <summary>What came of asking for a request where a store is shared: a closed type.</summary>
internal abstract record LeaseDecision
{
    private LeaseDecision()
    {
    }

    /// <summary>It is admitted.</summary>
    /// <param name="Held">What it holds.</param>
    public sealed record Admitted(HeldRequest Held) : LeaseDecision;

    /// <summary>The limits refuse it.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(Refusal Refusal) : LeaseDecision;

    /// <summary>What the store has of one of its scopes cannot be read.</summary>
    public sealed record Unreadable : LeaseDecision;

    /// <summary>The store is gone, and the limits that it meets let nothing pass without it.</summary>
    public sealed record StoreGone : LeaseDecision;
}
