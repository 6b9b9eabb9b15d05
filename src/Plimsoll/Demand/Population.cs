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

    /// <summary>
    /// Other products that draw on the same session and week, in ordinal order, and the part of what they use that is
    /// used in each, below 1 together; the rest is in <see cref="Product"/>. Default: none.
    /// </summary>
    public ImmutableArray<(string Product, double Share)> OtherProducts { get; init; } = [];

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

    /// <summary>What was measured in place of what is modelled. Default null: nothing was.</summary>
    public MeasuredLoad? Measured { get; init; }
}
