using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>A subscription plan's limits before any change of the policy.</summary>
public sealed record PlanSpec : LimitSetSpec
{
    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Credits in one session window.</summary>
    public required Input<Credits> Session { get; init; }

    /// <summary>Credits in one week.</summary>
    public required Input<Credits> Week { get; init; }

    /// <summary>What a subscriber pays for a month; absent: not stated.</summary>
    [ZeroAllowed]
    [FootprintOnly]
    public Input<Usd>? PricePerMonth { get; init; }

    /// <summary>
    /// Weeks of one class, by class: a request of it is charged to the plan's week and to its own, which is called
    /// <c>week-CLASS</c>.
    /// </summary>
    public IReadOnlyDictionary<string, ClassWeekSpec> Weeks { get; init; } = new Dictionary<string, ClassWeekSpec>();
}

/// <summary>What one class may use of a plan's week: a share of it or an amount.</summary>
public sealed record ClassWeekSpec
{
    /// <summary>Share of the plan's week, whatever that is on the day; 0 % leaves overage alone.</summary>
    [ZeroAllowed]
    public Input<Share>? Share { get; init; }

    /// <summary>Credits in a week; 0 leaves overage alone.</summary>
    [ZeroAllowed]
    public Input<Credits>? Amount { get; init; }
}

/// <summary>Rate limits of one model class in one API tier.</summary>
public sealed record RateSpec
{
    /// <summary>Requests per minute (RPM).</summary>
    public Input<PerMinute>? Requests { get; init; }

    /// <summary>Uncached input tokens per minute (ITPM).</summary>
    public Input<PerMinute>? Input { get; init; }

    /// <summary>Output tokens per minute (OTPM).</summary>
    public Input<PerMinute>? Output { get; init; }

    /// <summary>How much of a minute may be saved up; absent: all of it.</summary>
    public Input<Duration>? Burst { get; init; }

    /// <summary>Whether cache reads count as input; absent: they are free.</summary>
    public bool? CountsCacheReads { get; init; }

    /// <summary>
    /// Whether the whole estimated output has to fit; absent: any room is enough and output is debited as it is
    /// produced.
    /// </summary>
    public bool? WholeOutput { get; init; }
}

/// <summary>Lengths of the windows in which plans are promised.</summary>
public sealed record WindowsSpec
{
    /// <summary>Length of a session, from its first admitted request.</summary>
    public required Input<Duration> Session { get; init; }

    /// <summary>A session ends on the next multiple of this after its length has passed.</summary>
    public required Input<Duration> SessionGrid { get; init; }

    /// <summary>
    /// How long a reservation stands when nobody reports on it; absent: 10 min. Then it ends with what was reported.
    /// </summary>
    public Input<Duration>? Reservation { get; init; }

    /// <summary>The same on the batch lane; absent: 24 h.</summary>
    public Input<Duration>? BatchReservation { get; init; }
}
