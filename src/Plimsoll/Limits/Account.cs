using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// The usage of one account and the limits it counts against: a deterministic state machine. The same calls with the
/// same instants give the same decisions. Not thread-safe: whoever owns it makes one call at a time.
/// </summary>
/// <remarks>
/// Time never runs backwards for an account: an instant before the latest it has seen counts as that latest one.
/// </remarks>
/// <param name="terms">What the account is entitled to: its plan or, without one, its tier.</param>
public sealed class Account(AccountTerms terms)
{
    private readonly IAccountLimits? limits = terms switch
    {
        { Plan: { } plan } => new PlanLimits(plan, terms.Product, terms.WeekAnchor),
        { Tier: { } tier } => new TierLimits(tier),
        _ => null,
    };

    private Instant latest = new(long.MinValue);

    /// <summary>What the account is entitled to.</summary>
    public AccountTerms Terms { get; } = terms;

    /// <summary>
    /// Asks for admission of one request. Every limit of the account has to have room; then all of them hold the
    /// estimate, otherwise none does.
    /// </summary>
    /// <param name="policy">Policy in force at <paramref name="now"/>.</param>
    /// <param name="modelClass">Class the request is for.</param>
    /// <param name="estimate">Tokens it is expected to use, none negative.</param>
    /// <param name="now">Instant of admission, which also fixes weights and allowances for its settlement.</param>
    public Decision Reserve(Policy policy, string modelClass, TokenUsage estimate, Instant now)
    {
        RequireNoNegative(estimate, nameof(estimate));
        latest = AtLeastLatest(now);
        return limits is null
            ? new Decision.NotIncluded("The account has neither a plan nor a tier.")
            : limits.Reserve(policy, modelClass, estimate, latest);
    }

    /// <summary>Ends a reservation with what was really used, which may be more or less than was held.</summary>
    /// <param name="policy">Policy in force at <paramref name="now"/>.</param>
    /// <param name="reservation">A reservation that this account made.</param>
    /// <param name="actual">Tokens used, none negative.</param>
    /// <param name="now">Instant of settlement.</param>
    /// <returns>False, without effect, when it was settled or released before.</returns>
    public bool Settle(Policy policy, Reservation reservation, TokenUsage actual, Instant now)
    {
        RequireNoNegative(actual, nameof(actual));
        if (!reservation.IsOpen)
            return false;
        latest = AtLeastLatest(now);
        LimitsOf(reservation).Settle(policy, reservation, actual, latest);
        reservation.IsOpen = false;
        return true;
    }

    /// <summary>Ends a reservation whose request failed before any output: all that it holds is given back.</summary>
    /// <param name="reservation">A reservation that this account made.</param>
    /// <param name="now">Instant of release.</param>
    /// <returns>False, without effect, when it was settled or released before.</returns>
    public bool Release(Reservation reservation, Instant now)
    {
        if (!reservation.IsOpen)
            return false;
        latest = AtLeastLatest(now);
        LimitsOf(reservation).Release(reservation, latest);
        reservation.IsOpen = false;
        return true;
    }

    /// <summary>
    /// The meters, without a side effect: of a plan, session and week; of a tier, requests, input tokens and output
    /// tokens by class. Always in this order, classes by ordinal name; <see cref="LimitState.MostUtilized"/> picks the
    /// representative one. Empty when the policy does not know the plan, tier or class.
    /// </summary>
    /// <param name="policy">Policy in force at <paramref name="now"/>.</param>
    /// <param name="modelClass">Class of interest; null: all classes. Windows are the same for every class.</param>
    /// <param name="now">Instant of the reading.</param>
    public ImmutableArray<LimitState> States(Policy policy, string? modelClass, Instant now) =>
        limits?.States(policy, modelClass, AtLeastLatest(now)) ?? [];

    private Instant AtLeastLatest(Instant now) => now > latest ? now : latest;

    private IAccountLimits LimitsOf(Reservation reservation) => limits
        ?? throw new ArgumentException(
            "An account without plan and tier makes no reservations; pass the account that made this one.",
            nameof(reservation));

    private static void RequireNoNegative(TokenUsage usage, string name)
    {
        if (long.Min(long.Min(usage.Input.Value, usage.CacheWrite.Value),
                long.Min(usage.CacheRead.Value, usage.Output.Value)) < 0)
        {
            throw new ArgumentOutOfRangeException(name, usage, "Token counts are 0 or more.");
        }
    }
}
