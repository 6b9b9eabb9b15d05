using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Which limit. Numbered and append-only.</summary>
public enum LimitKind
{
    /// <summary>Requests per minute of one class (RPM).</summary>
    Requests = 1,

    /// <summary>Uncached input tokens per minute of one class (ITPM).</summary>
    InputTokens = 2,

    /// <summary>Output tokens per minute of one class (OTPM).</summary>
    OutputTokens = 3,

    /// <summary>Credits in the session window.</summary>
    Session = 4,

    /// <summary>Credits in the week.</summary>
    Week = 5,
}

/// <summary>One limit of one account at one instant. Amounts are requests, tokens or millionths of a credit.</summary>
/// <param name="Kind">Which limit.</param>
/// <param name="Class">Model class it is kept for; null for the windows, which all classes share.</param>
/// <param name="Limit">Most that may be used.</param>
/// <param name="Used">
/// Settled usage; of a rate limit, what refill has not repaid yet. May exceed <paramref name="Limit"/> by what one
/// request overshot, or after the limit was lowered.
/// </param>
/// <param name="Reserved">Estimates of requests in flight; of a rate limit, what refill has not repaid yet.</param>
/// <param name="ResetsAt">
/// When all of it is available again if nothing else happens: the end of a window, the instant at which a rate limit's
/// bucket is full. Null for a session that is not open and for a bucket that does not refill.
/// </param>
public readonly record struct LimitState(
    LimitKind Kind,
    string? Class,
    long Limit,
    long Used,
    long Reserved,
    Instant? ResetsAt)
{
    /// <summary>What is left, never below zero.</summary>
    public long Remaining => Math.Max(0, Limit - Used - Reserved);

    /// <summary>Settled part of the limit as a fraction: 1 is spent, above 1 overshot.</summary>
    public double Utilization => Limit == 0 ? 1 : Used / (double)Limit;

    /// <summary>
    /// The state that stands for all of <paramref name="states"/> where only one can be shown: the one with the highest
    /// <see cref="Utilization"/>, the first of equals; null when there are none.
    /// </summary>
    public static LimitState? MostUtilized(ReadOnlySpan<LimitState> states)
    {
        LimitState? most = null;
        foreach (var state in states)
        {
            if (most is null || state.Utilization > most.Value.Utilization)
                most = state;
        }

        return most;
    }
}

/// <summary>
/// Answer to a request for admission: a closed type, <see cref="Admitted"/> or <see cref="Rejected"/>.
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

/// <summary>Tokens of one request by kind, as its upstream reported them or as estimated.</summary>
/// <param name="Input">Uncached input.</param>
/// <param name="CacheWrite">Input written to the prefix cache.</param>
/// <param name="CacheRead">Input read from the prefix cache.</param>
/// <param name="Output">Output.</param>
public readonly record struct TokenUsage(Tokens Input, Tokens CacheWrite, Tokens CacheRead, Tokens Output);

/// <summary>What an account is entitled to: a plan, or an API tier.</summary>
/// <param name="Plan">Plan name; null for an API organisation.</param>
/// <param name="Tier">Tier name; null for a plan's user.</param>
/// <param name="Product">Product whose usage this is, such as <c>claude-code</c>.</param>
/// <param name="WeekAnchor">
/// Any instant at which the account's week resets; the others follow at multiples of 7 days.
/// </param>
public sealed record AccountTerms(string? Plan, string? Tier, string Product, Instant WeekAnchor);
