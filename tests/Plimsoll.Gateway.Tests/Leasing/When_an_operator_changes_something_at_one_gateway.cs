using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_an_operator_changes_something_at_one_gateway
{
    private const string Operator = "operator-secret";
    private static readonly TimeSpan soon = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_is_made_there_serves_at_all_and_one_that_is_revoked_at_none()
    {
        await using var trio = await Begin();
        var made = await Change(trio.Gateways[0], "/admin/keys", """{"name":"bob","plan":"pro","product":"chat"}""");
        Assert.Equal("store", made.GetProperty("kept_in").GetString());
        await trio.Pass(soon);
        trio.Gateways[2].Use(made.GetProperty("key").GetString()!);

        using var served = await trio.Gateways[2].Ask();
        await Change(trio.Gateways[1], "/admin/keys/revoke", """{"name":"bob"}""");
        await trio.Pass(soon);
        trio.Gateways[2].Use(made.GetProperty("key").GetString()!);
        using var refused = await trio.Gateways[2].Ask();

        Assert.Equal(200, (int)served.StatusCode);
        Assert.Equal(401, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Two_who_change_keys_at_the_same_time_both_do()
    {
        await using var trio = await Begin();

        await Task.WhenAll(trio.Gateways.Select((gateway, number) => Change(
            gateway, "/admin/keys", $$"""{"name":"key-{{number}}","plan":"pro","product":"chat"}""")));
        await trio.Pass(soon);

        foreach (var gateway in trio.Gateways)
        {
            Assert.Equal(
                ["key-0", "key-1", "key-2", "shared"],
                gateway.State.Accounts.Ring.Keys.Select(key => key.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Limits_that_a_key_is_given_there_bind_it_at_all_together()
    {
        await using var trio = await Begin();
        await trio.Admitted(3);
        await trio.Pass(soon);
        await Change(
            trio.Gateways[1], "/admin/keys/limit", """{"name":"shared","limits":["two-a-minute"]}""");
        await trio.Pass(TimeSpan.FromSeconds(4));
        foreach (var gateway in trio.Gateways)
            gateway.Use(trio.Key);

        Assert.Equal(2, await trio.Admitted(9));
    }

    [Fact]
    public async Task A_policy_is_in_force_at_all_from_one_instant_on_and_not_before_all_can_know()
    {
        await using var trio = await Begin();
        await trio.Admitted(3);
        var halved = TestPolicy.Version with
        {
            Plans = TestPolicy.Version.Plans.ToFrozenDictionary(
                plan => plan.Key, plan => plan.Value with { Session = Credits.From(500) }),
        };

        await Change(
            trio.Gateways[0],
            "/admin/policy",
            $$"""{"reason":"less","at_once":true,"policy":{{PolicyJson.Write(new PolicyTimeline([halved]))}}}""",
            HttpMethod.Put);
        var from = trio.Gateways[0].State.Timeline.Versions[^1].EffectiveFrom;
        await trio.Pass(soon);

        var notice = trio.Gateways[0].State.Leases!.Notice;
        Assert.Equal(Duration.FromSeconds(4), notice);
        Assert.All(trio.Gateways, gateway =>
        {
            Assert.Equal(from, gateway.State.Timeline.Versions[^1].EffectiveFrom);
            Assert.True(gateway.State.Now < from);
        });
        await trio.Pass(TimeSpan.FromSeconds(3));
        foreach (var gateway in trio.Gateways)
        {
            gateway.Use(trio.Key);
            using var asked = await gateway.Ask();
            Assert.Equal(500_000_000, GatewayTrio.State(gateway, LimitKind.Session).Limit);
        }
    }

    [Fact]
    public async Task One_that_starts_later_begins_with_it()
    {
        await using var trio = await Begin();
        await Change(trio.Gateways[0], "/admin/keys", """{"name":"bob","plan":"pro","product":"chat"}""");
        var shared = trio.Gateways[0].State.Options.Shared!;

        await using var later = await GatewayRig.Begin(with: options => options with { Shared = shared });

        Assert.Equal(["shared", "bob"], later.State.Accounts.Ring.Keys.Select(key => key.Name));
    }

    [Fact]
    public async Task Nothing_is_changed_while_the_store_is_gone()
    {
        await using var trio = await Begin();
        trio.Ways[0].IsCut = true;
        trio.Gateways[0].Use(Operator);

        using var refused = await trio.Gateways[0].Post(
            "/admin/keys", """{"name":"bob","plan":"pro","product":"chat"}""");
        using var reset = await trio.Gateways[0].Post(
            "/admin/reset", """{"scope":"shared","id":"r1","reason":"test"}""");

        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Equal(503, (int)reset.StatusCode);
        Assert.Single(trio.Gateways[0].State.Accounts.Ring.Keys);
    }

    [Fact]
    public async Task Metrics_tell_of_leases_and_of_the_store()
    {
        await using var trio = await Begin();
        await trio.Admitted(6);
        await trio.Pass(TimeSpan.FromSeconds(3));
        trio.Gateways[0].Use(Operator);

        var page = await trio.Gateways[0].Http.GetStringAsync("/metrics", Cancellation);

        foreach (var line in new[]
        {
            "plimsoll_store_operations_total ", "plimsoll_store_commits_total ", "plimsoll_store_conflicts_total ",
            "plimsoll_store_failures_total 0", "plimsoll_store_available 1",
            "plimsoll_store_commit_duration_seconds_count ", "plimsoll_leases_total{plimsoll_lease_change=\"swept\"} 0",
            "plimsoll_leases_total{plimsoll_lease_change=\"renewed\"} ",
        })
        {
            Assert.Contains("\n" + line, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("{plimsoll_lease_change=\"taken\"} 0", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{plimsoll_lease_change=\"returned\"} 0", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scope":"shared","id":"r1","reason":"test"}""")]
    [InlineData("""{"everybody":true,"id":"r1","reason":"test"}""")]
    public async Task A_reset_is_made_once_by_its_name_whichever_gateway_is_asked(string reset)
    {
        await using var trio = await Begin();
        await trio.Admitted(3);
        await trio.Pass(TimeSpan.FromSeconds(3));

        var made = await Change(trio.Gateways[0], "/admin/reset", reset);
        trio.Gateways[1].Use(trio.Key);
        (await trio.Gateways[1].Ask()).EnsureSuccessStatusCode();
        await trio.Pass(TimeSpan.FromSeconds(3));
        var repeated = await Change(trio.Gateways[1], "/admin/reset", reset);

        Assert.Equal("reset", made.GetProperty("result").GetString());
        Assert.Equal("already_made", repeated.GetProperty("result").GetString());
        trio.Gateways[2].Use(trio.Key);
        Assert.True((await trio.Gateways[2].Session()).Used > 0);
    }

    [Fact]
    public async Task Of_many_who_make_one_purchase_at_the_same_time_one_does()
    {
        await using var trio = await Begin("team");
        const string buy = """{"scope":"shared","buy":"5","id":"order-1"}""";

        var made = await Task.WhenAll(trio.Gateways.Select(gateway => Change(gateway, "/admin/overage", buy)));
        var later = await Change(trio.Gateways[2], "/admin/overage", buy);

        Assert.Equal(
            ["already_made", "already_made", "changed"],
            made.Select(one => one.GetProperty("result").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("already_made", later.GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_can_be_asked_for_again()
    {
        await using var trio = await Begin("team");
        const string buy = """{"scope":"shared","buy":"5","id":"order-1"}""";
        trio.Ways[0].AnswersLost = 1;
        trio.Gateways[0].Use(Operator);

        using var unknown = await trio.Gateways[0].Post("/admin/overage", buy);
        await trio.Pass(soon);
        var again = await Change(trio.Gateways[0], "/admin/overage", buy);

        Assert.Equal(503, (int)unknown.StatusCode);
        Assert.Equal("already_made", again.GetProperty("result").GetString());
    }

    private static Task<GatewayTrio> Begin(string plan = "pro") =>
        GatewayTrio.Begin(plan: plan, and: options => options with { AdminKeyHash = KeyRing.HashOf(Operator) });

    private static async Task<JsonElement> Change(
        GatewayRig gateway, string path, string body, HttpMethod? method = null)
    {
        gateway.Use(Operator);
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
