using Plimsoll.Footprint;
using Plimsoll.Footprint.Carbon;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Footprint.Carbon;

/// <summary>Figures that were published, each with its source, by the formulae of the accounts.</summary>
public class When_published_figures_are_reckoned_again
{
    private const double KilogramsPerPound = 0.45359237;

    private static EmissionFactor PerMegawattHour(double pounds) => new(pounds * KilogramsPerPound);

    /// <summary>ISO/IEC 21031 (Green Software Foundation, SCI specification): "around 28 g".</summary>
    [Fact]
    public void A_ton_of_embodied_carbon_over_four_years_is_28_and_a_half_grams_an_hour()
    {
        var server = new EmbodiedCarbon("server", new Mass(1000), Duration.FromDays(4 * 365));

        Assert.Equal(28.5, server.KilogramsOver(Duration.FromHours(1)) * 1000, 0.05);
    }

    /// <summary>The same specification: half of the resources, half of it; M is added to O and divided by R.</summary>
    [Fact]
    public void A_score_adds_operation_and_making_and_divides_by_what_was_done()
    {
        var making = new EmbodiedCarbon("server", new Mass(1000), Duration.FromDays(4 * 365))
            .KilogramsOver(Duration.FromHours(1), 0.5);
        var score = new SciScore(0.1, making, 10, "requests");

        Assert.Equal((100 + 14.27) / 10, score.GramsPerUnit!.Value, 0.001);
        Assert.Null(new SciScore(0.1, 0, 0, "requests").GramsPerUnit);
    }

    /// <summary>EPA eGRID2023, January 2025: total output rates of CO2e in lb/MWh.</summary>
    [Theory]
    [InlineData("SRTV", 900.82, 0.4086)]
    [InlineData("SRMV", 741.371, 0.3363)]
    [InlineData("ERCT", 740.832, 0.3360)]
    [InlineData("US", 775.239, 0.3516)]
    public void Pounds_of_a_subregion_become_kilograms(string subregion, double pounds, double kilogramsPerKilowattHour)
    {
        var factor = PerMegawattHour(pounds);

        Assert.True(Math.Abs((factor.KilogramsPerMegawattHour / 1000) - kilogramsPerKilowattHour) < 0.00005, subregion);
    }

    /// <summary>EPA eGRID2023: the CO2e of CAMX is its CO2 + 28 CH4 + 265 N2O (IPCC AR5).</summary>
    [Fact]
    public void Gases_of_California_add_up_to_its_published_equivalent()
    {
        var gases = new WarmingPotentials(28, 265).Of(
            PerMegawattHour(436.655), PerMegawattHour(0.025), PerMegawattHour(0.003));

        Assert.Equal(438.150, gases.KilogramsPerMegawattHour / KilogramsPerPound, 0.0005);
    }

    /// <summary>40 CFR 98: 117 lb/MMBtu; 0.361 kg/kWh at 6,800 Btu/kWh, 0.531 to 0.557 at 10,000 to 10,500.</summary>
    [Theory]
    [InlineData(6800, 0.361)]
    [InlineData(10_000, 0.531)]
    [InlineData(10_500, 0.557)]
    public void Gas_that_is_burnt_emits_by_heat_rate(double heatRate, double kilogramsPerKilowattHour)
    {
        var gas = new FuelCarbon(new(117 * KilogramsPerPound), default, default, default);

        Assert.Equal(
            kilogramsPerKilowattHour,
            gas.Burnt(MeteredSite.Ar5, heatRate).KilogramsPerMegawattHour / 1000,
            0.0005);
    }

    /// <summary>
    /// Google, arXiv 2508.15734: a median prompt of 0.24 Wh is accelerators 58 %, hosts 25 %, idle 10 % and overhead
    /// 8 % at 1.09 times IT power. Only the ratios of the first three and the 1.09 are put in.
    /// </summary>
    [Fact]
    public void A_Gemini_prompt_divides_as_Google_says()
    {
        const double facility = 1.09;
        const double whole = 0.24;
        const double it = (0.58 + 0.25) / 0.58;
        const double nanojoules = 1e9 * Joules.PerWattHour;
        var working = whole / facility * (0.58 + 0.25) / (0.58 + 0.25 + 0.10);
        var idle = (whole / facility) - working;
        var prompt = EnergyBoundary.Of(
            new MeteredSite
            {
                Grid = [(long)(whole * nanojoules)],
                Uses =
                [
                    MeteredSite.Use(UseKind.Serving, "gemini", [(long)(working * facility * nanojoules)]),
                    MeteredSite.Use(UseKind.Idle, "", [(long)(idle * facility * nanojoules)]),
                ],
            }.Meter(), it, facility);

        Assert.Equal(whole, prompt.Comprehensive / nanojoules, 1e-6);
        Assert.Equal(0.58, prompt.Accelerators / prompt.Comprehensive, 0.01);
        Assert.Equal(0.25, prompt.Hosts / prompt.Comprehensive, 0.01);
        Assert.Equal(0.10, prompt.Idle / prompt.Comprehensive, 0.01);
        Assert.Equal(0.08, prompt.Overhead / prompt.Comprehensive, 0.01);
    }

    /// <summary>The same paper: 0.10 Wh where only accelerators at work count, 0.24 Wh with all: 2.4 times.</summary>
    [Fact]
    public void The_boundary_makes_a_Gemini_prompt_more_than_twice_as_large() =>
        Assert.Equal(2.4, new EnergyBoundary(0.10, 0.06, 0.02, 0.06).Ratio, 1e-9);
}
