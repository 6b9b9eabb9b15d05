using System.Net;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Tests.Durability;

public sealed class When_a_store_is_late : IAsyncDisposable
{
    private static readonly TimeSpan beyondPatience = TimeSpan.FromSeconds(30);
    private readonly FaultyStore store = new();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Answers_wait_for_so_long_and_go_on_and_are_charged_once_when_it_works_again()
    {
        await using var gateway = await Begin();
        await Fail(gateway);
        (await gateway.Ask()).EnsureSuccessStatusCode();
        Assert.Empty(await store.Ledger());

        store.Fails = null;
        gateway.Clock.Advance(beyondPatience);
        (await gateway.Ask()).EnsureSuccessStatusCode();
        await gateway.DisposeAsync();
        Assert.Equal(3, (await store.Ledger()).Count);
    }

    [Fact]
    public async Task Requests_whose_limits_are_money_are_refused_and_it_is_not_ready()
    {
        await using var gateway = await Begin(tier: "capped");
        await Fail(gateway);
        using var refused = await gateway.Ask();
        Assert.Equal(529, (int)refused.StatusCode);
        Assert.Contains("cannot be kept", (await refused.Error()).Message, StringComparison.Ordinal);
        using var ready = await gateway.Get("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(
            "store_late",
            await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        store.Fails = null;
    }

    [Fact]
    public async Task A_commit_of_which_it_is_not_known_whether_it_was_made_counts_once()
    {
        store.Fails = (StoreFault.Unknown, IsMade: true);
        await using (var gateway = await Begin())
        {
            var failed = store.NextFailure();
            var asking = gateway.Ask();
            await failed;
            store.Fails = null;
            gateway.Clock.Advance(beyondPatience);
            (await asking).EnsureSuccessStatusCode();
            (await gateway.Ask()).EnsureSuccessStatusCode();
        }

        Assert.Equal(2, (await store.Ledger()).Count);
        await using var again = await Begin();
        Assert.Equal(0, (await again.Session()).Reserved);
    }

    /// <summary>Lets a commit go wrong while a request waits for it, until the store counts as late.</summary>
    private async Task Fail(GatewayRig gateway)
    {
        store.Fails = (StoreFault.Unavailable, IsMade: false);
        var failed = store.NextFailure();
        var asking = gateway.Ask();
        await failed;

        // Whoever waits may only be about to: time passes until the answer goes out.
        while (!asking.IsCompleted)
        {
            gateway.Clock.Advance(beyondPatience);
            await Task.Yield();
        }

        (await asking).EnsureSuccessStatusCode();
    }

    private Task<GatewayRig> Begin(string? tier = null) => GatewayRig.Begin(
        tier, with: options => options with { Storage = new StorageOptions("memory", () => store) });
}
