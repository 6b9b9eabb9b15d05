using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>A subscription plan's limits before any change of the policy.</summary>
public sealed record PlanSpec
{
    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Credits in one session window.</summary>
    public required Input<Credits> Session { get; init; }

    /// <summary>Credits in one week.</summary>
    public required Input<Credits> Week { get; init; }
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
}

/// <summary>Lengths of the windows in which plans are promised.</summary>
public sealed record WindowsSpec
{
    /// <summary>Length of a session, from its first admitted request.</summary>
    public required Input<Duration> Session { get; init; }

    /// <summary>A session ends on the next multiple of this after its length has passed.</summary>
    public required Input<Duration> SessionGrid { get; init; }
}

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

    /// <summary>Tier limits that are replaced: tier, class, new rates (absent rates stay as they are).</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, RateSpec>> Tiers { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, RateSpec>>();
}

/// <summary>A multiplied allowance: usage in its scope counts 1/factor toward the window.</summary>
public sealed record AllowanceSpec
{
    /// <summary>Which window: <c>session</c> or <c>week</c>.</summary>
    public required WindowKind Window { get; init; }

    /// <summary>Plans it holds for.</summary>
    public required IReadOnlyList<string> Plans { get; init; }

    /// <summary>Product whose usage it holds for; absent: every product.</summary>
    public string? Product { get; init; }

    /// <summary>What the allowance is multiplied by: 2x doubles it, 0.5x makes usage count twice.</summary>
    public required Input<Factor> Factor { get; init; }

    /// <summary>Local hours in which it holds; absent: always.</summary>
    public HoursSpec? When { get; init; }
}

/// <summary>Hours of the week in one time zone.</summary>
public sealed record HoursSpec
{
    /// <summary>Weekdays, by English name.</summary>
    public required IReadOnlyList<DayOfWeek> Days { get; init; }

    /// <summary>Start of the hours, local time.</summary>
    public required TimeOnly From { get; init; }

    /// <summary>End of the hours, local time; later than the start.</summary>
    public required TimeOnly To { get; init; }

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
