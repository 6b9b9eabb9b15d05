using System.Buffers;
using System.Collections.Frozen;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;
using Plimsoll.Storage;
using Plimsoll.Storage.Memory;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_a_store_is_swept
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The gateway of one key died with a lease; another, which knows only the other key, ends it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lease_whose_key_nobody_knows_any_more_is_ended(bool isErased)
    {
        var clock = new ManualClock(GatewayRig.Start);
        var store = new MemoryStore(clock);
        var (ring, _) = KeyRing.Empty.Add(
            "anna", "pro", null, "chat", GatewayRig.Start, new KeyPlace { Organization = "acme", User = "anna" });
        var (other, _) = KeyRing.Empty.Add(
            "bert", "pro", null, "chat", GatewayRig.Start, new KeyPlace { Organization = "acme", User = "bert" });
        var way = new CutStore(store);
        await using var dying = await Begin(way, "dying", ring);
        Assert.IsType<LeaseDecision.Admitted>(await GatewayTrio.Reserve(dying, 7, "anna"));
        Assert.Single(await Keys(store, "open/"));
        way.IsCut = true;
        if (isErased)
        {
            var gone = (await store.Read(["scope/acme/anna"], Cancellation))[0];
            await store.Commit(StoreBatch.Of(StoreChange.Remove(gone.Key, gone.Version)), Cancellation);
        }

        await using var living = await Begin(new CutStore(store), "living", other);
        for (var second = 0; second < 660; second += 5)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            for (var tick = 0; tick < 20; tick++)
                living.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await living.State.Leases!.Rest();
        }

        Assert.Empty(await Keys(store, "open/"));
        Assert.Equal(isErased ? ["scope/acme"] : ["scope/acme", "scope/acme/anna"], await Keys(store, "scope/"));
        var entry = Assert.Single(await store.ReadEntries(Plimsoll.Limits.Ledger.LedgerPeriod.Ever, Cancellation)
            .ToListAsync(Cancellation));
        Assert.True(entry is { IsEstimated: true, IsCutOff: true });
        Assert.Equal("acme/anna", entry.Scope.Text);
    }

    [Fact]
    public async Task Names_of_purchases_and_resets_are_forgotten_after_four_hundred_days()
    {
        await using var trio = await GatewayTrio.Begin();
        var now = await trio.Store.Now(Cancellation);
        await Put(trio.Store, "name/shared/1", now + Duration.FromHours(-401 * 24));
        await Put(trio.Store, "name/shared/2", now + Duration.FromHours(-399 * 24));
        await trio.Store.Commit(StoreBatch.Of(StoreChange.Put("name/shared/3", 0, new byte[] { 255 })), Cancellation);
        await trio.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(["name/shared/2", "name/shared/3"], await Keys(trio.Store, "name/"));
        Assert.Equal(1, trio.Gateways[0].State.Leases!.UnreadableCount);
    }

    [Fact]
    public async Task What_a_gateway_keeps_for_a_store_that_is_gone_is_bounded_and_told_when_it_is_back()
    {
        var all = Enum.GetValues<LimitKind>().ToFrozenSet();
        await using var trio = await GatewayTrio.Begin(
            with: shared => shared with { OpenWithoutStore = all, MostUntold = 3 });
        trio.Ways[0].IsCut = true;
        var served = 0;
        for (var request = 0; request < 5; request++)
        {
            using var answer = await trio.Gateways[0].Ask();
            served += answer.IsSuccessStatusCode ? 1 : 0;
        }

        Assert.Equal(3, served);
        trio.Ways[0].IsCut = false;
        await trio.Pass(TimeSpan.FromSeconds(5));
        using var after = await trio.Gateways[0].Ask();
        Assert.Equal(200, (int)after.StatusCode);
        await trio.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(4, (await trio.Ledger()).Count);
    }

    [Fact]
    public async Task More_entries_than_one_commit_takes_are_told_one_commit_after_another()
    {
        const int Requests = 10_000;
        var all = Enum.GetValues<LimitKind>().ToFrozenSet();
        await using var trio = await GatewayTrio.Begin(with: shared => shared with { OpenWithoutStore = all });
        trio.Ways[0].IsCut = true;
        for (var request = 0; request < Requests; request++)
        {
            var passed = Assert.IsType<LeaseDecision.Admitted>(await GatewayTrio.Reserve(trio.Gateways[0], 0));
            passed.Held.Lent!.Settle(GatewayTrio.Tokens(0), new Served("one"));
        }

        trio.Ways[0].IsCut = false;
        await trio.Pass(TimeSpan.FromSeconds(5));
        var ledger = await trio.Ledger();
        Assert.Equal(Requests, ledger.Count);
        Assert.Equal(Requests, ledger.Select(entry => entry.Request).Distinct().Count());
    }

    private static Task<GatewayRig> Begin(CutStore store, string name, KeyRing ring) =>
        GatewayRig.Begin(with: options => options with
        {
            Keys = ring,
            Shared = new SharedStore { Store = store, Gateway = name },
        });

    private static async Task Put(MemoryStore store, string key, Instant at)
    {
        var bytes = new ArrayBufferWriter<byte>();
        new RememberedName(NamedThing.Purchase, 1, at).Write(bytes);
        await store.Commit(StoreBatch.Of(StoreChange.Put(key, 0, bytes.WrittenMemory)), Cancellation);
    }

    private static async Task<List<string>> Keys(MemoryStore store, string prefix) =>
        await store.ReadAll(prefix, Cancellation).Select(value => value.Key).ToListAsync(Cancellation);
}
