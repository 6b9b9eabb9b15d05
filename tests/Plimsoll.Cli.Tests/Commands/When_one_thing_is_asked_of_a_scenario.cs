using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>What is the same of every verb that asks one thing of one scenario.</summary>
public class When_one_thing_is_asked_of_a_scenario
{
    [Theory]
    [InlineData("power", "--csv")]
    [InlineData("permits", "--csv")]
    [InlineData("contracts", "--csv")]
    [InlineData("community", "--csv")]
    [InlineData("allocate", "--csv")]
    [InlineData("demand", "--csv")]
    [InlineData("horizon", "--html")]
    [InlineData("region", "--svg")]
    public void A_file_that_cannot_be_written_is_told_before_anything_is_worked_out(string verb, string option)
    {
        var (exit, output, error) = Cli.Run(verb, option, "/nowhere/at/all");

        Assert.Equal((ExitCode.InvalidInput, ""), (exit, output));
        Assert.Contains($"{option}: found /nowhere/at/all, whose directory does not exist", error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("power")]
    [InlineData("permits")]
    [InlineData("carbon")]
    [InlineData("contracts")]
    [InlineData("community")]
    [InlineData("worth", "spacex")]
    [InlineData("headroom")]
    public void A_scenario_that_is_wrong_is_told_with_every_error(params string[] verb)
    {
        var (exit, output, error) = Cli.Run(
            [.. verb, "--set", "sites.colossus-1.power=3 kg", "--set", "sites.colossus-1.accounting.grid=tva"]);

        Assert.Equal((ExitCode.InvalidInput, ""), (exit, output));
        Assert.Contains("sites.colossus-1.power: found '3 kg'", error, StringComparison.Ordinal);
        Assert.EndsWith("errors\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_residual_mix_is_stated_the_average_stands_in_and_that_is_said()
    {
        var average = Carbon();
        var stated = Carbon("--set", "sites.colossus-1.accounting.residual=1000 lb/MWh");

        Assert.Equal("location", average.GetProperty("uncovered").GetProperty("rate").GetString());
        Assert.Equal(Kilograms(average, "location"), Kilograms(average, "market"), 1e-3);
        Assert.Equal("residual", stated.GetProperty("uncovered").GetProperty("rate").GetString());
        Assert.True(Kilograms(stated, "market") > Kilograms(stated, "location"));
        Assert.Contains("since no residual mix is stated", Cli.Run("carbon").Output.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_factor_has_a_version_and_what_it_rests_on()
    {
        var tables = Json("factors").GetProperty("tables").EnumerateArray().ToList();

        Assert.Contains(tables, table => table.GetProperty("name").GetString() == "carbon");
        Assert.All(tables, table => Assert.NotEqual("", table.GetProperty("version").GetString()));
        foreach (var factor in tables.SelectMany(table => table.GetProperty("factors").EnumerateArray()))
        {
            Assert.True(
                factor.GetProperty("evidence").GetString() == "assumed"
                    || factor.GetProperty("source").ValueKind == JsonValueKind.String,
                factor.ToString());
        }
    }

    [Theory]
    [InlineData(ExitCode.NotSo, "no site is in service; expected a period with supply", "carbon", "--period", "2020")]
    [InlineData(ExitCode.NotSo, "no site is in service; expected a period with", "footprint", "--period", "2020")]
    [InlineData(ExitCode.Ok, "is not in service in the period; its ramp", "permits", "--period", "2026-01")]
    [InlineData(ExitCode.Ok, "No site in service states 'sources'", "power", "--at", "2026-01-15")]
    [InlineData(ExitCode.Ok, "No contract whose price is known costs anything", "contracts", "--at", "2090-01-01")]
    public void A_time_without_supply_is_answered_with_why_there_is_nothing(
        int expected, string said, params string[] asked)
    {
        var (exit, output, error) = Cli.Run(asked);

        Assert.Equal(expected, exit);
        Assert.Contains(said, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_are_of_load_that_is_spread_evenly()
    {
        var (exit, _, error) = Cli.Run("footprint", "--ranges", "--objective", "money");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("--ranges: found with --objective", error, StringComparison.Ordinal);
    }

    private static double Kilograms(JsonElement site, string which) =>
        site.GetProperty("kilograms").GetProperty(which).GetDouble();

    private static JsonElement Carbon(params string[] options) => Json(["carbon", .. options])
        .GetProperty("sites").EnumerateArray().Single(site => site.GetProperty("name").GetString() == "colossus-1");

    private static JsonElement Json(params string[] asked)
    {
        var (exit, output, error) = Cli.Run([.. asked, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement.Clone();
    }
}
