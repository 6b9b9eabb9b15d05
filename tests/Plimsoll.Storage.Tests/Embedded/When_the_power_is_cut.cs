using System.Text;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Tests.Embedded.Disks;

namespace Plimsoll.Storage.Tests.Embedded;

/// <summary>
/// Random histories on a disk that fails at random moments: writes that get through in part, syncs that fail, and power
/// that is cut, which leaves any part of what was not synced. A failure names its seed.
/// </summary>
public sealed class When_the_power_is_cut
{
    private const int Lives = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task All_that_was_acknowledged_is_there_and_nothing_half(int block)
    {
        const int seeds = 300;
        for (var seed = block * seeds; seed < (block + 1) * seeds; seed++)
        {
            try
            {
                await new History(seed).Run();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    private sealed class History(int seed)
    {
        private readonly Random random = new(seed);
        private SimulatedDisk disk = new();

        // What the store may hold: more than one where an outcome is not known. The first is what it says now.
        private List<StoreModel> models = [StoreModel.Empty];
        private int numbers;

        public async Task Run()
        {
            for (var life = 0; life < Lives; life++)
            {
                disk.Faults = new DiskFaults(random.Next(60), random.Next(2) == 0, random);
                await Live();
                if (random.Next(2) == 0)
                    disk = disk.AfterPowerCut(random);
                disk.AfterKill();
            }

            await using var store = Open();
            await CheckAll(store);
        }

        private EmbeddedStore Open() => EmbeddedStore.Open(
            disk, TimeProvider.System, new EmbeddedTerms { CompactAtLogs = 1000, KnownRequests = 10_000 });

        private async Task Live()
        {
            EmbeddedStore store;
            try
            {
                store = Open();
            }
            catch (Exception e) when (e is IOException && disk.Faults.HasFailed)
            {
                return;
            }

            try
            {
                await CheckAll(store);
                for (var steps = random.Next(25); steps > 0; steps--)
                    await Step(store);
            }
            catch (StoreException e) when (disk.Faults.HasFailed && e.Fault is StoreFault.Broken or StoreFault.Unknown)
            {
                // The process ends here.
            }

            await store.DisposeAsync();
        }

        private async Task CheckAll(EmbeddedStore store)
        {
            var found = await StoreModel.TellOf(store);
            models = [models.Find(model => model.Told() == found) ?? models[0]];
            Assert.Equal(models[0].Told(), found);
        }

        private async Task Step(EmbeddedStore store)
        {
            switch (random.Next(12))
            {
                case 0:
                    await Upkeep(() => store.Compact(default), model => model);
                    break;
                case 1:
                    var before = At(random.Next(100));
                    await Upkeep(async () => await store.DropEntries(before, default), model => model.Dropped(before));
                    break;
                case 2:
                    var name = ScopeName.Parse($"acme/{random.Next(4)}");
                    var erasure = new ScopeErasure(name, ScopeName.Parse($"acme/erased-{numbers++}"));
                    await Upkeep(async () => await store.Erase(erasure, default), model => model.Erased(erasure));
                    break;
                default:
                    await Commit(store);
                    break;
            }
        }

        private async Task Upkeep(Func<Task> work, Func<StoreModel, StoreModel> change)
        {
            var changed = models.ConvertAll(model => change(model));
            try
            {
                await work();
                models = changed;
            }
            catch (StoreException e) when (disk.Faults.HasFailed)
            {
                models = [.. models, .. changed];
                if (e.Fault != StoreFault.Unavailable)
                    throw;
            }
        }

        private async Task Commit(EmbeddedStore store)
        {
            var changes = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(12)).Distinct().Select(Change);
            var entries = Enumerable.Range(0, random.Next(4)).Select(_ => Entry());
            var batch = new StoreBatch([.. changes], [.. entries]);
            var changed = models.ConvertAll(model => model.With(batch));
            try
            {
                var made = Assert.IsType<CommitResult.Committed>(await store.Commit(batch, default));
                models = changed;
                Assert.Equal(models[0].Version, made.Version);
            }
            catch (StoreException e) when (e.Fault == StoreFault.Unknown)
            {
                models.AddRange(changed);
                throw;
            }
        }

        private StoreChange Change(int number)
        {
            var key = $"scope/{number}";
            var expected = models[0].Values.TryGetValue(key, out var value) ? value.Version : 0;
            var length = random.Next(3) == 0 ? random.Next(3000) : random.Next(20);
            var text = new string((char)('a' + random.Next(26)), length);
            return expected > 0 && random.Next(4) == 0
                ? StoreChange.Remove(key, expected)
                : StoreChange.Put(key, expected, Encoding.UTF8.GetBytes(text));
        }

        private LedgerEntry Entry()
        {
            var counted = models[0].Counted;
            var known = counted.Count > 0 && random.Next(5) == 0;
            return new LedgerEntry
            {
                Request = known ? counted[random.Next(counted.Count)].Request : (UInt128)(++numbers),
                At = At(random.Next(100)),
                Scope = ScopeName.Parse($"acme/{random.Next(4)}"),
                Class = "large",
                Pool = "east",
                Plan = "",
                Usage = new TokenUsage(new Tokens(random.Next(1000)), default, default, default),
            };
        }

        private static Instant At(int minutes) =>
            Instant.FromUnixSeconds(1_780_000_000) + Duration.FromMinutes(minutes);
    }
}
