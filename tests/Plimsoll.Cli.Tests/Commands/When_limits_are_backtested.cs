using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_limits_are_backtested
{
    private static readonly Lazy<JsonElement> Shipped = new(() => Json("backtest"));

    [Fact]
    public void The_lease_backs_each_change_of_6_May_by_itself_and_all_of_them_together()
    {
        var steps = Steps.Where(s => Key(s).StartsWith("2026-05-06/", StringComparison.Ordinal)).ToArray();

        Assert.Equal(8, steps.Length);
        Assert.All(steps, step =>
        {
            Assert.Equal("backed", step.GetProperty("backing").GetString());
            Assert.True(step.GetProperty("needsNewSites").GetBoolean());
        });
    }

    [Fact]
    public void What_it_says_of_6_May_is_what_the_plan_says()
    {
        var together = Steps.Single(s => Key(s) == "2026-05-06/all");
        var fleets = Cli.Plan().GetProperty("fleets").EnumerateArray().ToArray();

        Assert.Equal(Firm("onTheDay"), Storm(together.GetProperty("onTheDay")), 9);
        Assert.Equal(Firm("ramped"), Storm(together.GetProperty("ramped")), 9);
        Assert.Equal(
            Firm("withoutNewSites"), Storm(together.GetProperty("ramped").GetProperty("withoutNewSites")), 9);

        double Firm(string fleet) => fleets.Single(f => f.GetProperty("fleet").GetString() == fleet)
            .GetProperty("firm").GetDouble();
    }

    [Fact]
    public void September_is_not_backed_and_the_growth_that_would_be_is_told()
    {
        var step = Steps.Single(s => Key(s).StartsWith("2026-09-14/", StringComparison.Ordinal));

        Assert.Equal("notBacked", step.GetProperty("backing").GetString());
        var growth = step.GetProperty("growthPerYear");
        Assert.Equal(10, growth.GetProperty("assumed").GetDouble(), 6);
        Assert.InRange(growth.GetProperty("bearable").GetDouble(), 2, 3);
    }

    [Fact]
    public void The_value_that_turns_a_verdict_turns_that_of_the_plan()
    {
        var flip = Steps.Single(s => Key(s) == "2026-05-06/all").GetProperty("evidence").GetProperty("flips")[0];
        var (path, value) = (flip.GetProperty("path").GetString(), flip.GetProperty("value").GetDouble());
        var (mid, unit) = (flip.GetProperty("mid").GetDouble(), flip.GetProperty("unit").GetString());

        Assert.Equal("backed", Backing(mid + (0.95 * (value - mid))));
        Assert.NotEqual("backed", Backing(value));

        string? Backing(double set) => Cli.Plan("--set", FormattableString.Invariant($"{path}={set:R} {unit}"))
            .GetProperty("verdict").GetProperty("backing").GetString();
    }

    [Fact]
    public void What_came_in_June_changes_nothing_of_May()
    {
        var later = Json("backtest", "colossus-1/with-colossus-2.yaml").GetProperty("steps");
        var before = Steps.TakeWhile(s => !Key(s).StartsWith("2026-09", StringComparison.Ordinal)).ToArray();

        Assert.Equal(
            before.Select(s => s.GetProperty("ramped").GetRawText()),
            later.EnumerateArray().Take(before.Length).Select(s => s.GetProperty("ramped").GetRawText()));
    }

    [Theory]
    [InlineData("backtest", "--set", "sites.colossus-1.powr=1 MW", "sites.colossus-1.power")]
    [InlineData("region", "--set", "sites.colossus-1.powr=1 MW", "sites.colossus-1.power")]
    [InlineData("region", "--draws", "0", "a whole number of 1 to 10000")]
    [InlineData("region", "--without", "colossus-1", "no site comes into service between the dates compared")]
    [InlineData("region", "--svg", "no/such/folder/region.svg", "--svg: ")]
    public void What_is_wrong_is_said(string verb, string option, string value, string expected)
    {
        string[] quick = verb == "region" && option != "--draws" ? ["--draws", "1"] : [];
        var (exit, _, error) = Cli.Run([verb, option, value, .. quick]);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static JsonElement[] Steps => [.. Shipped.Value.GetProperty("steps").EnumerateArray()];

    private static string Key(JsonElement step) => step.GetProperty("key").GetString()!;

    private static double Storm(JsonElement moment) => moment.GetProperty("after").GetProperty("storm").GetDouble();

    private static JsonElement Json(params string[] arguments)
    {
        var (exit, output, error) = Cli.Run([.. arguments, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
