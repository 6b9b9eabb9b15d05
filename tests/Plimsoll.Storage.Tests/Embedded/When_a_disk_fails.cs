using System.Text;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Tests.Embedded.Disks;

namespace Plimsoll.Storage.Tests.Embedded;

/// <summary>A full disk, a sync that fails: what is said, what still works, and what is there afterwards.</summary>
public sealed class When_a_disk_fails
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "No space left on device")]
    [InlineData(1, "Input/output error")]
    public async Task Nothing_is_acknowledged_any_more_until_the_store_is_opened_again(int after, string cause)
    {
        var disk = new SimulatedDisk();
        await using (var store = Open(disk))
        {
            await Commit(store, "a");
            // A commit is one write and one sync; the failure passes, and the store must not hope for that.
            disk.Faults = new DiskFaults(after, once: true, random: null);
            var unknown = await Assert.ThrowsAsync<StoreException>(() => Commit(store, "b"));
            Assert.Equal(StoreFault.Unknown, unknown.Fault);
            Assert.Contains(cause, unknown.Message);
            var broken = await Assert.ThrowsAsync<StoreException>(() => Commit(store, "c"));
            Assert.Equal(StoreFault.Broken, broken.Fault);
            Assert.Contains("start again", broken.Message);
            Assert.True((await store.Read(["a"], Cancellation))[0].Exists);
            Assert.False((await store.Read(["b"], Cancellation))[0].Exists);
        }

        disk.AfterKill();
        await using var again = Open(disk);
        var values = await again.Read(["a", "b", "c"], Cancellation);
        Assert.Equal([true, after == 1, false], values.Select(value => value.Exists));
    }

    [Fact]
    public async Task Compaction_that_finds_no_room_harms_nothing_and_is_done_later()
    {
        var disk = new SimulatedDisk();
        await using var store = Open(disk);
        await Commit(store, "a");
        // The new log gets through (made, written, synced, its name synced), the snapshot does not.
        disk.Faults = new DiskFaults(after: 5, once: true, random: null);
        var failed = await Assert.ThrowsAsync<StoreException>(() => store.Compact(Cancellation));
        Assert.Equal(StoreFault.Unavailable, failed.Fault);
        await Commit(store, "b");
        await store.Compact(Cancellation);
        Assert.Equal(3, disk.Files.Count);
        Assert.All(await store.Read(["a", "b"], Cancellation), value => Assert.True(value.Exists));
    }

    [Fact]
    public async Task What_was_asked_at_once_with_a_commit_that_fails_is_not_acknowledged_either()
    {
        var disk = new SimulatedDisk();
        await using var store = Open(disk);
        // How many groups they make is up to threads; whatever it is, each is told the truth.
        disk.Faults = new DiskFaults(3, once: false, random: null);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            try
            {
                await Commit(store, $"k{number}");
                return (number, Fault: (StoreFault?)null);
            }
            catch (StoreException e)
            {
                return (number, e.Fault);
            }
        }));
        disk.AfterKill();
        await store.DisposeAsync();
        await using var again = Open(disk.AfterPowerCut(new Random(3)));
        foreach (var (number, fault) in results)
        {
            var value = (await again.Read([$"k{number}"], Cancellation))[0];
            if (fault is null)
                Assert.True(value.Exists);
            else if (fault == StoreFault.Broken)
                Assert.False(value.Exists);
        }
    }

    [Fact]
    public async Task Starts_that_fail_leave_no_files()
    {
        var disk = new SimulatedDisk();
        await using (var store = Open(disk))
            await Commit(store, "a");
        var before = disk.Files.Keys.Order(StringComparer.Ordinal).ToList();

        // A log is made, written, synced and its name synced; then the manifest is made, written and synced.
        for (var after = 0; after < 7; after++)
        {
            disk.Faults = new DiskFaults(after, once: true, random: null);
            Assert.ThrowsAny<IOException>(() => Open(disk));
            Assert.Equal(before, disk.Files.Keys.Where(name => name != "manifest.new").Order(StringComparer.Ordinal));
        }

        disk.AfterKill();
        await using var again = Open(disk);
        Assert.True((await again.Read(["a"], Cancellation))[0].Exists);
    }

    private static async Task Commit(EmbeddedStore store, string key)
    {
        var batch = StoreBatch.Of(StoreChange.Put(key, 0, Encoding.ASCII.GetBytes(key)));
        Assert.IsType<CommitResult.Committed>(await store.Commit(batch, Cancellation));
    }

    private static EmbeddedStore Open(SimulatedDisk disk) =>
        EmbeddedStore.Open(disk, TimeProvider.System, new EmbeddedTerms());
}
