using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_a_simulation_is_set_otherwise
{
    private static readonly string[] small = ["colossus-1", "--scale", "1:10000", "--hours", "1"];

    [Fact]
    public void The_report_names_what_was_in_force_and_repeats_the_settings()
    {
        var report = Simulate(
            "--set", "simulation.scheduler=sarathi",
            "--set", "simulation.router=power-of-two",
            "--set", "simulation.repair=20 min",
            "--set", "simulation.disaggregation.opus={prefill: 30 %, bandwidth: 50 GB/s}");

        Assert.Equal("Sarathi, 512 tokens a step", Input(report, "Scheduler").Value);
        Assert.Equal("the less loaded of two drawn at random", Input(report, "Router").Value);
        Assert.StartsWith("as the availability", Input(report, "Failures of replicas").Value, StringComparison.Ordinal);
        Assert.EndsWith("replicas", Input(report, "Prompts of opus").Value, StringComparison.Ordinal);
        Assert.Equal("assumed", Input(report, "Failures of replicas").Evidence);
        Assert.EndsWith(
            "--set simulation.router=power-of-two --set 'simulation.repair=20 min' "
            + "--set 'simulation.disaggregation.opus={prefill: 30 %, bandwidth: 50 GB/s}'",
            report.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_take_replicas_and_the_same_seed_gives_the_same_bytes()
    {
        string[] settings =
        [
            "--set", "simulation.site-failures.between=20 min", "--set", "simulation.site-failures.repair=10 min",
        ];
        var report = Simulate(settings);
        Assert.True(report.GetProperty("pools").EnumerateArray().Sum(p => p.GetProperty("down").GetDouble()) > 0);
        Assert.True(report.GetProperty("total").GetProperty("outcomes").GetProperty("lost").GetInt64() > 0);
        Assert.Equal(report.GetRawText(), Simulate(settings).GetRawText());
    }

    [Fact]
    public void A_site_that_is_left_out_serves_nothing()
    {
        var site = "rainier-indiana/";
        Assert.Contains(Pools(Simulate()), pool => pool.StartsWith(site, StringComparison.Ordinal));
        Assert.DoesNotContain(
            Pools(Simulate("--without", site[..^1])), pool => pool.StartsWith(site, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--set", "simulation.routr=random", "nearest: 'simulation.router'")]
    [InlineData("--set", "simulation.router=least", "least-outstanding, round-robin")]
    [InlineData("--set", "simulation.curtailments.heat={site: colossus-2, date: 2026-05-06, for: 1 h}", "colossus-1")]
    [InlineData("--without", "colossus-2", "colossus-1")]
    public void What_is_wrong_is_answered_as_in_a_file(string option, string value, string expected)
    {
        var (exit, _, error) = Cli.Run("simulate", "colossus-1", option, value);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static JsonElement Simulate(params string[] settings)
    {
        var (exit, output, error) = Cli.Run(["simulate", .. small, "--json", .. settings]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static (string? Value, string? Evidence) Input(JsonElement report, string name)
    {
        var input = report.GetProperty("inputs").EnumerateArray()
            .Single(input => input.GetProperty("name").GetString() == name);
        return (input.GetProperty("value").GetString(), input.GetProperty("evidence").GetString());
    }

    private static IEnumerable<string> Pools(JsonElement report) =>
        report.GetProperty("pools").EnumerateArray().Select(pool => pool.GetProperty("name").GetString()!);
}
