using System.Collections.Immutable;

namespace Plimsoll.Footprint;

/// <summary>What energy and capacity cause. Numbered and append-only: the names appear in documents.</summary>
public enum Impact
{
    /// <summary>CO2e with every grid's own average (location-based), own fuel with it, in kilograms.</summary>
    LocationCarbon = 1,

    /// <summary>CO2e by what was contracted (market-based), own fuel with it, in kilograms.</summary>
    MarketCarbon = 2,

    /// <summary>CO2e of fuel that is burnt on site (scope 1), in kilograms; part of both of the above.</summary>
    FuelCarbon = 3,

    /// <summary>CO2e of making the hardware, its part of this time, in kilograms.</summary>
    EmbodiedCarbon = 4,

    /// <summary>Water consumed on site, in litres.</summary>
    SiteWater = 5,

    /// <summary>Water consumed where the electricity is made, in litres.</summary>
    SourceWater = 6,

    /// <summary>Nitrogen oxides emitted on site, in kilograms.</summary>
    Nox = 7,

    /// <summary>Price of the energy, in US dollars.</summary>
    EnergyMoney = 8,

    /// <summary>Price of the capacity, in US dollars.</summary>
    CapacityMoney = 9,

    /// <summary>CO2e by what was contracted, matched hour by hour, own fuel with it, in kilograms.</summary>
    HourlyCarbon = 10,
}

/// <summary>What an impact follows, and so what it is split by.</summary>
public enum ImpactBasis
{
    /// <summary>Energy.</summary>
    Energy,

    /// <summary>Accelerators, whether they work or not.</summary>
    Accelerators,
}

/// <summary>An impact of one site.</summary>
/// <param name="Impact">What it is.</param>
/// <param name="Amounts">Amount in each hour, in the unit of the impact.</param>
public sealed record ImpactLine(Impact Impact, ImmutableArray<double> Amounts)
{
    /// <summary>What it is split by.</summary>
    public ImpactBasis Basis => BasisOf(Impact);

    /// <summary>
    /// What an impact is split by: hardware and what it is leased for by accelerators, the rest by energy.
    /// </summary>
    public static ImpactBasis BasisOf(Impact impact) =>
        impact is Impact.EmbodiedCarbon or Impact.CapacityMoney ? ImpactBasis.Accelerators : ImpactBasis.Energy;
}
