using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// Limits that stand together, by kind: of a set that any organization, workspace, seat or key may carry, or further
/// ones of a plan or an API tier. No two limits of one set have the same name, whatever their kind.
/// </summary>
public record LimitSetSpec
{
    /// <summary>Requests, input and output in a period (token buckets), by name.</summary>
    public IReadOnlyDictionary<string, RateLimitSpec> Rates { get; init; } = new Dictionary<string, RateLimitSpec>();

    /// <summary>Credits in a session or a week, by name.</summary>
    public IReadOnlyDictionary<string, WindowSpec> Windows { get; init; } = new Dictionary<string, WindowSpec>();

    /// <summary>Money in a calendar period in UTC, by name.</summary>
    public IReadOnlyDictionary<string, SpendSpec> Spend { get; init; } = new Dictionary<string, SpendSpec>();

    /// <summary>Requests in flight, by name.</summary>
    public IReadOnlyDictionary<string, ConcurrencySpec> Concurrency { get; init; } =
        new Dictionary<string, ConcurrencySpec>();

    /// <summary>How fast use may grow, by name.</summary>
    public IReadOnlyDictionary<string, AccelerationSpec> Acceleration { get; init; } =
        new Dictionary<string, AccelerationSpec>();

    /// <summary>
    /// The batch lane: two limits of all classes together, called <c>batch-requests</c> and <c>batch-queue</c>.
    /// </summary>
    public BatchSpec? Batch { get; init; }

    /// <summary>
    /// Paying at list price once a session or week is spent; absent: not offered. The limit is called <c>overage</c>.
    /// </summary>
    public OverageSpec? Overage { get; init; }
}

/// <summary>Which requests a limit counts.</summary>
public abstract record LimitSpec
{
    /// <summary>Model class that it is kept for; absent: all classes together.</summary>
    public string? Class { get; init; }

    /// <summary>
    /// Lane whose requests count; absent: every lane for windows, spend and overage, and the interactive ones for the
    /// others.
    /// </summary>
    public Lane? Lane { get; init; }
}

/// <summary>
/// Requests, input and output tokens in a period, refilled continuously; what is absent is not limited.
/// </summary>
public sealed record RateLimitSpec : LimitSpec
{
    /// <summary>The period in which the amounts are allowed: whole milliseconds, up to 31 days.</summary>
    public required Input<Duration> Period { get; init; }

    /// <summary>Requests in a period, a whole number.</summary>
    public Input<Count>? Requests { get; init; }

    /// <summary>Input tokens in a period, as <c>burn</c> counts them.</summary>
    public Input<Tokens>? Input { get; init; }

    /// <summary>Output tokens in a period.</summary>
    public Input<Tokens>? Output { get; init; }

    /// <summary>How much of a period may be saved up; absent: all of it.</summary>
    public Input<Duration>? Burst { get; init; }

    /// <summary>What counts as input; absent: uncached input and cache writes, once each.</summary>
    public BurnSpec? Burn { get; init; }

    /// <summary>
    /// Whether the whole estimated output has to fit; absent: false, any room is enough and output is debited as it is
    /// produced.
    /// </summary>
    public bool WholeOutput { get; init; }

    /// <summary>
    /// What happens to a request without room: it is refused (the default), or downgraded to the standard lane.
    /// </summary>
    public ExceedAction OnExceed { get; init; } = ExceedAction.Refuse;
}

/// <summary>How often a token of each kind counts toward an input rate limit.</summary>
public sealed record BurnSpec
{
    /// <summary>Uncached input; absent: 1x.</summary>
    [ZeroAllowed]
    public Input<Factor>? Input { get; init; }

    /// <summary>Cache writes for the short time; absent: 1x.</summary>
    [ZeroAllowed]
    public Input<Factor>? CacheWrite { get; init; }

    /// <summary>Cache writes for the long time; absent: 1x.</summary>
    [ZeroAllowed]
    public Input<Factor>? CacheWriteLong { get; init; }

    /// <summary>Cache reads; absent: 0x.</summary>
    [ZeroAllowed]
    public Input<Factor>? CacheRead { get; init; }

    /// <summary>Output; absent: 0x. Above zero where one limit counts input and output together.</summary>
    [ZeroAllowed]
    public Input<Factor>? Output { get; init; }
}

/// <summary>Credits in a session or a week.</summary>
public sealed record WindowSpec : LimitSpec
{
    /// <summary>Which window: <c>session</c> or <c>week</c>.</summary>
    public required WindowKind Window { get; init; }

    /// <summary>Credits in it before allowances.</summary>
    public required Input<Credits> Limit { get; init; }
}

/// <summary>Money in a calendar period in UTC.</summary>
public sealed record SpendSpec : LimitSpec
{
    /// <summary>The period: a day, a week from Monday, or a month.</summary>
    public required SpendPeriod Period { get; init; }

    /// <summary>Most that may be spent in it; 0 USD blocks.</summary>
    [ZeroAllowed]
    public required Input<MicroUsd> Limit { get; init; }

    /// <summary>
    /// Whose cap it is, which decides how a refusal is told: the provider's of a tier, the customer's own (the
    /// default), or the gateway operator's.
    /// </summary>
    public SpendCap Cap { get; init; } = SpendCap.Own;
}

/// <summary>Requests in flight.</summary>
public sealed record ConcurrencySpec : LimitSpec
{
    /// <summary>Most at once, a whole number.</summary>
    public required Input<Count> Limit { get; init; }
}

/// <summary>
/// In each interval at most the larger of what is free and a multiple of what the interval before used.
/// </summary>
public sealed record AccelerationSpec : LimitSpec
{
    /// <summary>Length of an interval, 1 s to 31 days.</summary>
    public required Input<Duration> Interval { get; init; }

    /// <summary>
    /// Input as metered and output that an interval may use in any case: all that there is after one without use.
    /// </summary>
    public required Input<Tokens> Free { get; init; }

    /// <summary>Most that an interval may use of what the one before it used.</summary>
    public required Input<Factor> Growth { get; init; }

    /// <summary>
    /// What happens to a request without room: it is refused (the default), or downgraded to the standard lane.
    /// </summary>
    public ExceedAction OnExceed { get; init; } = ExceedAction.Refuse;
}

/// <summary>Limits of the batch lane; what is absent is not limited.</summary>
public sealed record BatchSpec
{
    /// <summary>Requests that batches may bring in a minute.</summary>
    public Input<PerMinute>? Requests { get; init; }

    /// <summary>
    /// Requests pending in all batches together, a whole number: no batch can be larger.
    /// </summary>
    public Input<Count>? Queue { get; init; }
}

/// <summary>How far a spent session or week may be passed by paying at list price.</summary>
public sealed record OverageSpec : LimitSpec
{
    /// <summary>Most in a UTC day; absent: unlimited; 0 USD blocks.</summary>
    [ZeroAllowed]
    public Input<MicroUsd>? Daily { get; init; }

    /// <summary>Most in a UTC month; absent: unlimited; 0 USD blocks.</summary>
    [ZeroAllowed]
    public Input<MicroUsd>? Monthly { get; init; }

    /// <summary>Whether only credit that was bought before may be used; absent: false, billed in arrears.</summary>
    public bool Prepaid { get; init; }
}
