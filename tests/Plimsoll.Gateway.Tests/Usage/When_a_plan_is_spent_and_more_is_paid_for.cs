using System.Text.RegularExpressions;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Usage;

public class When_a_plan_is_spent_and_more_is_paid_for
{
    private const string AdminKey = "operator-secret";
    private const string Status = "anthropic-ratelimit-unified-overage-status";
    private const string InUse = "anthropic-ratelimit-unified-overage-in-use";
    private const string Reason = "anthropic-ratelimit-unified-overage-disabled-reason";

    [Fact]
    public async Task It_is_never_silent_it_asks_for_consent_and_then_says_that_it_is_in_use()
    {
        await using var rig = await Spent();
        Assert.Equal("org_level_disabled", await Refused(rig));
        await Switch(rig, """{"scope":"one","enabled":true}""");
        Assert.Equal("consent_required", await Refused(rig));

        var consent = await rig.Answer("/usage/overage", """{"consent":true}""");
        using var served = await rig.Ask();

        Assert.Equal(("given", "available"), (Text(consent, "result"), Text(consent, "overage")));
        Assert.Equal(200, (int)served.StatusCode);
        Assert.Equal(("allowed", "true"), (served.Header(Status), served.Header(InUse)));
        Assert.Equal("in-use", served.Header("plimsoll-overage"));
        Assert.Equal("overage", served.Header("anthropic-ratelimit-unified-representative-claim"));
        Assert.Equal("allowed", served.Header("anthropic-ratelimit-unified-status"));
        Assert.Equal("rejected", served.Header("anthropic-ratelimit-unified-5h-status"));

        // 1,000 tokens of input cost half a cent of a monthly dollar; the month ends on 1 June.
        Assert.Equal("0.005", served.Header("anthropic-ratelimit-unified-overage-utilization"));
        var june = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds().ToString();
        Assert.Equal(june, served.Header("anthropic-ratelimit-unified-overage-reset"));
        Assert.Equal((1000m, 0m), await rig.Session());
        await rig.Answer("/usage/overage", """{"consent":false}""");
        Assert.Equal("consent_required", await Refused(rig));
    }

    [Fact]
    public async Task Who_changes_its_mind_without_end_is_told_to_wait_and_fills_no_audit()
    {
        await using var rig = await Spent();
        await Switch(rig, """{"scope":"one","enabled":true}""");
        for (var i = 0; i < 10; i++)
            Assert.Equal("given", Text(await rig.Answer("/usage/overage", """{"consent":true}"""), "result"));

        using var refused = await rig.Post("/usage/overage", """{"consent":false}""");
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        using var later = await rig.Post("/usage/overage", """{"consent":false}""");

        Assert.Equal((429, "6"), ((int)refused.StatusCode, refused.Header("retry-after")));
        Assert.Equal(200, (int)later.StatusCode);
        Assert.Equal(11, Regex.Count(rig.Log.Text, "\"what\":\"consent\""));
    }

    [Fact]
    public async Task Consent_may_come_with_the_request()
    {
        await using var rig = await Spent();
        await Switch(rig, """{"scope":"one","enabled":true}""");
        rig.Http.DefaultRequestHeaders.Add("plimsoll-overage-consent", "true");

        using var served = await rig.Ask();

        Assert.Equal((200, "true"), ((int)served.StatusCode, served.Header(InUse)));
        Assert.Equal(("allowed", ""), (served.Header(Status), served.Header(Reason)));
    }

    [Fact]
    public async Task Consent_that_came_with_a_request_counts_for_its_status_though_the_plan_still_pays()
    {
        await using var rig = await Begin();
        await Switch(rig, """{"scope":"one","enabled":true}""");
        using var without = await rig.Ask();
        rig.Http.DefaultRequestHeaders.Add("plimsoll-overage-consent", "true");

        using var with = await rig.Ask();

        Assert.Equal(("rejected", "consent_required"), (without.Header(Status), without.Header(Reason)));
        Assert.Equal(("allowed", "", "false"), (with.Header(Status), with.Header(Reason), with.Header(InUse)));
    }

    [Fact]
    public async Task The_request_that_fills_a_cap_is_told_that_it_passed_and_the_next_that_it_does_not()
    {
        await using var rig = await Spent();
        await Switch(rig, """{"scope":"one","enabled":true,"daily":"0.5"}""");
        await rig.Answer("/usage/overage", """{"consent":true}""");

        // 1,000 tokens of input cost half a cent, which is all of the cap.
        using var served = await rig.Ask();

        Assert.Equal(("allowed_warning", "true", ""), (
            served.Header(Status), served.Header(InUse), served.Header(Reason)));
        Assert.Equal("1", served.Header("anthropic-ratelimit-unified-overage-utilization"));
        Assert.Equal("org_spend_cap_reached", await Refused(rig));
    }

    [Fact]
    public async Task A_cap_of_nothing_blocks_it()
    {
        await using var rig = await Spent();
        await Switch(rig, """{"scope":"one","enabled":true,"daily":"0"}""");
        await rig.Answer("/usage/overage", """{"consent":true}""");

        Assert.Equal("org_spend_cap_reached", await Refused(rig));
    }

    [Fact]
    public async Task The_documents_tell_it_in_dollars_and_in_cents()
    {
        await using var rig = await Spent();
        await Switch(rig, """{"scope":"one","enabled":true,"monthly":"50"}""");
        await rig.Answer("/usage/overage", """{"consent":true}""");
        using var served = await rig.Ask();

        var month = (await rig.Usage()).GetProperty("limits").EnumerateArray()
            .Single(limit => Text(limit, "name") == "overage-per-month");
        var extra = (await rig.Usage("/api/oauth/usage")).GetProperty("extra_usage");

        Assert.Equal(("usd", 0.5m, 0.005m, 1m), (
            Text(month, "unit"),
            month.GetProperty("limit").GetDecimal(),
            month.GetProperty("used").GetDecimal(),
            month.GetProperty("utilization").GetDecimal()));
        Assert.Equal((true, 50m, 0.5m, 1m), (
            extra.GetProperty("is_enabled").GetBoolean(),
            extra.GetProperty("monthly_limit").GetDecimal(),
            extra.GetProperty("used_credits").GetDecimal(),
            extra.GetProperty("utilization").GetDecimal()));
    }

    [Fact]
    public async Task A_plan_that_does_not_offer_it_takes_no_consent()
    {
        await using var rig = await GatewayRig.Begin();

        using var refused = await rig.Post("/usage/overage", """{"consent":true}""");

        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Equal("overage_not_offered", (await refused.Error()).Name);
    }

    /// <summary>A user of plan <c>team</c> whose session is spent.</summary>
    private static async Task<GatewayRig> Spent()
    {
        var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 1000, output: 0);
        using var served = await rig.Ask();
        Assert.Equal((200, "false"), ((int)served.StatusCode, served.Header(InUse)));
        return rig;
    }

    private static Task<GatewayRig> Begin() => new KeyBunch().Plan("one", "team")
        .Begin(options => options with { AdminKeyHash = KeyRing.HashOf(AdminKey) });

    private static async Task Switch(GatewayRig rig, string json)
    {
        var user = rig.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        rig.Use(AdminKey);
        Assert.Equal("changed", Text(await rig.Answer("/admin/overage", json), "result"));
        rig.Use(user);
    }

    /// <summary>Why overage did not help.</summary>
    private static async Task<string> Refused(GatewayRig rig)
    {
        using var refused = await rig.Ask();
        Assert.Equal((429, "rejected", "false"), (
            (int)refused.StatusCode, refused.Header(Status), refused.Header(InUse)));
        return refused.Header(Reason);
    }

    private static string Text(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
