using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Tests.Conformance;

/// <summary>The ledger.</summary>
public abstract class LedgerConformance : StoreConformance
{
    [Fact]
    public async Task An_entry_is_read_back_as_it_was_written()
    {
        await using var store = await OpenEmpty();
        var entry = Entry(7, "acme/research/anna/laptop", new Instant(1_780_000_000_123_456_789)) with
        {
            Request = UInt128.MaxValue,
            Pool = "",
            Plan = "",
            Lane = Lane.Batch,
            IsCutOff = true,
            IsEstimated = true,
        };
        await Appended(store, entry);
        Assert.Equal(entry, Assert.Single(await All(store.ReadEntries(LedgerPeriod.Ever, Cancellation))));
        Assert.Equal(
            UsageSum.Of(entry), Assert.Single(await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation))));
    }

    [Fact]
    public async Task A_request_is_counted_once_however_often_it_is_sent()
    {
        await using var store = await OpenEmpty();
        Assert.Equal([true, true, false], (await Appended(store, Entry(1), Entry(2), Entry(1))).IsNew);
        Assert.Equal([false, true], (await Appended(store, Entry(2), Entry(3))).IsNew);
        Assert.Equal([false, false], (await Appended(store, Entry(2), Entry(3))).IsNew);
        var entries = await All(store.ReadEntries(LedgerPeriod.Ever, Cancellation));
        Assert.Equal([1, 2, 3], entries.Select(entry => (int)entry.Request));
        Assert.Equal(3, Assert.Single(await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation))).Requests);
    }

    [Fact]
    public async Task Many_who_send_one_request_at_once_count_it_once()
    {
        await using var store = await OpenEmpty();
        var sent = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            async () => (await Appended(store, Entry(1), Entry(100 + i))).IsNew[0], Cancellation)));
        Assert.Single(sent, isNew => isNew);
        Assert.Equal(17, (await All(store.ReadEntries(LedgerPeriod.Ever, Cancellation))).Count);
    }

    [Fact]
    public async Task A_period_is_read_from_its_first_instant_to_before_its_last_in_order()
    {
        await using var store = await OpenEmpty();
        await Appended(
            store,
            Entry(5, at: new Instant(40)),
            Entry(4, at: new Instant(20)),
            Entry(3, at: new Instant(20)),
            Entry(2, at: new Instant(30)),
            Entry(1, at: new Instant(19)));
        var read = await All(store.ReadEntries(new LedgerPeriod(new Instant(20), new Instant(40)), Cancellation));
        Assert.Equal([3, 4, 2], read.Select(entry => (int)entry.Request));
    }

    [Fact]
    public async Task Usage_is_summed_by_hour_organization_class_pool_and_plan()
    {
        await using var store = await OpenEmpty();
        var entries = new[]
        {
            Entry(1), Entry(2) with { IsCutOff = true },
            Entry(3, at: Noon + Duration.FromMinutes(59)) with { IsEstimated = true },
            Entry(4, at: Noon + Duration.FromMinutes(60)), Entry(5, at: Noon - new Duration(1)),
            Entry(6, "acme"), Entry(7, "other/anna"), Entry(8) with { Class = "small" },
            Entry(9) with { Pool = "west" }, Entry(10) with { Plan = "pro" },
        };
        await Appended(store, [.. entries]);
        var expected = new UsageSums();
        foreach (var entry in entries)
            expected.Add(entry);
        Assert.Equal(expected.InOrder(), await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation)));
        Assert.Equal(7, expected.Count);
        var hour = new LedgerPeriod(Noon, Noon + Duration.FromMinutes(60));
        Assert.Equal(
            expected.InOrder().Where(sum => sum.Key.Hour == Noon), await All(store.ReadUsage(hour, Cancellation)));
    }

    [Fact]
    public async Task What_is_dropped_stays_in_the_sums_and_stays_known()
    {
        await using var store = await OpenEmpty();
        await Appended(store, Entry(1, at: Noon - new Duration(1)), Entry(2), Entry(3, at: Noon + new Duration(1)));
        var before = await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation));
        Assert.Equal(1, await store.DropEntries(Noon, Cancellation));
        Assert.Equal(0, await store.DropEntries(Noon, Cancellation));
        var left = await All(store.ReadEntries(LedgerPeriod.Ever, Cancellation));
        Assert.Equal([2, 3], left.Select(entry => (int)entry.Request));
        Assert.Equal(before, await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation)));
        Assert.Equal([false], (await Appended(store, Entry(1, at: Noon - new Duration(1)))).IsNew);
    }

    [Fact]
    public async Task A_person_who_is_erased_is_named_nowhere_and_the_sums_stay()
    {
        await using var store = await OpenEmpty();
        await Appended(store, Entry(1), Entry(2, "acme/anna/laptop"), Entry(3, "acme/annabel"), Entry(4, "acme"));
        var before = await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation));
        var erasure = new ScopeErasure(ScopeName.Parse("acme/anna"), ScopeName.Parse("acme/erased-1"));
        Assert.Equal(2, await store.Erase(erasure, Cancellation));
        await Appended(store, Entry(5, "acme/ben"));
        var left = await All(store.ReadEntries(LedgerPeriod.Ever, Cancellation));
        Assert.Equal(
            ["acme/erased-1", "acme/erased-1", "acme/annabel", "acme", "acme/ben"], left.Select(e => e.Scope.Text));
        var after = await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation));
        Assert.Equal(before.Sum(sum => sum.Requests) + 1, after.Sum(sum => sum.Requests));
        Assert.Equal(0, await store.Erase(erasure, Cancellation));
    }

    [Fact]
    public async Task An_organization_that_is_erased_is_not_named_in_sums_either()
    {
        await using var store = await OpenEmpty();
        await Appended(store, Entry(1, "anna"), Entry(2, "erased-1"), Entry(3, "acme/anna"));
        await store.Erase(new ScopeErasure(ScopeName.Parse("anna"), ScopeName.Parse("erased-1")), Cancellation);
        var sums = await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation));
        Assert.Equal(["acme", "erased-1"], sums.Select(sum => sum.Key.Organization));
        Assert.Equal([1, 2], sums.Select(sum => sum.Requests));
    }

    [Fact]
    public async Task It_refuses_a_request_without_a_name()
    {
        await using var store = await OpenEmpty();
        var batch = StoreBatch.Of(Entry(0));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.Commit(batch, Cancellation));
    }
}
