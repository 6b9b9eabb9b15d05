using System.Collections.Frozen;
using System.Text.Json;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Tests.Administration;

public class When_an_operator_changes_overage
{
    private const string AdminKey = "operator-secret";

    [Fact]
    public async Task Credit_that_was_bought_is_added_once()
    {
        var keys = new KeyBunch().Plan("one", "team");
        await using var rig = await keys.Begin(options => options with { AdminKeyHash = KeyRing.HashOf(AdminKey) });
        rig.Use(AdminKey);

        var results = new List<string>();
        foreach (var id in new[] { "a", "a", "b" })
            results.Add(Result(await rig.Answer("/admin/overage", $$"""{"scope":"one","buy":"100","id":"{{id}}"}""")));

        Assert.Equal(["changed", "already_made", "changed"], results);
    }

    [Fact]
    public async Task A_purchase_that_did_not_succeed_leaves_its_name_and_each_scope_has_names_of_its_own()
    {
        var keys = new KeyBunch().Plan("none", "pro").Plan("one", "team").Plan("two", "team");
        await using var rig = await keys.Begin(options => options with { AdminKeyHash = KeyRing.HashOf(AdminKey) });
        rig.Use(AdminKey);

        Assert.Equal("not_offered", Result(await Buy("none")));
        Assert.Equal("changed", Result(await Buy("one")));
        Assert.Equal("changed", Result(await Buy("two")));
        Assert.Equal("already_made", Result(await Buy("two")));

        Task<JsonElement> Buy(string scope) =>
            rig.Answer("/admin/overage", $$"""{"scope":"{{scope}}","buy":"100","id":"a"}""");
    }

    [Fact]
    public async Task Credit_that_is_taken_back_beyond_what_was_bought_leaves_usage_readable()
    {
        var prepaid = TestPolicy.Version.Plans["team"] with
        {
            Further = [new OverageTerms { Name = "extra", Prepaid = true }],
        };
        var policy = TestPolicy.Version with
        {
            Plans = new[] { prepaid }.ToFrozenDictionary(plan => plan.Name),
        };
        var keys = new KeyBunch().Plan("one", "team");
        await using var rig = await keys.Begin(options => options with
        {
            AdminKeyHash = KeyRing.HashOf(AdminKey),
            Timeline = new([policy]),
        });
        rig.Use(AdminKey);

        var taken = await rig.Answer("/admin/overage", """{"scope":"one","buy":"-100","id":"a","enabled":true}""");

        Assert.Equal(("changed", "-100"), (Result(taken), Text(taken, "buy")));
        rig.Use(keys["one"]);
        Assert.Equal(-1m, await Cap(rig, "overage-credit"));
        Assert.Equal("out_of_credit", Text((await rig.Usage()).GetProperty("overage"), "status"));
    }

    [Fact]
    public async Task Settings_take_effect_when_the_purchase_beside_them_was_made_before()
    {
        var keys = new KeyBunch().Plan("one", "team");
        await using var rig = await keys.Begin(options => options with { AdminKeyHash = KeyRing.HashOf(AdminKey) });
        rig.Use(AdminKey);
        await rig.Answer("/admin/overage", """{"scope":"one","buy":"100","id":"a"}""");

        var again = await rig.Answer(
            "/admin/overage", """{"scope":"one","buy":"100","id":"a","enabled":true,"daily":"70"}""");

        Assert.Equal("changed", Result(again));
        Assert.Equal(["settings"], again.GetProperty("changed").EnumerateArray().Select(part => part.GetString()));
        rig.Use(keys["one"]);
        Assert.Equal(0.7m, await Cap(rig, "overage-per-day"));
    }

    [Fact]
    public async Task Amounts_that_are_too_large_are_told_so()
    {
        var keys = new KeyBunch().Plan("one", "team");
        await using var rig = await keys.Begin(options => options with { AdminKeyHash = KeyRing.HashOf(AdminKey) });
        rig.Use(AdminKey);

        using var refused = await rig.Post("/admin/overage", """
            {"scope":"one","enabled":true,"daily":"922337203685477.5807","buy":"-922337203685477.58","id":"a"}
            """);

        Assert.Equal(400, (int)refused.StatusCode);
        var message = (await refused.Error()).Message;
        Assert.Contains("daily: found 9223372036854.775807 dollars; expected 0 to 1000000000.", message);
        Assert.Contains("buy: found -9223372036854.7758 dollars; expected at most 1000000000 either way.", message);
    }

    [Fact]
    public async Task Credit_beyond_what_can_be_counted_is_refused_and_changes_nothing()
    {
        var keys = new KeyBunch().Plan("one", "team");
        await using var rig = await keys.Begin(options => options with { AdminKeyHash = KeyRing.HashOf(AdminKey) });
        rig.Use(AdminKey);
        var statuses = new List<int>();
        while (statuses.Count < 10_000 && !statuses.Contains(400))
        {
            using var response = await rig.Post(
                "/admin/overage", $$"""{"scope":"one","buy":"100000000000","id":"{{statuses.Count}}"}""");
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal(9224, statuses.Count);
        Assert.DoesNotContain(500, statuses);
    }

    [Theory]
    [InlineData("{\"user\":\"50\",\"groups\":[\"100\",null],\"groups_rule\":\"highest\"}", "5000", 50.0)]
    [InlineData("{\"groups\":[\"100\",\"20.50\",null],\"groups_rule\":\"lowest\"}", "2050", 20.5)]
    [InlineData("{\"groups\":[\"100\",null],\"groups_rule\":\"highest\"}", "unlimited", null)]
    [InlineData("{\"seat_tier\":\"7\",\"organization\":\"9\"}", "700", 7.0)]
    [InlineData("{\"organization\":\"0\"}", "0", 0.0)]
    public async Task Of_the_caps_of_user_groups_seat_and_organization_one_counts(string caps, string told, double? cap)
    {
        var keys = new KeyBunch().Plan("one", "team");
        await using var rig = await keys.Begin(options => options with { AdminKeyHash = KeyRing.HashOf(AdminKey) });
        rig.Use(AdminKey);

        var answer = await rig.Answer("/admin/overage", $$"""{"scope":"one","enabled":true,"monthly":{{caps}}}""");

        Assert.Equal(told, Text(answer, "monthly"));
        rig.Use(keys["one"]);
        Assert.Equal((decimal?)cap, await Cap(rig, "overage-per-month"));
    }

    [Fact]
    public async Task What_is_wrong_with_several_caps_is_told_with_its_place()
    {
        var keys = new KeyBunch().Plan("one", "team");
        await using var rig = await keys.Begin(options => options with { AdminKeyHash = KeyRing.HashOf(AdminKey) });
        rig.Use(AdminKey);

        using var refused = await rig.Post("/admin/overage", """
            {"scope":"one","enabled":true,"monthly":{"user":5,"groups":["1",2],"groups_rule":"best","team":"1"}}
            """);

        var message = (await refused.Error()).Message;
        foreach (var part in new[]
                 {
                     "monthly.user: found 5; expected dollars", "monthly.groups: found [\"1\",2]",
                     "monthly.groups_rule: found \"best\"; expected lowest or highest",
                     "monthly.team: is not known here",
                 })
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    private static async Task<decimal?> Cap(GatewayRig rig, string name)
    {
        var limit = (await rig.Usage()).GetProperty("limits").EnumerateArray()
            .Single(one => Text(one, "name") == name).GetProperty("limit");
        return limit.ValueKind == JsonValueKind.Null ? null : limit.GetDecimal();
    }

    private static string Result(JsonElement answer) => Text(answer, "result");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
