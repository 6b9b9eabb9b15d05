using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Which limit. Numbered and append-only.</summary>
public enum LimitKind
{
    /// <summary>Requests in a period (RPM).</summary>
    Requests = 1,

    /// <summary>Metered input tokens in a period (ITPM).</summary>
    InputTokens = 2,

    /// <summary>Output tokens in a period (OTPM).</summary>
    OutputTokens = 3,

    /// <summary>Credits in the session window.</summary>
    Session = 4,

    /// <summary>Credits in the week.</summary>
    Week = 5,

    /// <summary>Money in a calendar period.</summary>
    Spend = 6,

    /// <summary>Requests in flight.</summary>
    Concurrency = 7,

    /// <summary>Tokens in an interval, against those of the one before.</summary>
    Acceleration = 8,

    /// <summary>Money paid beyond a plan: a day's, a month's, and of what was bought beforehand.</summary>
    Overage = 9,
}

/// <summary>
/// One limit of one scope at one instant. Amounts are requests, tokens, millionths of a credit or millionths of a
/// dollar, by its kind. What is used, reserved and remaining add up to the limit unless more is used than it allows.
/// </summary>
public readonly record struct LimitState
{
    /// <summary>Which limit.</summary>
    public required LimitKind Kind { get; init; }

    /// <summary>Scope that keeps it.</summary>
    public required ScopeLevel Level { get; init; }

    /// <summary>Plan, tier or limit set that states it.</summary>
    public required string Set { get; init; }

    /// <summary>The limit as stated.</summary>
    public required LimitTerms Terms { get; init; }

    /// <summary>Most that may be used: of a bucket, what it holds when full.</summary>
    public required long Limit { get; init; }

    /// <summary>
    /// Settled usage; of a rate limit, what refill has not repaid yet. May exceed <see cref="Limit"/> by what one
    /// request overshot, or after the limit was lowered.
    /// </summary>
    public required long Used { get; init; }

    /// <summary>Estimates of requests in flight; of a rate limit, what refill has not repaid yet.</summary>
    public required long Reserved { get; init; }

    /// <summary>
    /// When all of it is available again if nothing else happens: the end of a window, the instant at which a bucket is
    /// full. Null for a window that is not open and for what does not come back by itself.
    /// </summary>
    public Instant? ResetsAt { get; init; }

    /// <summary>Model class it is kept for; null: all classes together.</summary>
    public string? Class => Terms.Class;

    /// <summary>What is left, never below zero.</summary>
    public long Remaining => Math.Max(0, Limit - Math.Min(Limit, Used) - Reserved);

    /// <summary>
    /// What is used and reserved as a fraction of the limit: 1 is spent, above 1 overshot. What a limit admits is
    /// decided by the same sum.
    /// </summary>
    public double Utilization => Limit <= 0 ? 1 : ((double)Used + Reserved) / Limit;

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
