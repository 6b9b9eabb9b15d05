using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Carbon;

/// <summary>What a gas warms over 100 years, as a multiple of the same mass of carbon dioxide.</summary>
/// <param name="Methane">Methane, above zero.</param>
/// <param name="NitrousOxide">Nitrous oxide, above zero.</param>
public sealed record WarmingPotentials(double Methane, double NitrousOxide)
{
    /// <summary>CO2e of what is emitted for electricity.</summary>
    public EmissionFactor Of(EmissionFactor carbonDioxide, EmissionFactor methane, EmissionFactor nitrousOxide) => new(
        carbonDioxide.KilogramsPerMegawattHour
        + (methane.KilogramsPerMegawattHour * Methane)
        + (nitrousOxide.KilogramsPerMegawattHour * NitrousOxide));
}
