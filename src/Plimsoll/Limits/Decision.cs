using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// Answer to a request for admission: a closed type, <see cref="Admitted"/>, <see cref="Rejected"/> or
/// <see cref="NotIncluded"/>.
/// </summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>All limits had room and hold the estimate.</summary>
    /// <param name="Reservation">To be settled or released exactly once.</param>
    public sealed record Admitted(Reservation Reservation) : Decision;

    /// <summary>At least one limit had no room; none was charged.</summary>
    /// <param name="Binding">The limit that takes longest to admit this request.</param>
    /// <param name="RetryAt">
    /// First instant at which the same request is admitted if nothing else happens; null when it never can be, because
    /// it is larger than the limit itself.
    /// </param>
    public sealed record Rejected(LimitState Binding, Instant? RetryAt) : Decision
    {
        /// <summary>The refusal that lasts longer, the first of equals; null when neither limit refuses.</summary>
        internal static Rejected? Longer(Rejected? first, Rejected? second)
        {
            if (first is null || second is null)
                return first ?? second;
            if (first.RetryAt is not { } firstAt)
                return first;
            return second.RetryAt is { } secondAt && secondAt <= firstAt ? first : second;
        }
    }

    /// <summary>
    /// The account's plan or tier does not include the class, or the policy does not know the plan or tier.
    /// </summary>
    /// <param name="Reason">What is missing, in words.</param>
    public sealed record NotIncluded(string Reason) : Decision;
}
