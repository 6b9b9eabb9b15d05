using System.Collections.Immutable;

namespace Plimsoll.Demand;

/// <summary>
/// Users of one plan and product. Appetites are log-normal between users and between one user's sessions.
/// </summary>
public sealed record Population
{
    /// <summary>Name, unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>Plan they are on.</summary>
    public required string Plan { get; init; }

    /// <summary>Product they use.</summary>
    public required string Product { get; init; }

    /// <summary>Users active in a week.</summary>
    public required double Users { get; init; }

    /// <summary>Session windows an average user opens in a week.</summary>
    public required double SessionsPerWeek { get; init; }

    /// <summary>Hours a user is active in one window.</summary>
    public required double ActiveHoursPerSession { get; init; }

    /// <summary>Credits that an average user would like to use in a window.</summary>
    public required double SessionDemand { get; init; }

    /// <summary>Standard deviation of the logarithm of appetite between users.</summary>
    public required double UserSpread { get; init; }

    /// <summary>Part of that spread that shows as more sessions rather than larger ones, 0 to 1.</summary>
    public required double FrequencyShare { get; init; }

    /// <summary>Standard deviation of the logarithm of appetite between one user's sessions.</summary>
    public required double SessionSpread { get; init; }

    /// <summary>Share of requests by class, in the order of the classes; adds up to 1.</summary>
    public required ImmutableArray<double> Mix { get; init; }

    /// <summary>Zones and shares of users in them.</summary>
    public required Region Region { get; init; }

    /// <summary>When they are active.</summary>
    public required Rhythm Rhythm { get; init; }
}

/// <summary>Organisations on one API tier. Appetites are log-normal between organisations.</summary>
public sealed record Organizations
{
    /// <summary>Name, unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>Tier they are on.</summary>
    public required string Tier { get; init; }

    /// <summary>Organisations active in a week.</summary>
    public required double Count { get; init; }

    /// <summary>
    /// Output tokens per minute an average one would like in its busiest hour, in the order of the classes.
    /// </summary>
    public required ImmutableArray<double> Wants { get; init; }

    /// <summary>Standard deviation of the logarithm of appetite.</summary>
    public required double Spread { get; init; }

    /// <summary>Part of the organisations' own peaks that falls on the common busiest hour, above 0 to 1.</summary>
    public required double Coincidence { get; init; }

    /// <summary>Zones and shares of organisations in them.</summary>
    public required Region Region { get; init; }

    /// <summary>When they are active.</summary>
    public required Rhythm Rhythm { get; init; }
}
