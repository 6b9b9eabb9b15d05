using Plimsoll.Serving.Cache;

namespace Plimsoll.Serving.Routing;

/// <summary>
/// Which replicas were lately given prompts with a name: the <see cref="Holders"/> latest of each, for a bounded number
/// of names, of which the least recently used gives way. It is what a router believes, not what caches hold.
/// </summary>
internal sealed class PrefixMap
{
    /// <summary>Replicas remembered of a name.</summary>
    public const int Holders = 4;

    private readonly PrefixIndex index = new();
    private readonly Entry[] entries;
    private readonly (int Replica, int Life)[] holders;
    private int used;

    /// <summary>A map without names.</summary>
    /// <param name="capacity">Names it remembers at most. 1 or more.</param>
    public PrefixMap(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        entries = new Entry[capacity + 1];
        holders = new (int, int)[entries.Length * Holders];
    }

    /// <summary>
    /// Open replicas that hold the beginning of a prompt, those that hold most of it first, of equals the latest first.
    /// </summary>
    /// <param name="board">The replicas.</param>
    /// <param name="prefix">Names of the prompt.</param>
    /// <param name="found">Takes the replicas and how many of the names each holds.</param>
    /// <returns>How many were found; at most the length of <paramref name="found"/>.</returns>
    public int Find(ReplicaBoard board, ReadOnlySpan<long> prefix, Span<(int Replica, int Names)> found)
    {
        var count = 0;
        for (var name = prefix.Length - 1; name >= 0; name--)
        {
            // Names are chained: whoever has a later one has those before it.
            var entry = index.Find(prefix[name]);
            if (entry == 0)
                continue;
            foreach (var (replica, life) in Of(entry)[..entries[entry].Count])
            {
                if (!board.IsOpen(replica) || board.Life(replica) != life || Contains(found[..count], replica))
                    continue;
                found[count++] = (replica, name + 1);
                if (count == found.Length)
                    return count;
            }
        }

        return count;
    }

    /// <summary>Remembers that a replica was given a prompt.</summary>
    public void Remember(ReplicaBoard board, ReadOnlySpan<long> prefix, int replica)
    {
        // The head of the prompt last: as in the caches themselves it outlives the tail.
        for (var name = prefix.Length - 1; name >= 0; name--)
        {
            var entry = index.Find(prefix[name]);
            if (entry == 0)
                entry = Add(prefix[name]);
            else
                Unlink(entry);
            Link(entry);
            PutFirst(entry, (replica, board.Life(replica)));
        }
    }

    private static bool Contains(ReadOnlySpan<(int Replica, int Names)> found, int replica)
    {
        foreach (var (other, _) in found)
        {
            if (other == replica)
                return true;
        }

        return false;
    }

    private Span<(int Replica, int Life)> Of(int entry) => holders.AsSpan(entry * Holders, Holders);

    private void PutFirst(int entry, (int Replica, int Life) holder)
    {
        var of = Of(entry);
        ref var count = ref entries[entry].Count;
        var place = 0;
        while (place < count && of[place].Replica != holder.Replica)
            place++;
        if (place == count && count < Holders)
            count++;
        place = Math.Min(place, Holders - 1);
        of[..place].CopyTo(of[1..]);
        of[0] = holder;
    }

    private int Add(long name)
    {
        int entry;
        if (used < entries.Length - 1)
        {
            entry = ++used;
        }
        else
        {
            // Entry 0 closes the ring: after it the least recently used.
            entry = entries[0].Later;
            Unlink(entry);
            index.Remove(entries[entry].Name);
        }

        entries[entry].Name = name;
        entries[entry].Count = 0;
        index.Add(name, entry);
        return entry;
    }

    private void Link(int entry)
    {
        var last = entries[0].Earlier;
        entries[entry].Earlier = last;
        entries[entry].Later = 0;
        entries[last].Later = entry;
        entries[0].Earlier = entry;
    }

    private void Unlink(int entry)
    {
        var (earlier, later) = (entries[entry].Earlier, entries[entry].Later);
        entries[earlier].Later = later;
        entries[later].Earlier = earlier;
    }

    private struct Entry
    {
        public long Name;
        public int Count;
        public int Earlier;
        public int Later;
    }
}
