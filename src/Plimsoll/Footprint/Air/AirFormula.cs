using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Air;

/// <summary>What a stack emits by what is measured in it, by what holds it back, and at most in a year.</summary>
public static class AirFormula
{
    /// <summary>Dry exhaust of natural gas without excess air, dscf/MMBtu: EPA Method 19, table 19-2.</summary>
    private const double DryExhaust = 8710;

    /// <summary>Oxygen of dry air, % by volume: EPA Method 19, equation 19-1.</summary>
    private const double OxygenOfAir = 20.9;

    /// <summary>Oxygen of the exhaust at which concentrations of gas turbines are stated, %.</summary>
    private const double OxygenStated = 15;

    /// <summary>Volume of a pound-mole of gas at 68 °F and 1 atm, scf: EPA Method 20.</summary>
    private const double MoleVolume = 385.3;

    /// <summary>Exact (NIST SP 811).</summary>
    private const double KilogramsPerPound = 0.45359237;

    private const double Million = 1e6;
    private const double KilowattHoursPerMegawattHour = 1e3;

    /// <summary>
    /// What is emitted for heat where the dry exhaust holds so much of a pollutant, at 15 % oxygen: ppm × K × 8,710 ×
    /// 20.9 ÷ (20.9 − 15) in lb/MMBtu, with K its molar mass ÷ 385.3 ÷ 10⁶ (EPA Method 19, equation 19-1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is a mixture, which has no molar mass.</exception>
    public static FuelFactor FromExhaust(Pollutant pollutant, Concentration measured) => new(
        measured.PartsPerMillion * (MolarMass(pollutant) / MoleVolume / Million)
        * DryExhaust * OxygenOfAir / (OxygenOfAir - OxygenStated) * KilogramsPerPound);

    /// <summary>What is left behind controls one after another: factor × Π(1 − efficiency).</summary>
    public static FuelFactor Behind(FuelFactor uncontrolled, IEnumerable<Share> efficiencies) =>
        efficiencies.Aggregate(uncontrolled, (left, efficiency) =>
            new(left.KilogramsPerMillionBtu * (1 - efficiency.Fraction)));

    /// <summary>What is emitted for electric energy.</summary>
    /// <param name="emission">What is emitted for heat.</param>
    /// <param name="heatRate">Btu of fuel, higher heating value, for a kilowatt-hour.</param>
    public static EmissionFactor ForEnergy(FuelFactor emission, double heatRate) =>
        new(emission.KilogramsPerMillionBtu * heatRate * KilowattHoursPerMegawattHour / Million);

    /// <summary>What is emitted at full power over a time, such as a year of 8,760 hours: potential to emit.</summary>
    /// <param name="emission">What is emitted for energy.</param>
    /// <param name="power">Power of all units.</param>
    /// <param name="time">How long.</param>
    public static Mass PotentialToEmit(EmissionFactor emission, Watts power, Duration time) =>
        new(emission.KilogramsPerMegawattHour * Joules.From(power, time).MegawattHours);

    /// <summary>Molar mass, g/mol; nitrogen oxides count as NO2.</summary>
    private static double MolarMass(Pollutant pollutant) => pollutant switch
    {
        Pollutant.Nox => 46.0055,
        Pollutant.Co => 28.010,
        Pollutant.Hcho => 30.026,
        Pollutant.So2 => 64.064,
        Pollutant.Co2 => 44.009,
        _ => throw new ArgumentOutOfRangeException(nameof(pollutant), pollutant, "A mixture has no molar mass."),
    };
}
