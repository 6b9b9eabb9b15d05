namespace Plimsoll.Cli.Tests.Commands;

public class When_a_plan_is_asked_for_wrongly
{
    [Theory]
    [InlineData("--without", "colossus-2", "colossus-1")]
    [InlineData("--set", "sites.colossus-1.powr=1 MW", "sites.colossus-1.power")]
    [InlineData("--set", "sites.colossus-1.power=1 GPU", "MW")]
    [InlineData("--set", "sites.colossus-1.power", "expected PATH=VALUE")]
    [InlineData("--at", "6 May", "expected a date such as 2026-05-06")]
    public void It_says_what_was_found_and_what_was_expected(string option, string value, string expected)
    {
        var (exit, _, error) = Cli.Run("plan", option, value);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_option_is_not_taken_for_a_scenario()
    {
        var (exit, _, error) = Cli.Run("plan", "--bogus");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("There is no option '--bogus' here", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_wrong_settings_are_all_reported()
    {
        var (exit, _, error) = Cli.Run("plan", "--set", "nothing.here=1", "--set", "sites.azure.power=3MWh");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("nothing.here", error, StringComparison.Ordinal);
        Assert.Contains("'MWh' is no unit of power", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_that_is_not_there_is_named()
    {
        var (exit, _, error) = Cli.Run("plan", "no-such-scenario");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("no-such-scenario", error, StringComparison.Ordinal);
    }
}
