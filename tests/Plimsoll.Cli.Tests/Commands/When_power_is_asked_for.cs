using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_power_is_asked_for
{
    private const string Week = "2026-06-08..2026-06-14";

    /// <summary>One site and hour has one load, whichever command is asked.</summary>
    [Theory]
    [InlineData("even")]
    [InlineData("money")]
    public void It_speaks_of_the_loads_that_a_footprint_has_by_the_same_objective(string objective)
    {
        var power = Json("power", "--at", "2026-06-10", "--objective", objective);
        var footprint = Json("footprint", "--period", Week, "--objective", objective, "--by", "hour,site");

        var site = power.GetProperty("sites").EnumerateArray().Single();
        Assert.Equal("colossus-1", site.GetProperty("name").GetString());
        Assert.Equal(objective, power.GetProperty("objective").GetString());
        var given = Enumerable.Range(0, 168).Select(hour => site.GetProperty("sources").EnumerateArray()
            .Sum(source => source.GetProperty("joules")[hour].GetInt64())).ToArray();
        var drawn = footprint.GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("site").GetString() == "colossus-1")
            .Select(row => row.GetProperty("joules").GetInt64()).ToArray();
        Assert.Equal(drawn, given);
    }

    [Fact]
    public void Load_is_spread_evenly_unless_asked_otherwise()
    {
        Assert.Equal("even", Json("power", "--at", "2026-06-10").GetProperty("objective").GetString());
        Assert.Contains("load is spread evenly", Cli.Run("power").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("permits", "2026-06")]
    [InlineData("carbon", "2026-06")]
    public void Permits_and_carbon_take_the_same_option(string command, string period)
    {
        var even = Cli.Run(command, "--period", period, "--json");
        var money = Cli.Run(command, "--period", period, "--json", "--objective", "money");

        Assert.Equal(even, Cli.Run(command, "--period", period, "--json", "--objective", "even"));
        Assert.Equal(ExitCode.Ok, money.Exit);
        Assert.NotEqual(even.Output, money.Output);
        var (exit, _, error) = Cli.Run(command, "--objective", "fair");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("found 'fair', expected even, money or carbon", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("permits")]
    [InlineData("carbon")]
    public void Requirements_that_conflict_are_pointed_to(string command)
    {
        var (exit, _, error) = Cli.Run(
            command, "--period", "2026-07", "--objective", "money",
            "--set", "allocation.replicas.warm-opus.count=1M");

        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains("'plimsoll allocate --at 2026-07-16' names them", error, StringComparison.Ordinal);
    }

    private static JsonElement Json(params string[] arguments)
    {
        var (exit, output, error) = Cli.Run([.. arguments, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
