using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>A place with a power envelope and accelerators.</summary>
public sealed record Site
{
    /// <summary>Name, unique in the scenario; sites are kept in ordinal order of it.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Contract that gives the right to use it.</summary>
    public required Contract Contract { get; init; }

    /// <summary>Power available at full ramp, in the basis it was stated in.</summary>
    public required Watts Power { get; init; }

    /// <summary>Watts of that basis drawn per watt of accelerator power; above 1.</summary>
    public required double PowerChain { get; init; }

    /// <summary>
    /// Part of what servers, network, cooling and losses draw at full load that they draw at any load, 0 to 1. Default
    /// 0: all of it follows the load, as the planner takes it.
    /// </summary>
    public double FixedOverhead { get; init; }

    /// <summary>
    /// Independent feeds or halls of equal size, 1 or more; fractional only while an input is being varied.
    /// </summary>
    public required double Feeds { get; init; }

    /// <summary>Part in service over time.</summary>
    public required Ramp Ramp { get; init; }

    /// <summary>Accelerators by pool, in ordinal order of name.</summary>
    public required ImmutableArray<Pool> Pools { get; init; }

    /// <summary>What its energy costs and emits; default: nothing is stated.</summary>
    public SiteEnergy Energy { get; init; } = SiteEnergy.Unstated;

    /// <summary>
    /// Where its electricity comes from, in ordinal order of name; empty: one grid at the prices and with the carbon of
    /// <see cref="Energy"/>.
    /// </summary>
    public ImmutableArray<EnergySource> Sources { get; init; } = [];

    /// <summary>What its grid may take back at times; null: nothing.</summary>
    public CurtailmentTerms? Curtailment { get; init; }

    /// <summary>How its load swings within an hour; null: not stated.</summary>
    public LoadSwings? Swings { get; init; }

    /// <summary>What its sources that burn fuel may do, in ordinal order of name; default: nothing is stated.</summary>
    public ImmutableArray<AirPermit> Permits { get; init; } = [];

    /// <summary>What comes beside, in ordinal order of name.</summary>
    public ImmutableArray<Expansion> Expansions { get; init; } = [];

    /// <summary>
    /// Part of what the ramp brings that is in service at an instant, 0 to 1; nothing outside its contract's term.
    /// </summary>
    public double InServiceAt(Instant at) => Contract.CoversAt(at) ? Ramp.At(at) : 0;
}

/// <summary>Accelerators of one kind on one site.</summary>
/// <param name="Name">Name, unique on the site.</param>
/// <param name="Kind">Accelerator kind.</param>
/// <param name="Count">Installed at full ramp.</param>
/// <param name="Availability">Part in working order, 0 to 1.</param>
/// <param name="Inference">Part that serves users, 0 to 1.</param>
public sealed record Pool(string Name, Accelerator Kind, double Count, double Availability, double Inference)
{
    /// <summary>Accelerators that can serve users at full ramp.</summary>
    public double Serving => Count * Availability * Inference;
}
