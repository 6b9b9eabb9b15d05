using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Tests.Configuration;

public class When_the_configuration_is_read_anew
{
    private const string Admin = "admin-secret";
    private const int Waits = 1030;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_request_is_held_to_what_is_new()
    {
        var (ring, key) = KeyRing.Empty.Add("new", "pro", null, "chat", GatewayRig.Start);
        await using var rig = await GatewayRig.Begin(next: first => new ConfigurationReading.Valid(
            first with { Keys = ring, MaxBodyBytes = 10 }));
        Assert.Equal(200, await Status(rig));

        Assert.Empty(Assert.IsType<ReloadOutcome.Adopted>(Reload(rig)).NeedRestart);

        Assert.Equal(401, await Status(rig));
        rig.Use(key);
        Assert.Equal(413, await Status(rig));
    }

    [Fact]
    public async Task One_that_is_wrong_changes_nothing_and_is_told_of()
    {
        await using var rig = await GatewayRig.Begin(
            next: _ => new ConfigurationReading.Invalid(["gateway.yaml:3:1: wrong", "gateway.yaml:9:1: wrong too"]));

        var refused = Assert.IsType<ReloadOutcome.Refused>(Reload(rig));

        Assert.Equal(2, refused.Errors.Length);
        Assert.Equal(200, await Status(rig));
        Assert.Contains("configuration: gateway.yaml:9:1: wrong too", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_the_policy_has_no_plan_for_change_nothing_at_all()
    {
        var (ring, _) = KeyRing.Empty.Add("new", "unheard-of", null, "chat", GatewayRig.Start);
        await using var rig = await GatewayRig.Begin(next: first => new ConfigurationReading.Valid(
            first with { Keys = ring, MaxBodyBytes = 10 }));

        var refused = Assert.IsType<ReloadOutcome.Refused>(Reload(rig));

        Assert.Contains("unheard-of", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal(200, await Status(rig));
    }

    [Fact]
    public async Task What_takes_a_restart_is_named_and_left_each_time()
    {
        await using var rig = await GatewayRig.Begin(next: first => new ConfigurationReading.Valid(first with
        {
            Url = "http://127.0.0.1:1",
            AuditFile = "other.jsonl",
            Bounds = first.Bounds with { Headers = 20, KeepAlive = TimeSpan.FromSeconds(7) },
            MaxBodyBytes = 10,
        }));

        for (var i = 0; i < 2; i++)
        {
            var adopted = Assert.IsType<ReloadOutcome.Adopted>(Reload(rig));
            Assert.Equal(["listen", "bounds", "timeouts", "audit"], adopted.NeedRestart);
        }

        Assert.Equal(413, await Status(rig));
    }

    [Fact]
    public async Task Queues_change_while_requests_wait_in_them()
    {
        await using var rig = await GatewayRig.Begin(
            with: options => options with
            {
                MaxInFlight = new Dictionary<string, int> { ["sonnet"] = 0 }.ToFrozenDictionary(),
            },
            next: first => new ConfigurationReading.Valid(first with
            {
                Queues = first.Queues with { Terms = first.Queues.Terms with { MostWaiting = 0 } },
            }));
        var waits = rig.Ask();
        await rig.Log.Logged(Waits);

        Assert.Empty(Assert.IsType<ReloadOutcome.Adopted>(Reload(rig)).NeedRestart);

        using var refused = await rig.Ask();
        Assert.Contains("as many requests wait as may", (await refused.Error()).Message, StringComparison.Ordinal);
        Assert.False(waits.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        using var waited = await waits;
        Assert.Equal("10000", waited.Header("plimsoll-queue-ms"));
    }

    [Fact]
    public async Task Queues_of_another_form_change_nothing()
    {
        await using var rig = await GatewayRig.Begin(next: first => new ConfigurationReading.Valid(first with
        {
            MaxBodyBytes = 10,
            Queues = first.Queues with { Terms = QueueTerms.Plain },
        }));

        Assert.Equal(
            "bands: found 1, expected 4, as at the start.",
            Assert.Single(Assert.IsType<ReloadOutcome.Refused>(Reload(rig)).Errors));
        Assert.Equal(200, await Status(rig));
    }

    [Fact]
    public async Task Routing_changes_with_the_next_request()
    {
        await using var rig = await GatewayRig.Begin(
            with: options => options with
            {
                Upstreams = [options.Upstreams[0] with { Name = "a" }, options.Upstreams[0] with { Name = "b" }],
            },
            next: first => new ConfigurationReading.Valid(first with
            {
                Routing = first.Routing with
                {
                    Retries = first.Routing.Retries with { Attempts = 0 },
                    Weights = new() { Cost = 1 },
                },
            }));
        rig.Upstream.Script = Replies.Status(500);
        Assert.Equal(500, await Status(rig));
        Assert.Equal(2, rig.Upstream.Seen.Count);

        Assert.Empty(Assert.IsType<ReloadOutcome.Adopted>(Reload(rig)).NeedRestart);

        Assert.Equal(500, await Status(rig));
        Assert.Equal(3, rig.Upstream.Seen.Count);
    }

    [Fact]
    public async Task A_stream_in_flight_goes_on()
    {
        await using var rig = await GatewayRig.Begin(next: first => new ConfigurationReading.Valid(
            first with { Keys = KeyRing.Empty, MaxBodyBytes = 10 }));
        var goOn = new TaskCompletionSource();
        var events = Replies.AnthropicEvents(10, 2, "Hello");
        rig.Upstream.Script = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Replies.Send(http, events[0]);
            await goOn.Task;
            foreach (var item in events[1..])
                await Replies.Send(http, item);
        };
        using var response = await rig.Ask(stream: true);

        Reload(rig);
        goOn.SetResult();

        Assert.Equal(string.Concat(events), await response.Content.ReadAsStringAsync(Stop));
        Assert.Contains("charged 10 in", rig.Log.Text, StringComparison.Ordinal);
        Assert.Equal(401, await Status(rig));
    }

    [Theory]
    [InlineData(true, 200, "reloaded")]
    [InlineData(false, 422, "refused")]
    public async Task Operators_ask_for_it_by_a_route(bool isValid, int status, string result)
    {
        await using var rig = await GatewayRig.Begin(
            with: options => options with { AdminKeyHash = KeyRing.HashOf(Admin) },
            next: first => isValid
                ? new ConfigurationReading.Valid(first with { Url = "http://127.0.0.1:1" })
                : new ConfigurationReading.Invalid(["gateway.yaml:3:1: wrong"]));
        Assert.Equal(401, await Status(rig, "/admin/reload"));
        rig.Use(Admin);

        using var response = await rig.Post("/admin/reload", "");

        Assert.Equal(status, (int)response.StatusCode);
        using var told = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(result, told.RootElement.GetProperty("result").GetString());
        var list = told.RootElement.GetProperty(isValid ? "needs_restart" : "errors");
        Assert.Equal(isValid ? "listen" : "gateway.yaml:3:1: wrong", Assert.Single(list.EnumerateArray()).GetString());
        Assert.Contains("\"what\":\"reload\"", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_such_route_where_nothing_can_be_read()
    {
        await using var rig = await GatewayRig.Begin(
            with: options => options with { AdminKeyHash = KeyRing.HashOf(Admin) });
        rig.Use(Admin);

        Assert.Equal(404, await Status(rig, "/admin/reload"));
    }

    private static ReloadOutcome Reload(GatewayRig rig) =>
        rig.App.Services.GetRequiredService<ConfigurationReload>().Run("test");

    private static async Task<int> Status(GatewayRig rig, string path = Question.Messages)
    {
        using var response = await rig.Ask(path);
        return (int)response.StatusCode;
    }
}
