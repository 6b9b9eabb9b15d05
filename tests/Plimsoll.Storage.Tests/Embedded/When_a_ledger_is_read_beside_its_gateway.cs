using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Embedded.Files;

namespace Plimsoll.Storage.Tests.Embedded;

public sealed class When_a_ledger_is_read_beside_its_gateway
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_ledger_of_the_moment_at_which_it_was_opened()
    {
        using var folder = new TemporaryFolder();
        await using var store = EmbeddedStore.Open(folder.Of("store"), TimeProvider.System);
        await Append(store, 1, 3);
        await store.Compact(Cancellation);
        await Append(store, 4, 2);

        await using var first = FolderLedger.Open(folder.Of("store"));
        await Append(store, 6, 1);
        await store.Compact(Cancellation);
        await store.DropEntries(new Instant(long.MaxValue), Cancellation);
        await using var second = FolderLedger.Open(folder.Of("store"));

        Assert.Equal([1, 2, 3, 4, 5], await Requests(first));
        Assert.Equal(5, await Summed(first));
        Assert.Empty(await Requests(second));
        Assert.Equal(6, await Summed(second));
    }

    [Fact]
    public async Task It_is_of_one_moment_also_while_others_commit_and_compact()
    {
        using var folder = new TemporaryFolder();
        using var ended = new CancellationTokenSource();
        await using var store = EmbeddedStore.Open(
            DiskFiles.Make(folder.Of("store")), TimeProvider.System, new EmbeddedTerms { CompactAt = 30_000 });
        await Append(store, 1, 1);
        var committing = Task.Run(CommitUntilEnded, Cancellation);
        var before = 0;
        for (var reading = 0; reading < 20; reading++)
        {
            await using var ledger = FolderLedger.Open(folder.Of("store"));
            var requests = await Requests(ledger);
            Assert.Equal(Enumerable.Range(1, requests.Count), requests);
            Assert.Equal(requests.Count, await Summed(ledger));
            Assert.True(requests.Count >= before);
            before = requests.Count;
        }

        await ended.CancelAsync();
        await committing;

        async Task CommitUntilEnded()
        {
            for (var number = 2; !ended.IsCancellationRequested; number++)
                await Append(store, number, 1);
        }
    }

    [Fact]
    public void A_folder_without_a_store_has_none()
    {
        using var folder = new TemporaryFolder();
        var refused = Assert.Throws<StoreException>(() => FolderLedger.Open(folder.Path));
        Assert.Equal(StoreFault.Unreadable, refused.Fault);
    }

    private static async Task<List<int>> Requests(FolderLedger ledger) =>
        await ledger.ReadEntries(LedgerPeriod.Ever, Cancellation).Select(entry => (int)entry.Request)
            .ToListAsync(Cancellation);

    private static async Task<long> Summed(FolderLedger ledger) =>
        await ledger.ReadUsage(LedgerPeriod.Ever, Cancellation).Select(sum => sum.Requests).SumAsync(Cancellation);

    private static async Task Append(EmbeddedStore store, int first, int count) => await store.Commit(
        StoreBatch.Of([.. Enumerable.Range(first, count).Select(number => new LedgerEntry
        {
            Request = (UInt128)number,
            At = Instant.FromUnixSeconds(number),
            Scope = ScopeName.Parse("acme"),
            Class = "large",
            Pool = "",
            Plan = "",
            Usage = new TokenUsage(new Tokens(1), default, default, default),
        })]),
        Cancellation);
}
