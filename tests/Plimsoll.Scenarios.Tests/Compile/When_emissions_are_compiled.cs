using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Tests.Compile;

public class When_emissions_are_compiled
{
    private const string Written = """
            feeds: 4
            sources:
              grid: {mains: {capacity: 1 GW}}
              generators:
                turbines: {capacity: 200 MW, units: 10, heat-rate: 10000 Btu/kWh, air: {
                  unit: gas-turbine, controls: [burner, catalyst], exhaust: {co: 4 ppm}, heat: {pm: 0.01 lb/MMBtu},
                  start: {nox: 5 kg}, stop: {nox: 7 lb}, start-time: 20 min, stop-time: 10 min}}
            permits:
              county: {title: The county, from: 2026-01-01, until: 2027-01-01, starts: 22, stops: 20,
                caps: {nox: 87 short tons, hcho: 9 t}, start-and-stop-time: 110 h, running-time: 4000 h,
                before: [{month: 2026-02-01, emitted: {nox: 1 t}, starts: 2},
                  {month: 2026-01-01, running-time: 100 h}]}
              record: {sources: []}
        """;

    private const string Factors = """
        title: A small service
        factors:
          air:
            version: 2026-11-29
            units: {gas-turbine: {nox: 0.32 lb/MMBtu, co: 0.082 lb/MMBtu, pm: 0.0066 lb/MMBtu, hcho: 0.00071 lb/MMBtu}}
            controls: {burner: {nox: 69 %}, catalyst: {nox: 90 %, hcho: 70 %}}
            thresholds: {major: {nox: 250 short tons}}
        """;

    [Fact]
    public void What_is_measured_counts_before_what_is_stated_and_that_before_factors_behind_controls()
    {
        var air = Turbines().Air;

        Assert.Equal(0.32 * 0.31 * 0.1, Pounds(air, Pollutant.Nox), 1e-9);
        Assert.Equal(4 * 0.002243, Pounds(air, Pollutant.Co), 1e-5);
        Assert.Equal(0.01, Pounds(air, Pollutant.Pm), 1e-9);
        Assert.Equal(0.00071 * 0.3, Pounds(air, Pollutant.Hcho), 1e-9);
        Assert.Equal([Pollutant.Nox, Pollutant.Co, Pollutant.Pm, Pollutant.Hcho], air.Stated);
        Assert.Equal((5, 7 * 0.45359237), (air.Start[Pollutant.Nox].Kilograms, air.Stop[Pollutant.Nox].Kilograms));
        Assert.Equal((Duration.FromMinutes(20), Duration.FromMinutes(10)), (air.StartTime, air.StopTime));
    }

    [Fact]
    public void A_permit_is_what_was_written()
    {
        var permits = Site().Permits;

        Assert.Equal(["county", "record"], permits.Select(permit => permit.Name));
        var county = permits[0];
        Assert.Equal(("The county", 22.0, 20.0), (county.Title, county.Starts, county.Stops));
        Assert.Equal(["turbines"], county.Sources);
        Assert.Equal([Pollutant.Nox, Pollutant.Hcho], county.Caps.Keys);
        Assert.Equal(87, county.Caps[Pollutant.Nox].ShortTons, 1e-9);
        Assert.Equal(Duration.FromHours(110), county.StartAndStopTime);
        Assert.Equal(Duration.FromHours(4000), county.RunningTime);
        Assert.False(county.CoversAt(Instant.FromDate(new(2025, 12, 31))));
        Assert.True(county.CoversAt(Instant.FromDate(new(2026, 12, 31))));
        Assert.False(county.CoversAt(Instant.FromDate(new(2027, 1, 1))));
        Assert.Equal([100, 0], county.Before.Select(month => month.RunningTime.Seconds / 3600));
        Assert.Equal((1000, 2), (county.Before[1].Emitted[Pollutant.Nox].Kilograms, county.Before[1].Starts));
        Assert.Empty(permits[1].Caps);
    }

    [Fact]
    public void Thresholds_are_those_of_the_factors()
    {
        var threshold = AirCompiler.Thresholds(Document().Spec).Single();

        Assert.Equal("major", threshold.Name);
        Assert.Equal(250, threshold.PerYear[Pollutant.Nox].ShortTons, 1e-9);
    }

    [Fact]
    public void What_air_rests_on_is_no_input_of_a_plan() =>
        Assert.DoesNotContain(Document().PlanInputs, input =>
            input.Path.Contains(".air.", StringComparison.Ordinal)
            || input.Path.Contains(".permits.", StringComparison.Ordinal));

    private static double Pounds(StackEmissions air, Pollutant pollutant) =>
        air.Running[pollutant].KilogramsPerMegawattHour / 10 / 0.45359237;

    private static EnergySource.Generators Turbines() => Site().Sources.OfType<EnergySource.Generators>().Single();

    private static Site Site() =>
        ServiceModelCompiler.Compile(Document().Spec).Sites.Single(site => site.Name == "old");

    private static ScenarioDocument Document() => Scenario.Document(Scenario.Load(Scenario.With(
        Scenario.SmallWith("title: A small service", Factors), "    feeds: 4", Written)));
}
