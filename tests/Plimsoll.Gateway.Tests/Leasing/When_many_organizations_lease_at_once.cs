using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Storage;
using Plimsoll.Storage.Memory;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_many_organizations_lease_at_once
{
    private const int Organizations = 100;
    private const int Rounds = 3;
    private const int TogetherAtMost = 32;

    [Fact]
    public async Task Those_that_wait_for_a_turn_share_a_reading_and_a_commit()
    {
        var store = new CutStore(new MemoryStore(new ManualClock(GatewayRig.Start)));
        await using var gateway = await Begin(store);
        var before = gateway.State.Leases!.Store.Operations;

        var asked = await AllWait(gateway, store);
        store.Answer();
        Assert.All(await Task.WhenAll(asked), decision => Assert.IsType<LeaseDecision.Admitted>(decision));

        var rounds = Rounds + ((Organizations - Rounds + TogetherAtMost - 1) / TogetherAtMost);
        Assert.InRange(gateway.State.Leases!.Store.Operations - before, 2, 2 * rounds);
    }

    [Fact]
    public async Task One_that_cannot_be_read_keeps_no_other_from_being_served()
    {
        var memory = new MemoryStore(new ManualClock(GatewayRig.Start));
        var store = new CutStore(memory);
        await using var gateway = await Begin(store);
        await memory.Commit(
            StoreBatch.Of(StoreChange.Put("scope/org-50", 0, new byte[] { 255 })),
            TestContext.Current.CancellationToken);

        var asked = await AllWait(gateway, store);
        store.Answer();
        var decisions = await Task.WhenAll(asked);
        Assert.IsType<LeaseDecision.Unreadable>(decisions[50]);
        Assert.Equal(Organizations - 1, decisions.Count(decision => decision is LeaseDecision.Admitted));
    }

    [Fact]
    public async Task One_that_another_gateway_changed_meanwhile_is_made_again_and_the_others_once()
    {
        var memory = new MemoryStore(new ManualClock(GatewayRig.Start));
        var store = new CutStore(memory);
        await using var gateway = await Begin(store);
        var counts = gateway.State.Leases!.Store;
        store.BeforeCommit = async batch =>
        {
            var meant = batch.Changes.Where(change => change.Key == "scope/org-50").ToList();
            if (meant.Count == 0)
                return;
            store.BeforeCommit = null;
            await memory.Commit(StoreBatch.Of([.. meant]), TestContext.Current.CancellationToken);
        };

        var asked = await AllWait(gateway, store);
        store.Answer();
        Assert.All(await Task.WhenAll(asked), decision => Assert.IsType<LeaseDecision.Admitted>(decision));
        Assert.Equal(1, counts.Conflicts);
        var taken = await memory.ReadAll("open/", TestContext.Current.CancellationToken)
            .CountAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Organizations, taken);
    }

    [Fact]
    public async Task Those_that_wait_are_told_at_once_when_the_store_is_lost()
    {
        var store = new CutStore(new MemoryStore(new ManualClock(GatewayRig.Start)));
        await using var gateway = await Begin(store);

        var asked = await AllWait(gateway, store);
        store.IsCut = true;
        store.Answer();
        Assert.All(await Task.WhenAll(asked), decision => Assert.IsType<LeaseDecision.StoreGone>(decision));
    }

    private static async Task<GatewayRig> Begin(CutStore store)
    {
        var ring = KeyRing.Empty;
        for (var number = 0; number < Organizations; number++)
            (ring, _) = ring.Add($"org-{number}", "pro", null, "chat", GatewayRig.Start);
        return await GatewayRig.Begin(with: options => options with
        {
            Keys = ring,
            Shared = new SharedStore { Store = store, Gateway = "one" },
        });
    }

    /// <summary>Asks for all; the first have their turn, and are not answered yet.</summary>
    private static async Task<List<Task<LeaseDecision>>> AllWait(GatewayRig gateway, CutStore store)
    {
        store.Hold();
        var asked = Enumerable.Range(0, Organizations)
            .Select(number => GatewayTrio.Reserve(gateway, 7, $"org-{number}")).ToList();
        var rounds = gateway.State.Leases!.Rounds;
        while (Volatile.Read(ref store.Unanswered) < Rounds || rounds.Waiting < Organizations - Rounds)
            await Task.Yield();
        Assert.Equal(Rounds, Volatile.Read(ref store.Unanswered));
        return asked;
    }
}
