using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// Why a request was not admitted: a closed type, <see cref="Rejected"/>, <see cref="NotIncluded"/> or
/// <see cref="Duplicate"/>. No limit was charged.
/// </summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>At least one limit had no room.</summary>
    /// <param name="States">
    /// Every limit that applies to the request: first the binding one, which takes longest to admit it, then the others
    /// from the organization down.
    /// </param>
    /// <param name="RetryAt">
    /// First instant at which the same request is admitted if nothing else happens but what is known to come:
    /// reservations that expire and policy versions that take effect. Null when it never is.
    /// </param>
    /// <param name="Overage">What kept it from being paid as overage.</param>
    public sealed record Rejected(ImmutableArray<LimitState> States, Instant? RetryAt, OverageStatus Overage) : Refusal
    {
        /// <summary>The limit that takes longest to admit this request.</summary>
        public LimitState Binding => States[0];
    }

    /// <summary>
    /// The path's plans and tiers do not include the class, or the policy does not know one of them.
    /// </summary>
    /// <param name="Reason">What is missing, in words.</param>
    public sealed record NotIncluded(string Reason) : Refusal;

    /// <summary>A request of this name has ended already and is not charged again.</summary>
    public sealed record Duplicate : Refusal;
}

/// <summary>Whether a path may pay as overage, and what stands against it. Numbered and append-only.</summary>
public enum OverageStatus
{
    /// <summary>No terms on the path offer it.</summary>
    NotOffered = 1,

    /// <summary>It may.</summary>
    Available = 2,

    /// <summary>A scope that offers it has not switched it on.</summary>
    Disabled = 3,

    /// <summary>The user has not agreed to pay.</summary>
    NeedsConsent = 4,

    /// <summary>What was bought beforehand is spent.</summary>
    OutOfCredit = 5,

    /// <summary>A daily or monthly cap is reached.</summary>
    CapReached = 6,
}
