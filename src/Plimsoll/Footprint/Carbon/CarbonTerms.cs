using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Carbon;

/// <summary>Terms of the carbon account of a site. What is null is not stated and counts as nothing.</summary>
public sealed record CarbonTerms
{
    /// <summary>Whether who accounts runs the site: then its energy is scope 1 and 2, otherwise scope 3.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Average of the grid, for connections that state none of their own.</summary>
    public EmissionFactor? Average { get; init; }

    /// <summary>What plants emit that follow the load of the grid (non-baseload), for changes of load.</summary>
    public EmissionFactor? Marginal { get; init; }

    /// <summary>What the site's supplier says that it emits for a megawatt-hour that no contract covers.</summary>
    public EmissionFactor? Supplier { get; init; }

    /// <summary>What is left of the market without all contracts.</summary>
    public EmissionFactor? Residual { get; init; }

    /// <summary>
    /// What counts for energy that no contract covers, in the order of the Scope 2 Guidance: the supplier's rate, the
    /// residual mix, and only then the average of the location.
    /// </summary>
    public UncoveredRate Uncovered => Supplier is not null ? UncoveredRate.Supplier
        : Residual is not null ? UncoveredRate.Residual : UncoveredRate.Location;

    /// <summary>Part of what is generated for the grid that is lost on its way, 0 to below 1.</summary>
    public double GridLoss { get; init; }

    /// <summary>What the generators of the site burn.</summary>
    public FuelCarbon? Fuel { get; init; }

    /// <summary>How methane and nitrous oxide count.</summary>
    public required WarmingPotentials Potentials { get; init; }

    /// <summary>Contracts for electricity, in ordinal order of name.</summary>
    public ImmutableArray<ContractInstrument> Instruments { get; init; } = [];

    /// <summary>What was emitted to make accelerators, in ordinal order of their names.</summary>
    public ImmutableArray<EmbodiedCarbon> Embodied { get; init; } = [];
}

/// <summary>What counts, by contracts, for energy that none covers.</summary>
public enum UncoveredRate
{
    /// <summary>The rate of the supplier.</summary>
    Supplier,

    /// <summary>The residual mix of the grid.</summary>
    Residual,

    /// <summary>The average of the location, since neither is known: a guess, as a rule too low.</summary>
    Location,
}

/// <summary>What was emitted to make an accelerator.</summary>
/// <param name="Accelerator">Name of its kind.</param>
/// <param name="Each">CO2e of one, with its part of the server.</param>
/// <param name="Life">How long it is used. Above zero.</param>
public sealed record EmbodiedCarbon(string Accelerator, Mass Each, Duration Life)
{
    /// <summary>
    /// Embodied emissions that fall on a use, in kilograms: M = TE × (TiR ÷ EL) × (RR ÷ ToR) of ISO/IEC 21031.
    /// </summary>
    /// <param name="reserved">Time for which it is reserved (TiR).</param>
    /// <param name="part">Part of it that is reserved (RR ÷ ToR), 0 to 1; more than 1 for several.</param>
    public double KilogramsOver(Duration reserved, double part = 1) =>
        Each.Kilograms * (reserved.Seconds / Life.Seconds) * part;
}
