namespace Plimsoll.Serving.Cache;

/// <summary>
/// From a name to the extent that holds its blocks: open addressing with linear probing, at most half full. The order
/// of entries decides nothing.
/// </summary>
internal sealed class PrefixIndex
{
    private long[] names = new long[64];
    private int[] extents = new int[64];
    private int count;

    /// <summary>Extent of a name; 0 when it has none.</summary>
    public int Find(long name) => extents[Slot(name)];

    /// <summary>Adds a name that is not there.</summary>
    public void Add(long name, int extent)
    {
        if (++count * 2 > names.Length)
            Grow();
        Put(name, extent);
    }

    /// <summary>Takes a name out that is there.</summary>
    public void Remove(long name)
    {
        count--;
        var hole = Slot(name);
        var mask = names.Length - 1;
        extents[hole] = 0;

        // Entries that had to pass the hole on their way move into it, so that a search may stop at the first gap.
        for (var next = (hole + 1) & mask; extents[next] != 0; next = (next + 1) & mask)
        {
            if (((next - Home(names[next])) & mask) < ((next - hole) & mask))
                continue;
            names[hole] = names[next];
            extents[hole] = extents[next];
            extents[next] = 0;
            hole = next;
        }
    }

    private void Put(long name, int extent)
    {
        var slot = Slot(name);
        names[slot] = name;
        extents[slot] = extent;
    }

    private int Slot(long name)
    {
        var slot = Home(name);
        while (extents[slot] != 0 && names[slot] != name)
            slot = (slot + 1) & (names.Length - 1);
        return slot;
    }

    private void Grow()
    {
        var (oldNames, oldExtents) = (names, extents);
        names = new long[oldNames.Length * 2];
        extents = new int[oldNames.Length * 2];
        for (var i = 0; i < oldNames.Length; i++)
        {
            if (oldExtents[i] != 0)
                Put(oldNames[i], oldExtents[i]);
        }
    }

    // Names may be consecutive numbers or hashes: multiplying by the golden ratio spreads both, modulo 2^64.
    private int Home(long name) =>
        (int)(unchecked((ulong)name * 0x9E3779B97F4A7C15) >> 33) & (names.Length - 1);
}
