using System.Collections.Immutable;

namespace Plimsoll.Demand;

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

    /// <summary>What was measured in place of what is modelled. Default null: nothing was.</summary>
    public MeasuredLoad? Measured { get; init; }
}
