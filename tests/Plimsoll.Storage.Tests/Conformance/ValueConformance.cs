using System.Globalization;
using Plimsoll.Limits.Ledger;

namespace Plimsoll.Storage.Tests.Conformance;

/// <summary>Values with versions.</summary>
public abstract class ValueConformance : StoreConformance
{
    [Fact]
    public async Task It_reads_version_0_for_a_key_that_has_no_value()
    {
        await using var store = await OpenEmpty();
        var value = await One(store, "scope/acme");
        Assert.Equal(StoredValue.None("scope/acme"), value);
        Assert.False(value.Exists);
    }

    [Fact]
    public async Task It_reads_back_what_was_committed_in_the_order_asked_for()
    {
        await using var store = await OpenEmpty();
        var made = await Committed(
            store,
            StoreChange.Put("a", 0, Bytes("1")),
            StoreChange.Put("b", 0, Bytes("")),
            StoreChange.Put("c", 0, Bytes("3")));
        var values = await store.Read(["c", "nothing", "b", "a"], Cancellation);
        Assert.Equal(["c", "nothing", "b", "a"], values.Select(v => v.Key));
        Assert.Equal(["3", "", "", "1"], values.Select(Text));
        Assert.Equal([made.Version, 0, made.Version, made.Version], values.Select(v => v.Version));
        Assert.True(made.Version > 0);
    }

    [Fact]
    public async Task It_changes_nothing_when_one_of_several_versions_differs()
    {
        await using var store = await OpenEmpty();
        var first = await Committed(store, StoreChange.Put("a", 0, Bytes("1")), StoreChange.Put("b", 0, Bytes("1")));
        var second = await Committed(store, StoreChange.Put("b", first.Version, Bytes("2")));
        var batch = new StoreBatch(
            [
                StoreChange.Put("a", first.Version, Bytes("3")),
                StoreChange.Put("b", first.Version, Bytes("3")),
                StoreChange.Remove("none", 1),
            ],
            [Entry(1)]);
        var conflict = Assert.IsType<CommitResult.Conflict>(await store.Commit(batch, Cancellation));
        Assert.Equal(["b", "none"], conflict.Keys);
        Assert.Equal(["1", "2", ""], (await store.Read(["a", "b", "none"], Cancellation)).Select(Text));
        Assert.Empty(await All(store.ReadEntries(LedgerPeriod.Ever, Cancellation)));
        Assert.True(second.Version > first.Version);
    }

    [Fact]
    public async Task It_refuses_to_make_what_is_there()
    {
        await using var store = await OpenEmpty();
        await Committed(store, StoreChange.Put("a", 0, Bytes("1")));
        var again = await store.Commit(StoreBatch.Of(StoreChange.Put("a", 0, Bytes("2"))), Cancellation);
        Assert.Equal(["a"], Assert.IsType<CommitResult.Conflict>(again).Keys);
    }

    [Fact]
    public async Task A_value_that_was_removed_and_made_again_has_a_version_it_never_had()
    {
        await using var store = await OpenEmpty();
        var first = await Committed(store, StoreChange.Put("a", 0, Bytes("1")));
        await Committed(store, StoreChange.Remove("a", first.Version));
        Assert.False((await One(store, "a")).Exists);
        var second = await Committed(store, StoreChange.Put("a", 0, Bytes("1")));
        Assert.True(second.Version > first.Version);
        var late = await store.Commit(StoreBatch.Of(StoreChange.Put("a", first.Version, Bytes("2"))), Cancellation);
        Assert.IsType<CommitResult.Conflict>(late);
    }

    [Fact]
    public async Task It_reads_a_prefix_in_the_order_of_the_keys_bytes()
    {
        await using var store = await OpenEmpty();
        string[] keys =
        [
            "scope/b", "scope/a/x", "scope/a", "scope/é", "scope/\U0001F600", "scope/\uFFFD", "scope", "t", "open/1",
        ];
        await Committed(store, [.. keys.Select(key => StoreChange.Put(key, 0, Bytes(key)))]);
        var read = await All(store.ReadAll("scope/", Cancellation));
        string[] inOrder = ["scope/a", "scope/a/x", "scope/b", "scope/é", "scope/\uFFFD", "scope/\U0001F600"];
        Assert.Equal(inOrder, read.Select(value => value.Key));
        Assert.All(read, value => Assert.Equal(value.Key, Text(value)));
        Assert.Equal(keys.Length, (await All(store.ReadAll("", Cancellation))).Count);
    }

    [Fact]
    public async Task A_prefix_matches_letters_as_they_are_and_no_pattern()
    {
        await using var store = await OpenEmpty();
        string[] keys = ["a%/1", "ab/1", "A%/1"];
        await Committed(store, [.. keys.Select(key => StoreChange.Put(key, 0, Bytes("")))]);
        Assert.Equal(["a%/1"], (await All(store.ReadAll("a%", Cancellation))).Select(v => v.Key));
        Assert.Empty(await All(store.ReadAll("a_", Cancellation)));
    }

    [Fact]
    public async Task Bytes_may_change_once_the_commit_has_returned()
    {
        await using var store = await OpenEmpty();
        var bytes = Bytes("before");
        await Committed(store, StoreChange.Put("a", 0, bytes));
        Bytes("after!").CopyTo(bytes, 0);
        Assert.Equal("before", Text(await One(store, "a")));
    }

    [Fact]
    public async Task It_takes_a_large_value_and_every_byte()
    {
        await using var store = await OpenEmpty();
        var bytes = new byte[3_000_001];
        for (var at = 0; at < bytes.Length; at++)
            bytes[at] = (byte)(at % 251);
        await Committed(store, StoreChange.Put("policy/2026", 0, bytes));
        Assert.True((await One(store, "policy/2026")).Bytes.Span.SequenceEqual(bytes));
    }

    [Fact]
    public async Task Of_many_that_change_one_value_at_once_one_goes_through_each_time()
    {
        await using var store = await OpenEmpty();
        await Committed(store, StoreChange.Put("n", 0, Bytes("0")));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Increment25, Cancellation)));
        Assert.Equal("200", Text(await One(store, "n")));

        async Task Increment25()
        {
            for (var done = 0; done < 25;)
            {
                var found = await One(store, "n");
                var next = int.Parse(Text(found), CultureInfo.InvariantCulture) + 1;
                var change = StoreChange.Put("n", found.Version, Bytes(next.ToString(CultureInfo.InvariantCulture)));
                var result = await store.Commit(StoreBatch.Of(change), Cancellation);
                done += result is CommitResult.Committed ? 1 : 0;
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task It_refuses_what_cannot_be_a_key(string key)
    {
        await using var store = await OpenEmpty();
        var batch = StoreBatch.Of(StoreChange.Put(key, 0, Bytes("")));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.Commit(batch, Cancellation));
    }

    [Fact]
    public async Task It_refuses_a_key_with_half_a_letter()
    {
        await using var store = await OpenEmpty();
        var batch = StoreBatch.Of(StoreChange.Put("a" + '\uD800', 0, Bytes("")));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.Commit(batch, Cancellation));
    }

    [Fact]
    public async Task It_refuses_a_key_that_stands_twice_in_a_batch()
    {
        await using var store = await OpenEmpty();
        var batch = StoreBatch.Of(StoreChange.Put("a", 0, Bytes("1")), StoreChange.Remove("a", 0));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.Commit(batch, Cancellation));
    }

    [Fact]
    public async Task An_empty_batch_is_committed()
    {
        await using var store = await OpenEmpty();
        Assert.Empty((await Committed(store)).IsNew);
    }
}
