using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_plan_is_verified
{
    [Fact]
    public void Plan_and_simulation_stand_side_by_side_with_the_load_line()
    {
        var (exit, output, error) = Cli.Run(
            "plan", "--verify", "--runs", "2", "--scale", "1:20000", "--week", "none", "--json");
        Assert.True(exit == ExitCode.Ok, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal("plimsoll.verification/1", report.GetProperty("format").GetString());
        Assert.All(report.GetProperty("figures").EnumerateArray(), figure =>
            Assert.Contains(
                figure.GetProperty("finding").GetString(), new[] { "agrees", "disagrees", "notComparable" }));
        Assert.Equal(4, report.GetProperty("lines").GetArrayLength());
    }

    [Theory]
    [InlineData("--hours", "3")]
    [InlineData("--scale", "1:5")]
    [InlineData("--seed", "5")]
    public void What_only_a_verification_heeds_is_refused_without_one(string option, string value)
    {
        var (exit, _, error) = Cli.Run("plan", option, value);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains($"{option}: found without --verify", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_the_plan_shows_it_with_its_horizon()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exit, _, error) = Cli.Run("plan", "--html", file);
            Assert.True(exit == ExitCode.Ok, error);
            var page = File.ReadAllText(file);
            Assert.Contains("The supply backs the promises", page, StringComparison.Ordinal);
            Assert.Contains("Capacity and load in the tightest hour", page, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
