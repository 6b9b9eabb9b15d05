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
