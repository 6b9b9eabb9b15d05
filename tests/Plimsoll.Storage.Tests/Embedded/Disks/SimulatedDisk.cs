using Plimsoll.Storage.Embedded.Files;

namespace Plimsoll.Storage.Tests.Embedded.Disks;

/// <summary>
/// A folder in memory that keeps, when its power is cut, what was synced and any part of the rest; and whose operations
/// fail on demand.
/// </summary>
internal sealed class SimulatedDisk : StoreFiles
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SimulatedFile> durable = [];
    private readonly List<Action<Dictionary<string, SimulatedFile>>> unsynced = [];
    private Dictionary<string, SimulatedFile> names = [];
    private int claims;

    /// <summary>What the next operations do.</summary>
    public DiskFaults Faults { get; set; } = new();

    public override string Place => "/simulated";

    public IReadOnlyDictionary<string, SimulatedFile> Files => names;

    /// <summary>The disk after its power was cut.</summary>
    public SimulatedDisk AfterPowerCut(Random random)
    {
        lock (gate)
        {
            var after = new SimulatedDisk();
            foreach (var change in unsynced.Take(random.Next(unsynced.Count + 1)))
                change(durable);
            foreach (var (name, file) in durable)
                after.names[name] = after.durable[name] = file.AfterPowerCut(random);
            return after;
        }
    }

    /// <summary>The disk after a process died and another begins: all that can be read still can.</summary>
    public void AfterKill() => (Faults, claims) = (new DiskFaults(), 0);

    public override IReadOnlyList<string> List()
    {
        lock (gate)
            return [.. names.Keys];
    }

    public override StoreFile Create(string name)
    {
        lock (gate)
        {
            Faults.Next();
            var file = new SimulatedFile();
            Change(all => all[name] = file);
            return new SimulatedWriter(this, file);
        }
    }

    public override Stream Open(string name)
    {
        lock (gate)
            return names.TryGetValue(name, out var file) ? file.Open() : throw new FileNotFoundException(name);
    }

    public override void Rename(string from, string to)
    {
        lock (gate)
        {
            Faults.Next();
            Change(all =>
            {
                if (all.Remove(from, out var file))
                    all[to] = file;
            });
        }
    }

    public override void Delete(string name)
    {
        lock (gate)
        {
            Faults.Next();
            Change(all => all.Remove(name));
        }
    }

    public override void Sync()
    {
        lock (gate)
        {
            Faults.Next();
            foreach (var change in unsynced)
                change(durable);
            unsynced.Clear();
        }
    }

    public override IDisposable? Claim() =>
        Interlocked.CompareExchange(ref claims, 1, 0) == 0 ? new Claimed(this) : null;

    private void Change(Action<Dictionary<string, SimulatedFile>> change)
    {
        change(names);
        unsynced.Add(change);
    }

    private sealed class Claimed(SimulatedDisk disk) : IDisposable
    {
        public void Dispose() => disk.claims = 0;
    }

    private sealed class SimulatedWriter(SimulatedDisk disk, SimulatedFile file) : StoreFile
    {
        public override void Append(ReadOnlySpan<byte> bytes)
        {
            lock (disk.gate)
            {
                if (disk.Faults.WrittenBefore(bytes.Length) is { } part)
                {
                    file.Append(bytes[..part]);
                    throw new IOException("No space left on device.");
                }

                file.Append(bytes);
                Length += bytes.Length;
            }
        }

        public override void Sync()
        {
            lock (disk.gate)
            {
                if (disk.Faults.FailsToSync())
                {
                    file.FailToSync();
                    throw new IOException("Input/output error.");
                }

                file.Sync();
            }
        }

        public override void Dispose()
        {
        }
    }
}
