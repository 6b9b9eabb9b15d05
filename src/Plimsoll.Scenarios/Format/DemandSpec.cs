using Plimsoll.Demand;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>Who uses the service and how much they would like to.</summary>
public sealed record DemandSpec
{
    /// <summary>Day for which the numbers of users and their appetite hold; growth is counted from here.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Growth of demand, each rate from its day until the next one's.</summary>
    public required IReadOnlyList<GrowthSpec> Growth { get; init; }

    /// <summary>Users of subscription plans, by name.</summary>
    public IReadOnlyDictionary<string, PopulationSpec> Populations { get; init; } =
        new Dictionary<string, PopulationSpec>();

    /// <summary>Organisations that use the API, by name.</summary>
    public IReadOnlyDictionary<string, OrganizationsSpec> Organizations { get; init; } =
        new Dictionary<string, OrganizationsSpec>();

    /// <summary>Loads that were measured, in place of what is modelled, by name.</summary>
    public IReadOnlyDictionary<string, MeasuredSpec> Measured { get; init; } = new Dictionary<string, MeasuredSpec>();

    /// <summary>
    /// What is published about teams of developers, to hold the assumptions about organisations against.
    /// </summary>
    public SizingSpec? Sizing { get; init; }

    /// <summary>Where users are: shares of IANA time zones that add up to 100 %, by name of the mixture.</summary>
    [ZoneNames]
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, Input<Share>>> Regions { get; init; }

    /// <summary>When users are active, by name of the rhythm.</summary>
    public required IReadOnlyDictionary<string, RhythmSpec> Rhythms { get; init; }
}

/// <summary>A rate of growth.</summary>
public sealed record GrowthSpec
{
    /// <summary>First day of this rate.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Factor by which demand would grow in a year at this rate.</summary>
    public required Input<Factor> PerYear { get; init; }
}

/// <summary>
/// Users of one plan and product whose appetite is spread log-normally, between users and between sessions.
/// </summary>
public sealed record PopulationSpec
{
    /// <summary>Plan they are on.</summary>
    public required string Plan { get; init; }

    /// <summary>Product they use.</summary>
    public required string Product { get; init; }

    /// <summary>
    /// Part of what they use that is used in other products, by product; it draws on the same session and week, with
    /// the allowances of those products. The rest, more than nothing, is used in <c>product</c>.
    /// </summary>
    public IReadOnlyDictionary<string, Input<Share>> OtherProducts { get; init; } =
        new Dictionary<string, Input<Share>>();

    /// <summary>Users active in a week.</summary>
    public required Input<Count> Users { get; init; }

    /// <summary>Session windows that an average user opens in a week.</summary>
    public required Input<Count> SessionsPerWeek { get; init; }

    /// <summary>Hours that a user is active in one window.</summary>
    public required Input<Duration> ActivePerSession { get; init; }

    /// <summary>Credits that an average user would like to use in one window if nothing stopped them.</summary>
    public required Input<Credits> SessionDemand { get; init; }

    /// <summary>
    /// Standard deviation of the logarithm of appetite between users: 0 all alike, above 1 heavy-tailed.
    /// </summary>
    [ZeroAllowed]
    public required Input<Count> UserSpread { get; init; }

    /// <summary>
    /// Part of that spread that shows as more sessions rather than larger ones: 0 % all users open equally many,
    /// 100 % all want equally much in each.
    /// </summary>
    [ZeroAllowed]
    public required Input<Share> FrequencyShare { get; init; }

    /// <summary>Standard deviation of the logarithm of appetite between one user's sessions.</summary>
    [ZeroAllowed]
    public required Input<Count> SessionSpread { get; init; }

    /// <summary>Share of requests by model class; adds up to 100 %.</summary>
    public required IReadOnlyDictionary<string, Input<Share>> Mix { get; init; }

    /// <summary>Where they are: a mixture of <c>regions</c>.</summary>
    public required string Region { get; init; }

    /// <summary>When they are active: one of <c>rhythms</c>.</summary>
    public required string Rhythm { get; init; }
}

/// <summary>Organisations on one API tier whose appetite is spread log-normally.</summary>
public sealed record OrganizationsSpec
{
    /// <summary>Tier they are on.</summary>
    public required string Tier { get; init; }

    /// <summary>Organisations active in a week.</summary>
    public required Input<Count> Count { get; init; }

    /// <summary>Output tokens per minute that an average one would like in its busiest hour, by model class.</summary>
    public required IReadOnlyDictionary<string, Input<PerMinute>> Wants { get; init; }

    /// <summary>Standard deviation of the logarithm of appetite between organisations.</summary>
    [ZeroAllowed]
    public required Input<Count> Spread { get; init; }

    /// <summary>Part of the organisations' own peaks that falls on the common busiest hour.</summary>
    public required Input<Share> Coincidence { get; init; }

    /// <summary>Where they are: a mixture of <c>regions</c>.</summary>
    public required string Region { get; init; }

    /// <summary>When they are active: one of <c>rhythms</c>.</summary>
    public required string Rhythm { get; init; }
}

/// <summary>Relative activity by local hour of the day, 24 values from midnight.</summary>
public sealed record RhythmSpec
{
    /// <summary>Monday to Friday.</summary>
    public required IReadOnlyList<double> Weekday { get; init; }

    /// <summary>Saturday and Sunday.</summary>
    public required IReadOnlyList<double> Weekend { get; init; }
}

/// <summary>A published observation that the scenario's assumptions are held against.</summary>
public sealed record ObservationSpec
{
    /// <summary>What was observed.</summary>
    public required ObservationKind Kind { get; init; }

    /// <summary>Day it holds for; for a change, the day it took effect.</summary>
    public required DateOnly At { get; init; }

    /// <summary>Populations over which it is averaged by users; absent: all.</summary>
    public IReadOnlyList<string> Populations { get; init; } = [];

    /// <summary>Observed share, for the kinds that are shares of users.</summary>
    public Input<Share>? Share { get; init; }

    /// <summary>Observed time, for <c>active-per-week</c>.</summary>
    public Input<Duration>? Time { get; init; }
}
