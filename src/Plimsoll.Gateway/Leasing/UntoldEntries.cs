using Plimsoll.Limits.Leases;
using Plimsoll.Limits.Ledger;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// Entries of the ledger that the store does not have, from the oldest on. They go with what else is told; alone only
/// where nothing has taken them along for a while. Not thread-safe.
/// </summary>
/// <param name="count">Is told by how many they are more or fewer.</param>
internal sealed class UntoldEntries(Action<int> count)
{
    private const int MostWaits = 4;

    private readonly List<Untold> all = [];
    private UInt128 waitsSince;
    private int waits;
    private bool isAwaited;

    /// <summary>Whether there are any.</summary>
    public bool IsEmpty => all.Count == 0;

    /// <summary>Whether they are to be told though nothing else is.</summary>
    public bool IsDue => isAwaited && !IsEmpty;

    /// <summary>The oldest of them.</summary>
    public IEnumerable<Untold> Oldest(int most) => all.Take(most);

    /// <summary>Adds one.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="line">Who holds the lease that its request was admitted from; null: it had none.</param>
    /// <param name="lease">Name of the lease.</param>
    public void Add(in LedgerEntry entry, LeaseLine? line, UInt128 lease)
    {
        all.Add(new(entry, line, lease));
        count(1);
    }

    /// <summary>Some are told.</summary>
    public void Remove(IReadOnlySet<Untold> told) => count(-all.RemoveAll(told.Contains));

    /// <summary>Looks whether they wait for too long.</summary>
    /// <param name="isLast">Whether nothing will take them along any more.</param>
    public void Tick(bool isLast)
    {
        var oldest = IsEmpty ? default : all[0].Entry.Request;
        waits = oldest == waitsSince ? waits + 1 : 0;
        waitsSince = oldest;
        isAwaited = isLast || waits >= MostWaits;
    }

    /// <summary>They wait for the next tick.</summary>
    public void Rest() => isAwaited = false;

    /// <summary>An entry, told apart from any other of the same content.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="line">Who holds the lease that its request was admitted from; null: it had none.</param>
    /// <param name="lease">Name of the lease.</param>
    internal sealed class Untold(in LedgerEntry entry, LeaseLine? line, UInt128 lease)
    {
        public LedgerEntry Entry { get; } = entry;

        public LeaseLine? Line { get; } = line;

        public UInt128 Lease { get; } = lease;
    }
}
