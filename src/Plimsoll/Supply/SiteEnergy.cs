using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>What the energy of a site costs and emits, and how much of it is drawn in any case.</summary>
public sealed record SiteEnergy
{
    /// <summary>A site of which nothing is stated.</summary>
    public static SiteEnergy Unstated { get; } = new();

    /// <summary>Price in each hour of the day, UTC, 24 values; empty: not stated.</summary>
    public ImmutableArray<EnergyPrice> Prices { get; init; } = [];

    /// <summary>CO2e of its energy in each hour of the day, UTC, 24 values; empty: not stated.</summary>
    public ImmutableArray<EmissionFactor> Carbon { get; init; } = [];

    /// <summary>Power that is drawn in every hour, useful or not: must-run. Default none.</summary>
    public Watts LeastDraw { get; init; }
}
