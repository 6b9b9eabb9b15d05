using System.Globalization;
using System.Text;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Upkeep;

namespace Plimsoll.Storage.Tests.Embedded;

public sealed class When_a_store_is_backed_up
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_made_while_others_commit_and_compact_is_the_store_of_one_moment()
    {
        using var folder = new TemporaryFolder();
        using var ended = new CancellationTokenSource();
        await using var store = EmbeddedStore.Open(
            DiskFiles.Make(folder.Of("store")), TimeProvider.System, new EmbeddedTerms { CompactAt = 300_000 });
        await Commit(store, 0);
        var committing = Task.Run(CommitUntilEnded, Cancellation);
        for (var copy = 0; copy < 5; copy++)
        {
            var report = StoreInspection.Backup(folder.Of("store"), folder.Of($"copy-{copy}"));
            await using var copied = EmbeddedStore.Open(folder.Of($"copy-{copy}"), TimeProvider.System);
            var number = NumberIn((await copied.Read(["left"], Cancellation))[0]);
            Assert.Equal(number, NumberIn((await copied.Read(["right"], Cancellation))[0]));
            var entries = copied.ReadEntries(LedgerPeriod.Ever, Cancellation);
            Assert.Equal(number + 1, await entries.CountAsync(Cancellation));
            Assert.Equal(number + 1, report.Entries);
        }

        await ended.CancelAsync();
        await committing;

        async Task CommitUntilEnded()
        {
            for (var number = 1; !ended.IsCancellationRequested; number++)
                await Commit(store, number);
        }
    }

    [Fact]
    public async Task It_is_not_copied_over_other_files()
    {
        using var folder = new TemporaryFolder();
        await using (EmbeddedStore.Open(folder.Of("store"), TimeProvider.System))
        {
            var refused = Assert.Throws<StoreException>(() => StoreInspection.Backup(folder.Of("store"), folder.Path));
            Assert.Contains("expected an empty folder", refused.Message);
        }
    }

    private static int NumberIn(StoredValue value) =>
        int.Parse(Encoding.ASCII.GetString(value.Bytes.Span), CultureInfo.InvariantCulture);

    private static async Task Commit(EmbeddedStore store, int number)
    {
        var bytes = Encoding.ASCII.GetBytes(number.ToString("d1000", CultureInfo.InvariantCulture));
        var version = (await store.Read(["left"], Cancellation))[0].Version;
        var entry = new LedgerEntry
        {
            Request = (UInt128)number + 1,
            At = Instant.FromUnixSeconds(number),
            Scope = ScopeName.Parse("acme"),
            Class = "large",
            Pool = "",
            Plan = "",
            Usage = new TokenUsage(new Tokens(1), default, default, default),
        };
        var batch = new StoreBatch(
            [StoreChange.Put("left", version, bytes), StoreChange.Put("right", version, bytes)], [entry]);
        Assert.IsType<CommitResult.Committed>(await store.Commit(batch, Cancellation));
    }
}
