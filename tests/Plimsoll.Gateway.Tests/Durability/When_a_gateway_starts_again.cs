using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Durability;

public sealed class When_a_gateway_starts_again : IAsyncDisposable
{
    private readonly FaultyStore store = new();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task It_goes_on_with_what_was_used()
    {
        decimal used;
        await using (var gateway = await Begin(store))
        {
            (await gateway.Ask()).EnsureSuccessStatusCode();
            (await gateway.Ask(stream: false)).EnsureSuccessStatusCode();
            (used, _) = await gateway.Session();
        }

        Assert.True(used > 0);
        await using var again = await Begin(store);
        Assert.Equal((used, 0m), await again.Session());
        var ledger = await store.Ledger();
        Assert.Equal(2, ledger.Count);
        Assert.All(ledger, entry => Assert.Equal(
            ("test", "sonnet", "pro", 10L, 2L),
            (entry.Scope.Text, entry.Class, entry.Plan, entry.Usage.Input.Value, entry.Usage.Output.Value)));
    }

    [Fact]
    public async Task What_a_process_that_was_killed_had_in_flight_holds_nothing_any_more()
    {
        var answered = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var killed = await Begin(store);
        killed.Upstream.Script = async http =>
        {
            if (killed.Upstream.Seen.Count == 1)
            {
                arrived.SetResult();
                await answered.Task;
            }

            await Replies.Plain()(http);
        };
        var first = killed.Ask();
        await arrived.Task;

        // The second answer's end is durable, and so is by then that the first request is in flight.
        (await killed.Ask()).EnsureSuccessStatusCode();
        var (used, reserved) = await killed.Session();
        Assert.True(reserved > 0);
        await using (var again = await Begin(await store.Copy()))
            Assert.Equal((used, 0m), await again.Session());
        answered.SetResult();
        (await first).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task What_was_reported_of_a_stream_that_broke_off_with_the_process_is_charged_once()
    {
        var ending = new TaskCompletionSource();
        await using var killed = await Begin(store);
        using var stream = await StreamThenAsk(killed, ending.Task);
        var copy = await store.Copy();
        await using (var again = await Begin(copy))
        {
            var (used, reserved) = await again.Session();
            Assert.True(used >= 500, $"{used} credits are charged.");
            Assert.Equal(0, reserved);
        }

        var entry = Assert.Single(await copy.Ledger(), entry => entry.IsCutOff);
        Assert.Equal(500, entry.Usage.Input.Value);
        await using (var third = await Begin(copy))
            Assert.Equal(2, (await copy.Ledger()).Count);
        ending.SetResult();
    }

    [Fact]
    public async Task What_was_reported_is_entered_also_where_the_policy_has_lost_its_class()
    {
        var ending = new TaskCompletionSource();
        await using var killed = await Begin(store);
        using var stream = await StreamThenAsk(killed, ending.Task);
        var copy = await store.Copy();
        var without = TestPolicy.Version with
        {
            Classes = TestPolicy.Version.Classes.Where(one => one.Key != "sonnet").ToFrozenDictionary(),
        };
        await using (await Begin(copy, timeline: new PolicyTimeline([without])))
        {
        }

        var entry = Assert.Single(await copy.Ledger(), entry => entry.IsCutOff);
        Assert.Equal(("sonnet", 500L), (entry.Class, entry.Usage.Input.Value));
        Assert.True(entry.Credits.Micro > 0);
        ending.SetResult();
    }

    [Fact]
    public async Task A_request_that_was_charged_is_known_by_its_name()
    {
        await using (var gateway = await Begin(store))
            (await Named(gateway)).EnsureSuccessStatusCode();
        await using var again = await Begin(store);
        Assert.Equal(HttpStatusCode.Conflict, (await Named(again)).StatusCode);
    }

    [Fact]
    public async Task Overage_resets_and_what_was_bought_stand()
    {
        OverageStatus Status(GatewayRig gateway) => gateway.State.Limits.OverageOf(
            gateway.State.Accounts.Named("test")!.Path, "sonnet", gateway.State.Now);
        await using (var gateway = await Begin(store, team: true))
        {
            var (limits, now) = (gateway.State.Limits, gateway.State.Now);
            var path = gateway.State.Accounts.Named("test")!.Path;
            Assert.True(limits.SetOverage(path, true, null, null, now));
            Assert.True(limits.SetConsent(path, true, now));
            Assert.True(limits.ResetEverybody(ResetOrder.Everything, 7, now));
            Assert.Equal(OverageStatus.Available, Status(gateway));
            var purchase = gateway.State.Purchases.Make(
                "test", "order-1", () => limits.Buy(path, MicroUsd.From(3), "order-1", now));
            Assert.Equal(PurchaseResult.Made, purchase);
            await limits.Confirm();
        }

        await using var again = await Begin(store, team: true);
        Assert.Equal(OverageStatus.Available, Status(again));
        Assert.False(again.State.Limits.ResetEverybody(ResetOrder.Everything, 7, again.State.Now));
        Assert.Equal(
            PurchaseResult.AlreadyMade, again.State.Purchases.Make("test", "order-1", () => true));
    }

    private static Task<HttpResponseMessage> Named(GatewayRig gateway)
    {
        gateway.Http.DefaultRequestHeaders.TryAddWithoutValidation("idempotency-key", "once");
        return gateway.Ask();
    }

    private static Task<GatewayRig> Begin(
        FaultyStore store, bool team = false, PolicyTimeline? timeline = null) => GatewayRig.Begin(
        tier: null,
        with: options => options with
        {
            Timeline = timeline ?? options.Timeline,
            Storage = new StorageOptions("memory", () => store),
            Keys = team
                ? KeyRing.Empty.Add("test", "team", null, "chat", GatewayRig.Start).Ring
                : options.Keys,
        });

    /// <summary>Has a stream under way whose beginning has come, and another request served.</summary>
    private static async Task<HttpResponseMessage> StreamThenAsk(GatewayRig killed, Task ending)
    {
        killed.Upstream.Script = StreamsFirst(killed, ending);
        var stream = await killed.Ask(stream: true);
        var body = await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.True(await body.ReadAsync(new byte[1], TestContext.Current.CancellationToken) > 0);
        (await killed.Ask()).EnsureSuccessStatusCode();
        return stream;
    }

    /// <summary>Begins a streamed answer to the first request, until something ends; answers others whole.</summary>
    private static Func<HttpContext, Task> StreamsFirst(GatewayRig killed, Task ending) => async http =>
    {
        if (killed.Upstream.Seen.Count > 1)
        {
            await Replies.Plain()(http);
            return;
        }

        http.Response.ContentType = "text/event-stream";
        await Replies.Send(http, Replies.AnthropicEvents(input: 500)[0]);
        await ending;
    };
}
