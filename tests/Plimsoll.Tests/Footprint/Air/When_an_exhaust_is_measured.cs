using Plimsoll.Footprint.Air;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Footprint.Air;

/// <summary>EPA Method 19 at 15 % oxygen, AP-42 3.1 and heat rates by hand.</summary>
public class When_an_exhaust_is_measured
{
    private const double KilogramsPerPound = 0.45359237;

    [Fact]
    public void A_ppm_of_nox_is_0_003684_and_one_of_co_0_002243_pounds_for_a_million_Btu()
    {
        Assert.Equal(0.003684, Pounds(Exhaust(Pollutant.Nox, 1)), 5e-7);
        Assert.Equal(0.002243, Pounds(Exhaust(Pollutant.Co, 1)), 5e-7);
    }

    /// <summary>EPA Method 19: K of NOx is 1.194e-7, of SO2 1.660e-7 lb/dscf for a ppm.</summary>
    [Fact]
    public void Its_constants_are_those_of_method_19()
    {
        const double perPound = 8710 * 20.9 / 5.9;
        Assert.Equal(1.194e-7, Pounds(Exhaust(Pollutant.Nox, 1)) / perPound, 1e-11);
        Assert.Equal(1.660e-7, Pounds(Exhaust(Pollutant.So2, 1)) / perPound, 3e-10);
    }

    [Fact]
    public void Two_and_a_half_ppm_behind_catalysis_are_0_0092_pounds_for_a_million_Btu() =>
        Assert.Equal(0.0092, Pounds(Exhaust(Pollutant.Nox, 2.5)), 5e-5);

    [Fact]
    public void A_mixture_has_no_concentration_to_convert() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Exhaust(Pollutant.Voc, 1));

    /// <summary>AP-42 3.1: 0.32 lb/MMBtu of NOx uncontrolled, 0.13 behind water, 0.099 lean premix.</summary>
    [Fact]
    public void Controls_multiply_what_they_let_through()
    {
        Assert.Equal(0.13, Behind(0.32, 0.60), 0.005);
        Assert.Equal(0.099, Behind(0.32, 0.69), 0.0005);
        Assert.Equal(0.099 * 0.1, Behind(0.32, 0.69, 0.90), 5e-5);
        Assert.Equal(0.082 * 0.1, Behind(0.082, 0.90), 1e-9);
        Assert.Equal(0.32, Behind(0.32), 1e-12);
    }

    /// <summary>40 CFR 98: 117 lb/MMBtu; 6,800 Btu/kWh combined, 10,000 to 10,500 simple cycle.</summary>
    [Fact]
    public void A_kilowatt_hour_of_gas_is_0_361_kilograms_of_co2_combined_and_0_531_to_0_557_simple()
    {
        Assert.Equal(0.361, Co2(6_800), 0.0005);
        Assert.Equal(0.531, Co2(10_000), 0.0005);
        Assert.Equal(0.557, Co2(10_500), 0.0005);
    }

    private static double Co2(double heatRate) => AirFormula.ForEnergy(
        new FuelFactor(117 * KilogramsPerPound), heatRate).KilogramsPerMegawattHour / 1000;

    private static FuelFactor Exhaust(Pollutant pollutant, double ppm) =>
        AirFormula.FromExhaust(pollutant, new Concentration(ppm));

    private static double Behind(double uncontrolled, params double[] efficiencies) => Pounds(AirFormula.Behind(
        new FuelFactor(uncontrolled * KilogramsPerPound), efficiencies.Select(one => new Share(one))));

    private static double Pounds(FuelFactor factor) => factor.KilogramsPerMillionBtu / KilogramsPerPound;
}
