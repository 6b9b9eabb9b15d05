using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>What the energy of a site costs and emits, and how much of it is drawn in any case.</summary>
public sealed record EnergySpec
{
    /// <summary>Price of energy; absent: not known, and counted as nothing.</summary>
    [ZeroAllowed]
    public Input<EnergyPrice>? Price { get; init; }

    /// <summary>24 multiples of <c>price</c>, by hour of the day from midnight UTC; absent: all alike.</summary>
    public IReadOnlyList<double> PriceByHour { get; init; } = [];

    /// <summary>CO2e of its energy; absent: not known, and counted as nothing.</summary>
    [ZeroAllowed]
    public Input<EmissionFactor>? Carbon { get; init; }

    /// <summary>24 multiples of <c>carbon</c>, by hour of the day from midnight UTC; absent: all alike.</summary>
    public IReadOnlyList<double> CarbonByHour { get; init; } = [];

    /// <summary>Must-run: power that is drawn in every hour, useful or not; at most all of it; absent: none.</summary>
    public Input<Watts>? LeastDraw { get; init; }
}

/// <summary>A minimum of a week that is paid whether used or not: one of the two.</summary>
public sealed record TakeOrPaySpec
{
    /// <summary>Part of the accelerator-hours in service under the contract.</summary>
    public Input<Share>? Share { get; init; }

    /// <summary>Accelerator-hours.</summary>
    public Input<Count>? AcceleratorHours { get; init; }
}
