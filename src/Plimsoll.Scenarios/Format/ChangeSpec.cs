using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>A dated change of the policy.</summary>
public sealed record ChangeSpec
{
    /// <summary>What changes, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>First day in force, from midnight UTC.</summary>
    public required DateOnly Effective { get; init; }

    /// <summary>First day no longer in force; absent: open-ended.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Day on which users were told.</summary>
    public DateOnly? Announced { get; init; }

    /// <summary>Why, as given or assumed.</summary>
    public string? Reason { get; init; }

    /// <summary>Window allowances that are multiplied, by name.</summary>
    public IReadOnlyDictionary<string, AllowanceSpec> Allowances { get; init; } =
        new Dictionary<string, AllowanceSpec>();

    /// <summary>Earlier changes that this one takes back for some plans.</summary>
    public IReadOnlyList<LiftSpec> Lifts { get; init; } = [];

    /// <summary>
    /// Plans whose amounts and limits are replaced, by name (what is absent stays as it is).
    /// </summary>
    public IReadOnlyDictionary<string, PlanChangeSpec> Plans { get; init; } =
        new Dictionary<string, PlanChangeSpec>();

    /// <summary>Tier limits that are replaced: tier, class, new rates (absent rates stay as they are).</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, RateSpec>> Tiers { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, RateSpec>>();

    /// <summary>Further limits of tiers that come or are replaced, by tier.</summary>
    public IReadOnlyDictionary<string, LimitSetSpec> TierLimits { get; init; } =
        new Dictionary<string, LimitSetSpec>();

    /// <summary>Limits of sets that come or are replaced, by set.</summary>
    public IReadOnlyDictionary<string, LimitSetSpec> Limits { get; init; } = new Dictionary<string, LimitSetSpec>();

    /// <summary>
    /// What becomes of windows in progress where this change comes and where it ends: <c>keep-used</c> (the amount
    /// stays, the default) or <c>keep-utilization</c> (the share of the limit stays).
    /// </summary>
    public InProgress? InProgress { get; init; }

    /// <summary>Credit weights that replace those of a class, by class.</summary>
    public IReadOnlyDictionary<string, WeightsSpec> Credits { get; init; } = new Dictionary<string, WeightsSpec>();

    /// <summary>Prices that replace those of a class, by class.</summary>
    public IReadOnlyDictionary<string, PriceSpec> Price { get; init; } = new Dictionary<string, PriceSpec>();
}

/// <summary>New amounts and limits of a plan; what is absent stays as it is.</summary>
public sealed record PlanChangeSpec : LimitSetSpec
{
    /// <summary>Credits in one session window.</summary>
    public Input<Credits>? Session { get; init; }

    /// <summary>Credits in one week.</summary>
    public Input<Credits>? Week { get; init; }

    /// <summary>Weeks of one class, by class.</summary>
    public IReadOnlyDictionary<string, ClassWeekSpec> Weeks { get; init; } = new Dictionary<string, ClassWeekSpec>();
}

/// <summary>A multiplied allowance: usage in its scope counts 1/factor toward the window.</summary>
public sealed record AllowanceSpec
{
    /// <summary>
    /// Which window: <c>session</c>, <c>week</c>, or <c>spend</c> for money in spend limits and overage.
    /// </summary>
    public required WindowKind Window { get; init; }

    /// <summary>Plans, tiers and limit sets it holds for.</summary>
    public required IReadOnlyList<string> Plans { get; init; }

    /// <summary>Product whose usage it holds for; absent: every product.</summary>
    public string? Product { get; init; }

    /// <summary>Model class it holds for; absent: every class.</summary>
    public string? Class { get; init; }

    /// <summary>Lane it holds for; absent: every lane.</summary>
    public Lane? Lane { get; init; }

    /// <summary>Trait that a request must have, a name such as <c>fast</c>; absent: none.</summary>
    public string? Trait { get; init; }

    /// <summary>What the allowance is multiplied by: 2x doubles it, 0.5x makes usage count twice.</summary>
    public required Input<Factor> Factor { get; init; }

    /// <summary>Local hours in which it holds; absent: always.</summary>
    public HoursSpec? When { get; init; }

    /// <summary>
    /// Whether what a session allows beyond its own limit is not counted toward the week either; absent: it is counted.
    /// </summary>
    public bool BonusOutsideWeek { get; init; }
}

/// <summary>Hours of the week in one time zone.</summary>
public sealed record HoursSpec
{
    /// <summary>Local weekdays on which the hours begin, by English name.</summary>
    public required IReadOnlyList<DayOfWeek> Days { get; init; }

    /// <summary>Start of the hours, local time.</summary>
    public required ClockTime From { get; init; }

    /// <summary>
    /// End of the hours, local time: 24:00 is the end of the day, and an end before the start is on the next day.
    /// </summary>
    public required ClockTime To { get; init; }

    /// <summary>IANA time zone.</summary>
    public required string Zone { get; init; }
}

/// <summary>An earlier change that is taken back for some plans.</summary>
public sealed record LiftSpec
{
    /// <summary>The earlier change, by name.</summary>
    public required string Change { get; init; }

    /// <summary>Plans for which it no longer holds.</summary>
    public required IReadOnlyList<string> Plans { get; init; }
}
