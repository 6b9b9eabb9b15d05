using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>One account's limits, taken by one request at a time. Safe to share between threads.</summary>
internal sealed class LiveAccount(AccountTerms terms)
{
    private readonly Lock gate = new();
    private readonly Account account = new(terms);

    /// <summary>What it is entitled to.</summary>
    public AccountTerms Terms => account.Terms;

    /// <summary>Asks every limit for room.</summary>
    public Decision Reserve(Policy policy, string modelClass, TokenUsage estimate, Instant now)
    {
        lock (gate)
            return account.Reserve(policy, modelClass, estimate, now);
    }

    /// <summary>Charges what was used in place of what was held.</summary>
    public void Settle(Policy policy, Reservation reservation, TokenUsage actual, Instant now)
    {
        lock (gate)
            account.Settle(policy, reservation, actual, now);
    }

    /// <summary>Gives back what was held.</summary>
    public void Release(Reservation reservation, Instant now)
    {
        lock (gate)
            account.Release(reservation, now);
    }

    /// <summary>Every limit as enforcement has it.</summary>
    public ImmutableArray<LimitState> States(Policy policy, string? modelClass, Instant now)
    {
        lock (gate)
            return account.States(policy, modelClass, now);
    }
}
