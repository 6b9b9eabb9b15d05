using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_promises_are_planned_by_condition
{
    private static readonly Lazy<JsonElement> Shipped = new(() => Cli.Plan());

    private static readonly string[] conditions = ["normal", "peak", "storm", "growth", "notice"];

    private static Dictionary<string, JsonElement> Conditions(JsonElement plan) =>
        plan.GetProperty("conditions").EnumerateArray().ToDictionary(c => c.GetProperty("condition").GetString()!);

    private static string Verdict(JsonElement plan) => string.Join(
        '\n', plan.GetProperty("verdict").GetProperty("sentences").EnumerateArray().Select(s => s.GetString()));

    [Fact]
    public void The_lease_carries_them_until_growth_outruns_it()
    {
        var held = Conditions(Shipped.Value);
        double Served(string condition) => held[condition].GetProperty("served").GetDouble();

        Assert.Equal(conditions, held.Keys);
        Assert.True(Served("normal") > Served("peak") && Served("peak") > Served("storm"));
        Assert.True(Served("storm") >= Served("notice") && Served("notice") >= 1);
        Assert.InRange(Served("growth"), 0.1, 0.99);
        Assert.Equal("2026-09-06", held["growth"].GetProperty("date").GetString());
        Assert.Contains("they fail under Growth (", Verdict(Shipped.Value), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_limit_has_a_line_under_each_and_Storm_is_the_one_when_ramped() => Assert.All(
        Shipped.Value.GetProperty("changes").EnumerateArray().Concat(
            Shipped.Value.GetProperty("bundles").EnumerateArray()),
        limit =>
        {
            var lines = limit.GetProperty("conditions");
            Assert.Equal(conditions, lines.EnumerateObject().Select(line => line.Name));
            Assert.Equal(
                limit.GetProperty("loadLines").GetProperty("ramped").GetRawText(),
                lines.GetProperty("storm").GetRawText());
        });

    [Fact]
    public void What_is_served_and_every_line_lie_within_their_ranges()
    {
        static double End(JsonElement range, string end) => range.GetProperty(end).ValueKind == JsonValueKind.Null
            ? double.PositiveInfinity : range.GetProperty(end).GetDouble();

        Assert.All(Conditions(Shipped.Value).Values, held => Assert.InRange(
            held.GetProperty("served").GetDouble(),
            End(held.GetProperty("range"), "low"),
            End(held.GetProperty("range"), "high")));
        Assert.All(Shipped.Value.GetProperty("changes").EnumerateArray(), change => Assert.All(conditions, condition =>
        {
            var range = change.GetProperty("ranges").GetProperty(condition);
            Assert.InRange(
                End(change.GetProperty("conditions").GetProperty(condition), "multiple"),
                End(range, "low"),
                End(range, "high"));
        }));
    }

    [Fact]
    public void The_difference_to_the_day_before_is_split_for_the_day_and_the_end_of_the_ramp()
    {
        var splits = Shipped.Value.GetProperty("splits").EnumerateArray().ToArray();

        Assert.Equal(["2026-05-06", "2026-06-06"], splits.Select(split => split.GetProperty("to").GetString()));
        Assert.All(splits, split =>
        {
            double Served(string name) => split.GetProperty(name).GetDouble();
            Assert.True(Served("before") > Served("withDemand"));
            Assert.True(Served("withSupply") > Served("withDemand"));
            Assert.True(Served("withSupply") > Served("withPolicy"));
        });
    }

    [Fact]
    public void A_promise_that_takes_longer_to_lower_than_the_lease_to_end_is_not_backed()
    {
        Assert.Equal(151, Shipped.Value.GetProperty("longestNoticeDays").GetDouble());

        var held = Conditions(Cli.Plan("--set", "conditions.notice=152 d"));

        Assert.Equal("spacex", Assert.Single(held["notice"].GetProperty("withdrawn").EnumerateArray()).GetString());
        Assert.False(held["notice"].GetProperty("holds").GetBoolean());
        Assert.True(held["storm"].GetProperty("holds").GetBoolean());
    }

    [Fact]
    public void The_verdict_says_when_the_lease_may_end_and_what_it_then_backs() => Assert.Contains(
        "SpaceX (xAI) may withdraw on 90 days' notice, first given on 6 August 2026: its capacity may be gone on "
        + "4 November 2026, 151 days after 6 June 2026, and backs no promise that takes longer to lower; from 6 August "
        + "2026 on none that takes longer than 90 days.",
        Verdict(Shipped.Value),
        StringComparison.Ordinal);

    [Fact]
    public void The_order_of_the_operator_is_gone_down_step_by_step()
    {
        var storm = Shipped.Value.GetProperty("order").EnumerateArray()
            .Single(order => order.GetProperty("condition").GetString() == "storm");
        var steps = storm.GetProperty("steps").EnumerateArray().ToArray();

        Assert.Equal(
            ["peak-reduction-removed", "sessions-doubled", "opus-api-limits-raised", "weekly-plus-50", "training"],
            steps.Select(step => step.GetProperty("name").GetString()));
        Assert.Equal(
            Conditions(Shipped.Value)["storm"].GetProperty("served").GetDouble(),
            steps[2].GetProperty("served").GetDouble(), 6);
        Assert.Contains("spacex", steps[2].GetProperty("backedBy").EnumerateArray().Select(c => c.GetString()));
    }

    [Fact]
    public void A_change_that_is_in_force_by_then_takes_nothing()
    {
        var steps = Cli.Plan("--at", "2026-05-13").GetProperty("order")[0].GetProperty("steps");

        Assert.True(steps[0].GetProperty("inForce").GetBoolean());
        Assert.False(steps[3].GetProperty("inForce").GetBoolean());
    }

    [Fact]
    public void Single_inputs_are_told_that_turn_the_answer_and_they_do()
    {
        var tip = Shipped.Value.GetProperty("evidence").GetProperty("tippingPoints").EnumerateArray()
            .Single(point => point.GetProperty("path").GetString() == "classes.opus.objective.tpot");
        var milliseconds = tip.GetProperty("value").GetDouble() * 1000;
        bool Holds(double value) => Conditions(Cli.Plan(
            "--set", FormattableString.Invariant($"classes.opus.objective.tpot={value:0.###} ms")))
            ["storm"].GetProperty("holds").GetBoolean();

        Assert.False(Holds(milliseconds - 0.1));
        Assert.True(Holds(milliseconds + 0.1));
    }

    [Fact]
    public void Tables_fit_and_mark_what_holds_without_color()
    {
        var text = Cli.Run("plan").Output;

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 116));
        Assert.Contains("63% ✗", text, StringComparison.Ordinal);
        Assert.Contains("no end ✓", text, StringComparison.Ordinal);
        Assert.Contains("sites.rainier-indiana.pools.trainium2.count", text, StringComparison.Ordinal);
    }
}
