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

    /// <summary>What is left of the market without all contracts; null: the average of the location.</summary>
    public EmissionFactor? Residual { get; init; }

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
