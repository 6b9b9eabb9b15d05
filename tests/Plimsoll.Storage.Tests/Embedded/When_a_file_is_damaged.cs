using System.Text;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Embedded.Frames;
using Plimsoll.Storage.Tests.Embedded.Disks;

namespace Plimsoll.Storage.Tests.Embedded;

/// <summary>Damage is found when the files are read, and never read as something else.</summary>
public sealed class When_a_file_is_damaged
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flipped_bit_anywhere_is_refused_or_changes_nothing(bool closed)
    {
        var random = new Random(7);
        var told = await TellOf(await Written(closed));
        var refused = 0;
        for (var round = 0; round < 600; round++)
        {
            var disk = await Written(closed);
            var name = disk.Files.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(disk.Files.Count));
            var content = disk.Files[name].Content;
            var at = random.Next(content.Length);
            content[at] ^= (byte)(1 << random.Next(8));
            try
            {
                var found = await TellOf(disk);
                Assert.True(found == told, $"Round {round}: byte {at} of {name} was flipped, and other data was read.");
            }
            catch (StoreException e) when (e.Fault == StoreFault.Unreadable)
            {
                refused++;
                Assert.Contains("/simulated/", e.Message);
                Assert.Contains("backup", e.Message);
            }
        }

        // The rest fell on zeros that fill up sectors.
        Assert.InRange(refused, 200, 600);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_refused()
    {
        var names = (await Written(closed: true)).Files.Keys.ToList();
        Assert.Equal(5, names.Count);
        foreach (var name in names)
        {
            var disk = await Written(closed: true);
            disk.Delete(name);
            var refused = await Assert.ThrowsAsync<StoreException>(async () => await TellOf(disk));
            Assert.Equal(StoreFault.Unreadable, refused.Fault);
            Assert.Contains("missing", refused.Message);
        }
    }

    [Fact]
    public async Task A_tail_that_was_never_told_of_is_cut_and_one_that_may_have_been_is_refused()
    {
        var disk = await Written(closed: false);
        var name = disk.Files.Keys.Where(name => name.StartsWith("log-", StringComparison.Ordinal)).Max()!;
        var told = await TellOf(await Written(closed: false));

        disk.Files[name].Append(new byte[700]);
        Assert.Equal(told, await TellOf(disk));

        disk = await Written(closed: false);
        disk.Files[name].Append(Encoding.ASCII.GetBytes(new string('x', 1024)));
        var refused = await Assert.ThrowsAsync<StoreException>(async () => await TellOf(disk));
        Assert.Equal(StoreFault.Unreadable, refused.Fault);
    }

    [Fact]
    public async Task A_store_of_a_later_format_is_refused_and_says_so()
    {
        var disk = await Written(closed: true);
        var frame = new ByteWriter();
        var start = Frame.Begin(frame);
        frame.Number(StoreManifest.Format + 1);
        Frame.End(frame, start, FrameKind.Manifest, 1);
        using (var file = disk.Create(StoreManifest.Name))
            file.Append(frame.Written);
        var refused = await Assert.ThrowsAsync<StoreException>(async () => await TellOf(disk));
        Assert.Contains("format 2, and this version of Plimsoll reads 1", refused.Message);
    }

    [Fact]
    public async Task A_store_that_is_open_is_refused_to_others_and_free_once_it_is_closed()
    {
        using var folder = new TemporaryFolder();
        await using (EmbeddedStore.Open(folder.Path, TimeProvider.System))
        {
            var refused = Assert.Throws<StoreException>(() => EmbeddedStore.Open(folder.Path, TimeProvider.System));
            Assert.Equal(StoreFault.InUse, refused.Fault);
        }

        await using var again = EmbeddedStore.Open(folder.Path, TimeProvider.System);
    }

    /// <summary>A disk with a snapshot, a part of the ledger and two logs, the last closed or not.</summary>
    private static async Task<SimulatedDisk> Written(bool closed)
    {
        var disk = new SimulatedDisk();
        await using (var first = Open(disk))
        {
            await Fill(first, 0);
            await first.Compact(default);
            await Fill(first, 100);
        }

        var second = Open(disk);
        await Fill(second, 200);
        if (!closed)
            disk.Faults = new DiskFaults(0, once: false, random: null);
        await second.DisposeAsync();
        disk.AfterKill();
        return disk;
    }

    private static async Task Fill(EmbeddedStore store, int from)
    {
        for (var number = from; number < from + 3; number++)
        {
            var entry = new LedgerEntry
            {
                Request = (UInt128)number + 1,
                At = Instant.FromUnixSeconds(number),
                Scope = ScopeName.Parse("acme/anna"),
                Class = "large",
                Pool = "east",
                Plan = "max",
                Usage = new TokenUsage(new Tokens(number), default, default, default),
            };
            var change = StoreChange.Put($"scope/{number}", 0, Encoding.ASCII.GetBytes(new string('v', 700)));
            await store.Commit(new StoreBatch([change], [entry]), default);
        }
    }

    private static EmbeddedStore Open(SimulatedDisk disk) =>
        EmbeddedStore.Open(disk, TimeProvider.System, new EmbeddedTerms());

    private static async Task<string> TellOf(SimulatedDisk disk)
    {
        await using var store = Open(disk);
        return await StoreModel.TellOf(store);
    }
}
