using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_the_adequacy_of_a_service_is_assessed
{
    private static readonly string[] certain = ["--set", "outages.revocations.spacex.probability=0 %"];

    [Fact]
    public void Every_part_of_the_load_is_told_with_its_bounds()
    {
        var document = Json("--months", "2");

        Assert.Equal("plimsoll.service-adequacy/1", document.GetProperty("format").GetString());
        Assert.Equal("2026-06-06", document.GetProperty("from").GetString());
        Assert.Equal(61 * 24, document.GetProperty("lossProbability").GetArrayLength());
        Assert.Equal(3, document.GetProperty("prices").EnumerateObject().Count());
        var categories = document.GetProperty("categories").EnumerateArray().ToList();
        Assert.Equal("free", categories[0].GetProperty("name").GetString());
        Assert.Equal("max-20x", categories[^1].GetProperty("name").GetString());
        Assert.All(categories, category =>
        {
            var least = Hours(category.GetProperty("atLeast"));
            Assert.InRange(least, 0, Hours(category.GetProperty("atMost")));
            Assert.InRange(Hours(category), 0, Math.Max(least, 1e-9) * 1.0001);
        });
        Assert.Equal(
            document.GetProperty("total").GetProperty("unserved").GetDouble(),
            categories.Sum(category => category.GetProperty("unserved").GetDouble()),
            1e-3);
    }

    [Fact]
    public void What_contracts_are_worth_and_simulated_years_stand_beside()
    {
        var document = Json(["--months", "1", "--elcc", "--monte-carlo", "20", "--seed", "4", .. certain]);

        var sources = document.GetProperty("sources").EnumerateArray()
            .ToDictionary(source => source.GetProperty("name").GetString()!);
        Assert.Equal(7, sources.Count);
        Assert.All(sources.Values, source => Assert.InRange(
            source.GetProperty("loadCarried").GetDouble(), 0, source.GetProperty("capacity").GetDouble()));
        Assert.Equal(4, document.GetProperty("monteCarlo").GetProperty("seed").GetInt32());
        Assert.Equal(12, document.GetProperty("monteCarlo").GetProperty("categories").GetArrayLength());
    }

    [Fact]
    public void Less_supply_more_load_and_growth_lose_more()
    {
        var usual = Lost(certain);

        Assert.True(Lost(["--load-multiple", "1.3", .. certain]) > 2 * usual);
        Assert.True(Lost(["--growth", .. certain]) > 1.1 * usual);
        Assert.True(Lost(["--without", "colossus-1", .. certain]) > 100 * usual);
    }

    [Fact]
    public void The_tables_name_the_states_the_months_and_the_worst_hours()
    {
        var (exit, output, error) = Cli.Run(
            ["adequacy", "colossus-1", "--months", "2", "--monte-carlo", "2", .. certain]);

        Assert.True(exit == ExitCode.Ok, error);
        Assert.Contains("From 6 Jun 2026 for 2 months (1,464 h); demand as on the first day", output,
            StringComparison.Ordinal);
        Assert.Contains("colossus-1 with 50% of its power", output, StringComparison.Ordinal);
        Assert.Contains("Jul 2026", output, StringComparison.Ordinal);
        Assert.Contains("LOLE of max-20x, h", output, StringComparison.Ordinal);
        Assert.Contains("none seen", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("criterion.demand-variation=40 %", "expected below a third")]
    [InlineData("outages.providers.amazon.contracts.0=amazn", "nearest: 'amazon'")]
    public void What_cannot_be_assessed_is_refused_with_the_reason(string setting, string reason)
    {
        var (exit, _, error) = Cli.Run("adequacy", "colossus-1", "--set", setting);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_far_above_any_fleet_is_lost_at_all_hours() =>
        Assert.Equal(720, Lost(["--load-multiple", "1000000"]), 6);

    private static double Lost(string[] arguments) => Hours(Json(["--months", "1", .. arguments]).GetProperty("total"));

    private static double Hours(JsonElement indices) => indices.GetProperty("lossHours").GetDouble();

    private static JsonElement Json(params string[] arguments)
    {
        var (exit, output, error) = Cli.Run(["adequacy", "colossus-1", .. arguments, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
