using Plimsoll.Footprint.Air;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Carbon;

/// <summary>Greenhouse gases of a fuel, for the heat that is in it (higher heating value).</summary>
/// <param name="CarbonDioxide">Carbon dioxide when it is burnt.</param>
/// <param name="Methane">Methane when it is burnt.</param>
/// <param name="NitrousOxide">Nitrous oxide when it is burnt.</param>
/// <param name="Upstream">CO2e of winning it and bringing it to the site.</param>
public sealed record FuelCarbon(
    FuelFactor CarbonDioxide, FuelFactor Methane, FuelFactor NitrousOxide, FuelFactor Upstream)
{
    /// <summary>CO2e when it is burnt, for the electricity of a unit.</summary>
    /// <param name="potentials">How methane and nitrous oxide count.</param>
    /// <param name="heatRate">Btu of fuel for a kilowatt-hour.</param>
    public EmissionFactor Burnt(WarmingPotentials potentials, double heatRate) => potentials.Of(
        AirFormula.ForEnergy(CarbonDioxide, heatRate),
        AirFormula.ForEnergy(Methane, heatRate),
        AirFormula.ForEnergy(NitrousOxide, heatRate));

    /// <summary>CO2e of winning and bringing it, for the electricity of a unit.</summary>
    /// <param name="heatRate">Btu of fuel for a kilowatt-hour.</param>
    public EmissionFactor Before(double heatRate) => AirFormula.ForEnergy(Upstream, heatRate);
}
