using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Tests.Compile;

public class When_sources_are_written
{
    private static readonly string Hours = string.Join(", ", Enumerable.Repeat("1", 24));

    [Fact]
    public void They_are_kept_in_order_of_name_with_what_is_stated()
    {
        var site = Site(
            ("sites.north.energy", "{price: 60 USD/MWh, carbon: 400 kg/MWh, evidence: assumed}"),
            ("sites.north.sources", $$"""
                {evidence: assumed,
                 grid: {line: {capacity: 200 MW} },
                 generators: {gas: {capacity: 100 MW, units: 4, heat-rate: 9000 Btu/kWh, least-load: 40 %, rank: 1,
                   least-output: 10 MW, ramp-per-minute: 2 MW, price: 50 USD/MWh, until: 2027-01-01} },
                 solar: {roof: {capacity: 50 MW, mean-output: 20 %, by-hour: [{{Hours}}]} },
                 storage: {cells: {capacity: 40 MW, energy: 80 MWh, round-trip: 90 %, reserve: 10 %} } }
                """.ReplaceLineEndings(" ")));

        Assert.Equal(["cells", "gas", "line", "roof"], site.Sources.Select(source => source.Name));
        var gas = (EnergySource.Generators)site.Sources[1];
        Assert.Equal((4, 9000.0, 0.4, 1, 10e6), (gas.Units, gas.HeatRate, gas.LeastLoad, gas.Rank, gas.Least.Value));
        Assert.Equal(2e6, gas.RampPerMinute!.Value.Value);
        Assert.False(gas.IsThereAt(Instant.FromDate(new DateOnly(2027, 1, 1))));
        var line = (EnergySource.Grid)site.Sources[2];
        Assert.Equal((60, 400), (line.PriceAt(5).DollarsPerMegawattHour, line.CarbonAt(5).KilogramsPerMegawattHour));
        Assert.All(((EnergySource.Solar)site.Sources[3]).Output, part => Assert.Equal(0.2, part, 1e-12));
        Assert.Equal(80.0, ((EnergySource.Storage)site.Sources[0]).Energy.MegawattHours);
    }

    [Fact]
    public void Gas_has_the_carbon_of_its_heat()
    {
        var site = Site(("sites.north.sources",
            "{evidence: assumed, generators: {gas: {capacity: 1 MW, units: 1, heat-rate: 10000 Btu/kWh}}}"));

        // 117 lb of CO2 for a million Btu: 40 CFR 98, table C-1.
        Assert.Equal(10_000 * 117 * 0.45359237 / 1e3, site.Sources[0].CarbonAt(0).KilogramsPerMegawattHour, 0.2);
    }

    [Fact]
    public void A_curtailment_has_its_defaults()
    {
        var terms = Site(("sites.north.curtailment",
            "{evidence: assumed, depth: 50 %, per-year: 44 h, length: 2 h}")).Curtailment!;

        Assert.Equal(CurtailmentTerms.DefaultOrder, terms.Order);
        Assert.Equal((Duration.FromHours(2), Duration.Zero), (terms.Longest, terms.Notice));
        Assert.Equal((double.PositiveInfinity, null, null), (terms.Rebound, terms.From, terms.Clocks));
    }

    [Theory]
    [InlineData("sources", "{grid: {a: {capacity: 1 MW, price-by-hour: [1]}}}", "expected 24")]
    [InlineData("sources", "{grid: {a: {capacity: 1 MW, least-output: 2 MW}}}", "expected at most 'capacity'")]
    [InlineData("sources", """
        {generators: {a: {capacity: 60 MW, units: 1, heat-rate: 9000 Btu/kWh, least-load: 1, ramp-per-minute: 0.9 MW}}}
        """, "expected at least 1/60 of the least load of a unit (1 MW)")]
    [InlineData("sources", "{grid: {a: {capacity: 1 MW, from: 2026-05-02, until: 2026-05-01}}}", "later than 'from'")]
    [InlineData("sources", "{storage: {a: {capacity: 1 MW, energy: 1 MWh, round-trip: 90 %}}}", "nothing that gives")]
    [InlineData("sources", """
        {grid: {a: {capacity: 1 MW}}, generators: {a: {capacity: 1 MW, units: 1, heat-rate: 9000 Btu/kWh}}}
        """, "choose another")]
    [InlineData("curtailment", "{depth: 50 %, per-year: 44 h, length: 2 h, order: [training, batch]}", "'limits'")]
    [InlineData("curtailment", "{depth: 50 %, per-year: 44 h, length: 2 h, from: 'noon'}", "a time such as")]
    [InlineData("curtailment", "{depth: 50 %, per-year: 44 h, length: 2 h, longest: 1 h}", "'length' or more")]
    public void What_cannot_be_is_told(string key, string written, string expected)
    {
        var text = written.Trim().Insert(1, "evidence: assumed, ");
        var errors = Scenario.Errors(Scenario.Small().With([($"sites.north.{key}", text)]));

        Assert.Contains(errors, error => error.Contains(expected, StringComparison.Ordinal));
    }

    private static Site Site(params (string, string)[] settings) =>
        ServiceModelCompiler.Compile(Scenario.Document(Scenario.Small().With(settings)).Spec)
            .Sites.Single(site => site.Name == "north");
}
