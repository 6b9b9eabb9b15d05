using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// One limit that a plan, a tier or a set states: a closed family, <see cref="RateLimit"/>, <see cref="WindowLimit"/>,
/// <see cref="SpendLimit"/>, <see cref="ConcurrencyLimit"/>, <see cref="AccelerationLimit"/> and
/// <see cref="OverageTerms"/>.
/// </summary>
public abstract record LimitTerms
{
    private protected LimitTerms()
    {
    }

    /// <summary>Name, unique in its set: under it the limit keeps its counters when the policy changes.</summary>
    public required string Name { get; init; }

    /// <summary>Model class it is kept for. Default null: all classes together.</summary>
    public string? Class { get; init; }

    /// <summary>
    /// Lane whose requests count. Default null: all lanes for windows and spend, the interactive ones for rates,
    /// concurrency and acceleration.
    /// </summary>
    public Lane? Lane { get; init; }
}

/// <summary>What happens to a request that a limit has no room for. Numbered and append-only.</summary>
public enum ExceedAction
{
    /// <summary>It is refused.</summary>
    Refuse = 1,

    /// <summary>It passes without being counted here, served on the standard lane.</summary>
    Downgrade = 2,
}

/// <summary>Token buckets of requests, input and output with one period (RPM, ITPM, OTPM). Null: not limited.</summary>
public sealed record RateLimit : LimitTerms
{
    /// <summary>Requests in a period.</summary>
    public long? Requests { get; init; }

    /// <summary>Input in a period, as <see cref="Burn"/> counts it.</summary>
    public long? Input { get; init; }

    /// <summary>Output tokens in a period.</summary>
    public long? Output { get; init; }

    /// <summary>The period, whole milliseconds up to 31 days. Default: one minute.</summary>
    public Duration Period { get; init; } = Duration.FromMinutes(1);

    /// <summary>
    /// How much of a period may be saved up: the bucket holds that share of the limit. Default null: the period.
    /// </summary>
    public Duration? Burst { get; init; }

    /// <summary>What counts as input. Default: uncached input and cache writes once each.</summary>
    public TokenBurn Burn { get; init; } = TokenBurn.Metered;

    /// <summary>
    /// Whether the whole estimated output has to fit. Default false: any room at all is enough, and output is debited
    /// as it is produced.
    /// </summary>
    public bool WholeOutput { get; init; }

    /// <summary>What happens where there is no room. Default: refuse.</summary>
    public ExceedAction OnExceed { get; init; } = ExceedAction.Refuse;
}

/// <summary>Millionths of a token that each kind of token counts as toward an input rate limit.</summary>
/// <param name="Input">Uncached input.</param>
/// <param name="CacheWrite">Cache writes for the short time.</param>
/// <param name="CacheWriteLong">Cache writes for the long time.</param>
/// <param name="CacheRead">Cache reads.</param>
/// <param name="Output">Output: above 0 where one limit counts input and output together.</param>
public sealed record TokenBurn(long Input, long CacheWrite, long CacheWriteLong, long CacheRead, long Output)
{
    /// <summary>Millionths in one token.</summary>
    public const long One = 1_000_000;

    /// <summary>Input and cache writes count once, reading the cache is free.</summary>
    public static TokenBurn Metered { get; } = new(One, One, One, 0, 0);

    /// <summary>Millionths of a token that <paramref name="usage"/> counts as.</summary>
    /// <exception cref="OverflowException">The sum is beyond 9.2e12 tokens.</exception>
    public long Of(in TokenUsage usage) =>
        (usage.Input.Value * Input)
        + (usage.CacheWrite.Value * CacheWrite)
        + (usage.CacheWriteLong.Value * CacheWriteLong)
        + (usage.CacheRead.Value * CacheRead)
        + (usage.Output.Value * Output);
}

/// <summary>Credits in a session or a week.</summary>
public sealed record WindowLimit : LimitTerms
{
    /// <summary>Which window.</summary>
    public required WindowKind Window { get; init; }

    /// <summary>Credits in it before allowances.</summary>
    public required Credits Limit { get; init; }
}

/// <summary>Calendar period of a spend limit, in UTC. Numbered and append-only.</summary>
public enum SpendPeriod
{
    /// <summary>A calendar day.</summary>
    Day = 1,

    /// <summary>A week from Monday.</summary>
    Week = 2,

    /// <summary>A calendar month.</summary>
    Month = 3,
}

/// <summary>Whose cap a spend limit is, which decides how a refusal is told. Numbered and append-only.</summary>
public enum SpendCap
{
    /// <summary>The provider's, of an API tier.</summary>
    Tier = 1,

    /// <summary>The organization's or workspace's own.</summary>
    Own = 2,

    /// <summary>The gateway operator's for one of its users.</summary>
    Operator = 3,
}

/// <summary>Money in a calendar period.</summary>
public sealed record SpendLimit : LimitTerms
{
    /// <summary>The period.</summary>
    public required SpendPeriod Period { get; init; }

    /// <summary>Most that may be spent in it; 0 blocks.</summary>
    public required MicroUsd Limit { get; init; }

    /// <summary>Whose cap it is. Default: the organization's own.</summary>
    public SpendCap Cap { get; init; } = SpendCap.Own;
}

/// <summary>Requests in flight; on the batch lane, requests pending in all batches.</summary>
public sealed record ConcurrencyLimit : LimitTerms
{
    /// <summary>Most at once.</summary>
    public required long Limit { get; init; }
}

/// <summary>
/// A bound on how fast use may grow: in each interval at most the larger of <see cref="Free"/> and
/// <see cref="Growth"/> times the use of the interval before. Intervals are multiples of their length since the epoch.
/// </summary>
public sealed record AccelerationLimit : LimitTerms
{
    /// <summary>Length of an interval.</summary>
    public required Duration Interval { get; init; }

    /// <summary>Tokens (input as metered, and output) in an interval that are never refused for growing.</summary>
    public required Tokens Free { get; init; }

    /// <summary>Most that an interval may use of what the one before it used; counts to the millionth.</summary>
    public required Factor Growth { get; init; }

    /// <summary>What happens where there is no room. Default: refuse.</summary>
    public ExceedAction OnExceed { get; init; } = ExceedAction.Refuse;
}

/// <summary>
/// Paying at list price once a session or week is spent. Offered where the terms stand; used only where it is switched
/// on, and from the lowest such scope only with consent.
/// </summary>
public sealed record OverageTerms : LimitTerms
{
    /// <summary>Most in a UTC day. Default null: unlimited; 0 blocks.</summary>
    public MicroUsd? Daily { get; init; }

    /// <summary>Most in a UTC month. Default null: unlimited; 0 blocks.</summary>
    public MicroUsd? Monthly { get; init; }

    /// <summary>Whether only credit that was bought before may be used. Default false: billed in arrears.</summary>
    public bool Prepaid { get; init; }
}
