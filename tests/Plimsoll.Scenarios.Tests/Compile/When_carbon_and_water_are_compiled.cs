using Plimsoll.Footprint.Carbon;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Scenarios.Tests.Compile;

public class When_carbon_and_water_are_compiled
{
    private const string Factors = """
        title: A small service
        factors:
          carbon:
            version: 2026-11-29
            methane: 28x
            nitrous-oxide: 265x
            grid-loss: 5 %
            fuel: {carbon-dioxide: 117 lb/MMBtu, methane: 1 g/MMBtu, nitrous-oxide: 0.1 g/MMBtu, upstream: 15 g/MJ}
            hardware: {h100: 1 t}
            hardware-life: 1461 d
            grids:
              srtv:
                title: Tennessee
                average: 900.82 lb/MWh
                non-baseload: {carbon-dioxide: 1665.755 lb/MWh, methane: 0.154 lb/MWh, nitrous-oxide: 0.022 lb/MWh}
              srmv: {title: Mississippi, average: 741.371 lb/MWh}
          water: {version: 2026-11-29, grid: 4.35 L/kWh, generators: 205 gal/MWh, solar: 0 L/kWh}
        """;

    private const string Accounting = """
            feeds: 4
            accounting:
              grid: srtv
              instruments:
                far: {per-year: 8760 MWh, grid: srmv, until: 2026-12-31}
                near: {per-year: 8760 MWh, emission: 10 kg/MWh, by-month: [0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0, 0]}
              water: 0.5 L/kWh
              water-by-month: [1, 1, 1, 1, 1, 1, 3, 3, 3, 1, 1, 1]
        """;

    private static readonly string Text = Scenario.With(
        Scenario.SmallWith("title: A small service", Factors), "    feeds: 4", Accounting);

    private static ScenarioDocument Document() => Document(Text);

    private static ScenarioDocument Document(string text)
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-");
        try
        {
            var path = Path.Combine(directory.FullName, "s.yaml");
            File.WriteAllText(path, text);
            return Scenario.Document(ScenarioFile.Load(path));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Pounds_of_a_grid_are_kilograms_and_its_gases_one_equivalent()
    {
        var terms = FootprintCompiler.Carbon(Document().Spec, "old");

        Assert.Equal(408.605, terms.Average!.Value.KilogramsPerMegawattHour, 0.001);
        Assert.Equal(
            (1665.755 + (28 * 0.154) + (265 * 0.022)) * 0.45359237,
            terms.Marginal!.Value.KilogramsPerMegawattHour,
            1e-9);
        Assert.Equal(53.07, terms.Fuel!.CarbonDioxide.KilogramsPerMillionBtu, 0.001);
        Assert.Equal((0.05, false), (terms.GridLoss, terms.IsOwn));
        Assert.Equal(Duration.FromDays(1461), terms.Embodied.Single().Life);
    }

    [Fact]
    public void Contracts_of_another_grid_cannot_be_delivered_and_multiples_have_the_mean_one()
    {
        var instruments = FootprintCompiler.Carbon(Document().Spec, "old").Instruments;
        var july = Instant.FromDate(new DateOnly(2026, 7, 1));

        Assert.Equal([false, true], instruments.Select(one => one.IsDeliverable));
        Assert.Equal(4.0 * Joules.PerMegawattHour, instruments[1].JoulesAt(july));
        Assert.Equal(Joules.PerMegawattHour, instruments[0].JoulesAt(Instant.FromDate(new DateOnly(2026, 12, 31))));
        Assert.Equal(0, instruments[0].JoulesAt(Instant.FromDate(new DateOnly(2027, 1, 1))));
    }

    [Fact]
    public void A_residual_mix_is_that_of_the_grid_unless_the_site_states_one_and_is_none_where_nobody_does()
    {
        const string grid = "average: 900.82 lb/MWh";
        var ofGrid = Scenario.With(Text, grid, $"{grid}\n        residual: 1000 lb/MWh");
        var ofSite = Scenario.With(ofGrid, "      grid: srtv", "      grid: srtv\n      residual: 900 kg/MWh");
        var supplied = Scenario.With(ofSite, "      grid: srtv", "      grid: srtv\n      supplier: 0 kg/MWh");

        Assert.Equal(UncoveredRate.Location, FootprintCompiler.Carbon(Document().Spec, "old").Uncovered);
        Assert.Equal(453.592, Residual(ofGrid), 0.001);
        Assert.Equal(900, Residual(ofSite), 0.001);
        Assert.Equal(UncoveredRate.Supplier, FootprintCompiler.Carbon(Document(supplied).Spec, "old").Uncovered);

        static double Residual(string text) =>
            FootprintCompiler.Carbon(Document(text).Spec, "old").Residual!.Value.KilogramsPerMegawattHour;
    }

    [Fact]
    public void Water_follows_the_servers_and_the_months()
    {
        var terms = FootprintCompiler.Water(Document().Spec, "old");

        Assert.Equal(1, terms.ItPart);
        Assert.Equal(12, terms.ByMonth.Sum(), 1e-9);
        Assert.Equal(2, terms.ByMonth[6], 1e-9);
        Assert.Equal(0.205 * 3.785411784, terms.Generators!.Value.LitresPerKilowattHour, 1e-9);
    }

    [Fact]
    public void No_plan_rests_on_factors_or_accounting()
    {
        var document = Document();
        var only = document.Inputs.Except(document.PlanInputs).Select(input => input.Path).ToArray();

        Assert.Contains("factors.carbon.grids.srtv.average", only);
        Assert.Contains("sites.old.accounting.instruments.near.per-year", only);
        Assert.DoesNotContain("sites.old.power", only);
    }

    /// <summary>Carbon under 'energy', which allocations heed, is rounded; the table of subregions is not.</summary>
    [Theory]
    [InlineData("colossus-1")]
    [InlineData("rainier-indiana")]
    [InlineData("google-tpu")]
    [InlineData("azure")]
    [InlineData("other-clouds")]
    public void The_shipped_scenario_states_the_average_of_the_grid_that_it_names(string site)
    {
        var spec = Scenario.Document(
            ScenarioFile.Load(Path.Combine(AppContext.BaseDirectory, "scenarios", "colossus-1"))).Spec;

        Assert.Equal(28, spec.Factors.Carbon!.Grids.Count);
        Assert.Equal(
            spec.Sites[site].Energy!.Carbon!.Value.Value.KilogramsPerMegawattHour,
            FootprintCompiler.Carbon(spec, site).Average!.Value.KilogramsPerMegawattHour,
            0.5);
    }
}
