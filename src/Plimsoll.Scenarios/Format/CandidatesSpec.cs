using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>What could be added to the supply, and at which price.</summary>
public sealed record CandidatesSpec
{
    /// <summary>Price of one hour of one accelerator, power and operation included, by kind.</summary>
    public IReadOnlyDictionary<string, Input<Usd>> PricePerHour { get; init; } = new Dictionary<string, Input<Usd>>();

    /// <summary>Accelerators that <c>plimsoll mix</c> may choose, by name.</summary>
    public IReadOnlyDictionary<string, SupplyOfferSpec> Supply { get; init; } =
        new Dictionary<string, SupplyOfferSpec>();

    /// <summary>Power that <c>plimsoll mix</c> may choose for accelerators without, by name.</summary>
    public IReadOnlyDictionary<string, PowerOfferSpec> Power { get; init; } =
        new Dictionary<string, PowerOfferSpec>();

    /// <summary>
    /// Part of their full load that accelerators without power draw on average; absent: all of it.
    /// </summary>
    public Input<Share>? MeanDraw { get; init; }
}

/// <summary>Accelerators that could be had.</summary>
public sealed record SupplyOfferSpec
{
    /// <summary>Accelerator kind, by name.</summary>
    public required string Accelerator { get; init; }

    /// <summary>Site at which, by name; absent: a new one.</summary>
    public string? Site { get; init; }

    /// <summary>Price of one hour of one accelerator; absent: that of its kind.</summary>
    public Input<Usd>? PricePerHour { get; init; }

    /// <summary>The most that can be had; absent: any number.</summary>
    public Input<Count>? AtMost { get; init; }

    /// <summary>First day on which it can be had; absent: any day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Whether it comes without power, which <c>power</c> then has to bring; absent: with it.</summary>
    public bool WithoutPower { get; init; }
}

/// <summary>Power that could be had: from a grid, generated on site, or curtailable.</summary>
public sealed record PowerOfferSpec
{
    /// <summary>Price of the energy, for one megawatt-hour.</summary>
    [ZeroAllowed]
    public required Input<Usd> PerMegawattHour { get; init; }

    /// <summary>Price of the capacity, for one megawatt and month.</summary>
    [ZeroAllowed]
    public required Input<Usd> PerMegawattMonth { get; init; }

    /// <summary>
    /// Part that is lost in its own outage, one of those of N-1: a feed of a grid, a unit of a plant, what may be
    /// curtailed.
    /// </summary>
    [ZeroAllowed]
    public required Input<Share> Lost { get; init; }

    /// <summary>Part of a year for which that part is curtailed; absent: none.</summary>
    [ZeroAllowed]
    public Input<Share>? Curtailed { get; init; }

    /// <summary>The most that can be had; absent: any amount.</summary>
    public Input<Watts>? AtMost { get; init; }

    /// <summary>First day on which it can be had; absent: any day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Permit that it needs, in words.</summary>
    public string? Permit { get; init; }
}
