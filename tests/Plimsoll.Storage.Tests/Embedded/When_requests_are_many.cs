using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Tests.Embedded.Disks;

namespace Plimsoll.Storage.Tests.Embedded;

public sealed class When_requests_are_many
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private const int Window = 100;

    [Fact]
    public async Task The_latest_are_known_after_compactions_and_starts_and_the_ledger_stays_one_order()
    {
        var disk = new SimulatedDisk();
        for (var life = 0; life < 6; life++)
        {
            await using var store = Open(disk);
            for (var number = life * 70; number < (life + 1) * 70; number++)
            {
                await store.Commit(StoreBatch.Of(Entry(number)), Cancellation);
                if (number % 30 == 0)
                    await store.Compact(Cancellation);
                for (var late = Math.Max(0, number - Window + 1); late <= number; late += 33)
                {
                    var again = await store.Commit(StoreBatch.Of(Entry(late)), Cancellation);
                    Assert.Equal([false], Assert.IsType<CommitResult.Committed>(again).IsNew);
                }
            }
        }

        await using var last = Open(disk);
        var entries = await last.ReadEntries(LedgerPeriod.Ever, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, 420), entries.Select(entry => (int)entry.Request));
    }

    [Fact]
    public async Task Parts_of_the_ledger_stay_few_however_often_it_is_compacted()
    {
        var disk = new SimulatedDisk();
        await using var store = Open(disk);
        for (var number = 0; number < 200; number++)
        {
            await store.Commit(StoreBatch.Of(Entry(number)), Cancellation);
            await store.Compact(Cancellation);
        }

        Assert.InRange(disk.Files.Count, 4, 12);
        var sum = await store.ReadUsage(LedgerPeriod.Ever, Cancellation).SingleAsync(Cancellation);
        Assert.Equal(200, sum.Requests);
    }

    private static EmbeddedStore Open(SimulatedDisk disk) =>
        EmbeddedStore.Open(disk, TimeProvider.System, new EmbeddedTerms { KnownRequests = Window });

    private static LedgerEntry Entry(int number) => new()
    {
        Request = (UInt128)number + 1,
        At = Instant.FromUnixSeconds(number),
        Scope = ScopeName.Parse("acme"),
        Class = "large",
        Pool = "",
        Plan = "",
        Usage = new TokenUsage(new Tokens(1), default, default, default),
    };
}
