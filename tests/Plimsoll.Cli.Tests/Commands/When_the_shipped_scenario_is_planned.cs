using System.Text.Json;
using Plimsoll.Cli.Reports;

namespace Plimsoll.Cli.Tests.Commands;

public class When_the_shipped_scenario_is_planned
{
    private static readonly Lazy<JsonElement> Shipped = new(() => Cli.Plan());

    [Fact]
    public void The_changes_of_6_May_are_found_with_what_they_were_and_became()
    {
        var changes = Shipped.Value.GetProperty("changes").EnumerateArray().ToArray();

        Assert.Equal(
            [
                "opus-api-limits-raised/tier-1/opus", "opus-api-limits-raised/tier-2/opus",
                "opus-api-limits-raised/tier-3/opus", "opus-api-limits-raised/tier-4/opus",
                "peak-reduction-removed/session", "sessions-doubled/session",
            ],
            changes.Select(c => c.GetProperty("key").GetString()).Order());
        AssertStep("sessions-doubled/session", "Pro", "session", 550_000, 1_100_000);
        AssertStep("opus-api-limits-raised/tier-1/opus", "tier-1 opus", "ITPM", 30_000, 500_000);
        AssertStep("opus-api-limits-raised/tier-1/opus", "tier-1 opus", "OTPM", 8_000, 80_000);
        AssertStep("opus-api-limits-raised/tier-2/opus", "tier-2 opus", "ITPM", 450_000, 2_000_000);
        AssertStep("opus-api-limits-raised/tier-2/opus", "tier-2 opus", "OTPM", 90_000, 200_000);
        AssertStep("opus-api-limits-raised/tier-3/opus", "tier-3 opus", "ITPM", 800_000, 5_000_000);
        AssertStep("opus-api-limits-raised/tier-3/opus", "tier-3 opus", "OTPM", 160_000, 400_000);
        AssertStep("opus-api-limits-raised/tier-4/opus", "tier-4 opus", "ITPM", 2_000_000, 10_000_000);
        AssertStep("opus-api-limits-raised/tier-4/opus", "tier-4 opus", "OTPM", 400_000, 800_000);
    }

    [Fact]
    public void Free_gains_nothing_on_6_May()
    {
        var holders = Shipped.Value.GetProperty("changes").EnumerateArray()
            .SelectMany(c => c.GetProperty("limits").EnumerateArray())
            .Select(l => l.GetProperty("holder").GetString());

        Assert.DoesNotContain("Free", holders);
    }

    [Fact]
    public void Assumed_demand_agrees_with_what_is_published()
    {
        var modelled = Shipped.Value.GetProperty("observations").EnumerateArray()
            .ToDictionary(o => o.GetProperty("name").GetString()!, o => o.GetProperty("modelled").GetDouble());

        Assert.InRange(modelled["newly-session-limited-in-march"], 0.06, 0.08);
        Assert.InRange(modelled["week-limited"], 0, 0.05);
        Assert.Equal(20, modelled["active-per-week"], 6);
    }

    [Fact]
    public void Most_of_the_answer_is_said_to_rest_on_assumptions()
    {
        var shares = Shipped.Value.GetProperty("evidence").GetProperty("shares").EnumerateObject().ToArray();

        Assert.Equal(1, shares.Sum(s => s.Value.GetDouble()), 9);
        Assert.InRange(shares.Single(s => s.Name == "assumed").Value.GetDouble(), 0.5, 1);
        Assert.Contains("rests on assumed inputs", Shipped.Value.GetProperty("verdict").GetRawText());
    }

    [Theory]
    [InlineData("sites.colossus-1.pools.h100.count=250k", 1)]
    [InlineData("sites.colossus-1.pools.h100.count=50k", -1)]
    [InlineData("sites.colossus-1.power=60 MW", -1)]
    [InlineData("demand.populations.max-20x-claude-code.users=300k", 1)]
    [InlineData("demand.populations.max-20x-claude-code.users=2M", -1)]
    [InlineData("classes.opus.architecture.active=20 bn", 1)]
    [InlineData("classes.opus.architecture.parameters=1200 bn", -1)]
    [InlineData("demand.growth.1.per-year=80x", -1)]
    [InlineData("criterion.demand-percentile=60 %", 1)]
    public void A_changed_input_moves_the_answer_the_right_way(string setting, int direction) =>
        Assert.Equal(direction, Math.Sign(Firm(Cli.Plan("--set", setting)) - Firm(Shipped.Value)));

    [Fact]
    public void Cutting_the_power_names_the_power_as_what_binds()
    {
        var resources = Fleet(Cli.Plan("--set", "sites.colossus-1.power=60 MW"), "ramped")
            .GetProperty("binding").GetProperty("resources").EnumerateArray()
            .Select(r => r.GetProperty("name").GetString());

        Assert.Contains("power at colossus-1", resources);
    }

    [Fact]
    public void Without_the_lease_the_ramped_fleet_is_the_one_shown_without_it()
    {
        var without = Cli.Plan("--without", "colossus-1");

        Assert.Equal(Fleet(Shipped.Value, "withoutNewSites").GetProperty("firm").GetDouble(), Firm(without), 12);
        Assert.Equal("notBacked", without.GetProperty("verdict").GetProperty("backing").GetString());
    }

    [Fact]
    public void Another_date_shows_what_changed_on_it()
    {
        var may13 = Cli.Plan("--at", "2026-05-13").GetProperty("changes").EnumerateArray().ToArray();
        var september14 = Cli.Plan("--at", "2026-09-14").GetProperty("changes").EnumerateArray().ToArray();
        var march26 = Cli.Plan("--at", "2026-03-26").GetProperty("changes").EnumerateArray().ToArray();

        Assert.Equal(1.5, Assert.Single(may13).GetProperty("multiple").GetDouble(), 12);
        Assert.Equal(1.25 / 1.5, Assert.Single(september14).GetProperty("multiple").GetDouble(), 12);
        Assert.Contains(march26, c => c.GetProperty("key").GetString() == "peak-hours-reduction/session");
    }

    [Theory]
    [InlineData(
        "2026-03-13",
        "off-peak-promotion/early",
        "off-peak-promotion/early-week",
        "off-peak-promotion/late",
        "off-peak-promotion/late-week",
        "off-peak-promotion/weekend",
        "off-peak-promotion/weekend-week")]
    [InlineData(
        "2026-03-28",
        "off-peak-promotion/early",
        "off-peak-promotion/early-week",
        "off-peak-promotion/late",
        "off-peak-promotion/late-week",
        "off-peak-promotion/weekend",
        "off-peak-promotion/weekend-week")]
    [InlineData("2026-01-01", "holiday-doubled/session", "holiday-doubled/week")]
    public void Every_limit_that_a_change_moves_has_a_key_of_its_own(string date, params string[] keys) =>
        Assert.Equal(keys, Cli.Plan("--at", date).GetProperty("changes").EnumerateArray()
            .Select(c => c.GetProperty("key").GetString()).Order());

    [Fact]
    public void A_rate_too_large_to_be_multiplied_is_planned_all_the_same() =>
        Assert.True(Firm(Cli.Plan("--set", "tiers.tier-4.sonnet.input=2000000 bn tokens/min")) > 0);

    [Fact]
    public void The_same_inputs_give_the_same_bytes() =>
        Assert.Equal(Cli.Run("plan", "--json").Output, Cli.Run("plan", "--json").Output);

    [Fact]
    public void The_order_in_which_a_file_lists_things_changes_no_byte()
    {
        using var shuffled = ShuffledScenario.Create("colossus-1");

        Assert.Equal(Cli.Run("plan", "--json").Output, Cli.Run("plan", shuffled.Path, "--json").Output);
        Assert.Equal(Cli.Run("plan").Output, Cli.Run("plan", shuffled.Path).Output);
    }

    [Fact]
    public void The_table_says_what_the_JSON_says()
    {
        var text = Cli.Run("plan").Output;

        foreach (var change in Shipped.Value.GetProperty("changes").EnumerateArray())
        {
            Assert.Contains(change.GetProperty("title").GetString()!, text, StringComparison.Ordinal);
            var multiple = Figures.Multiple(change.GetProperty("multiple").GetDouble());
            Assert.Contains(multiple, text, StringComparison.Ordinal);
        }
    }

    private static double Firm(JsonElement plan) => Fleet(plan, "ramped").GetProperty("firm").GetDouble();

    private static JsonElement Fleet(JsonElement plan, string name) =>
        plan.GetProperty("fleets").EnumerateArray().Single(f => f.GetProperty("fleet").GetString() == name);

    private static void AssertStep(string key, string holder, string limit, double before, double after)
    {
        var change = Shipped.Value.GetProperty("changes").EnumerateArray()
            .Single(c => c.GetProperty("key").GetString() == key);
        var step = change.GetProperty("limits").EnumerateArray().Single(l =>
            l.GetProperty("holder").GetString() == holder && l.GetProperty("limit").GetString() == limit);
        Assert.Equal(before, step.GetProperty("before").GetDouble());
        Assert.Equal(after, step.GetProperty("after").GetDouble());
    }
}
