using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// The limits of one account. Instants never decrease from call to call, and each reservation is settled or released
/// once: <see cref="Account"/> sees to both.
/// </summary>
internal interface IAccountLimits
{
    /// <summary>Holds <paramref name="estimate"/> of every limit, or of none.</summary>
    Decision Reserve(Policy policy, string modelClass, TokenUsage estimate, Instant now);

    /// <summary>Charges <paramref name="actual"/> in place of what is held.</summary>
    void Settle(Policy policy, Reservation reservation, TokenUsage actual, Instant now);

    /// <summary>Gives back what is held.</summary>
    void Release(Reservation reservation, Instant now);

    /// <summary>The meters, without a side effect.</summary>
    ImmutableArray<LimitState> States(Policy policy, string? modelClass, Instant now);
}
