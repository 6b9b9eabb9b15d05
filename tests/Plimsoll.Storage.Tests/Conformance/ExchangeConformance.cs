using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Limits.Ledger;

namespace Plimsoll.Storage.Tests.Conformance;

/// <summary>Reading and committing what is decided by it.</summary>
public abstract class ExchangeConformance : StoreConformance
{
    [Fact]
    public async Task It_commits_what_was_decided_by_what_was_read()
    {
        await using var store = await OpenEmpty();
        var first = await Committed(store, StoreChange.Put("a", 0, Bytes("1")));
        var result = await store.Exchange(
            new(["topic"], ["b", "a"], values =>
            {
                Assert.Equal([("b", 0), ("a", first.Version)], values.Select(value => (value.Key, value.Version)));
                return new StoreBatch([StoreChange.Put("a", first.Version, Bytes(Text(values[1]) + "2"))], [Entry(1)]);
            }),
            Cancellation);
        var made = Assert.IsType<CommitResult.Committed>(result);
        Assert.Equal([true], made.IsNew);
        var now = await One(store, "a");
        Assert.Equal((made.Version, "12"), (now.Version, Text(now)));
        Assert.Single(await All(store.ReadEntries(LedgerPeriod.Ever, Cancellation)));
    }

    [Fact]
    public async Task It_changes_nothing_where_nothing_is_decided()
    {
        await using var store = await OpenEmpty();
        await Committed(store, StoreChange.Put("a", 0, Bytes("1")));
        Assert.Null(await store.Exchange(new(["topic"], ["a"], _ => null), Cancellation));
        Assert.Equal("1", Text(await One(store, "a")));
    }

    [Fact]
    public async Task It_meets_a_commit_that_did_not_wait_for_it()
    {
        await using var store = await OpenEmpty();
        var first = await Committed(store, StoreChange.Put("a", 0, Bytes("1")));
        var result = await store.Exchange(
            new(["topic"], ["a"], values =>
            {
                store.Commit(StoreBatch.Of(StoreChange.Put("a", first.Version, Bytes("2"))), Cancellation)
                    .AsTask().Wait(Cancellation);
                return StoreBatch.Of(StoreChange.Put("a", values[0].Version, Bytes("3")));
            }),
            Cancellation);
        Assert.Equal(["a"], Assert.IsType<CommitResult.Conflict>(result).Keys);
        Assert.Equal("2", Text(await One(store, "a")));
    }

    [Fact]
    public async Task A_batch_that_breaks_a_bound_is_refused_and_the_next_is_made()
    {
        await using var store = await OpenEmpty();
        await Assert.ThrowsAsync<ArgumentException>(() => store.Exchange(
            new(["topic"], ["a"], _ => StoreBatch.Of(StoreChange.Put("", 0, Bytes("1")))), Cancellation).AsTask());
        await Assert.ThrowsAsync<InvalidDataException>(() => store.Exchange(
            new(["topic"], ["a"], _ => throw new InvalidDataException()), Cancellation).AsTask());
        await AddOne(store, "topic", "a");
        Assert.Equal("1", Text(await One(store, "a")));
    }

    [Fact]
    public async Task Of_many_about_one_topic_each_counts_once()
    {
        await using var store = await OpenEmpty();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(
            async () =>
            {
                for (var done = 0; done < 25;)
                    done += await AddOne(store, client % 2 == 0 ? "topic" : "other", "n") ? 1 : 0;
            },
            Cancellation)));
        Assert.Equal("200", Text(await One(store, "n")));
    }

    /// <summary>Adds 1 to a number.</summary>
    /// <returns>False: somebody else was faster.</returns>
    protected static async Task<bool> AddOne(IStore store, string topic, string key)
    {
        var result = await store.Exchange(new([topic], [key], Decide), Cancellation);
        return result is CommitResult.Committed;

        StoreBatch Decide(ImmutableArray<StoredValue> values)
        {
            var next = values[0].Exists ? int.Parse(Text(values[0]), CultureInfo.InvariantCulture) + 1 : 1;
            var text = next.ToString(CultureInfo.InvariantCulture);
            return StoreBatch.Of(StoreChange.Put(key, values[0].Version, Bytes(text)));
        }
    }
}
