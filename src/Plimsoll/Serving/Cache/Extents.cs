namespace Plimsoll.Serving.Cache;

/// <summary>
/// The blocks that can be found, an extent a name. Whoever holds a block of an extent holds all before it, so that
/// references never rise from head to tail, and free blocks are the tail, in the queue from the tail on.
/// </summary>
internal sealed class Extents(Slab<Segment> segments, FreeQueue queue)
{
    private readonly Slab<Extent> extents = new();
    private readonly PrefixIndex index = new();

    /// <summary>Blocks that can be found, held or not.</summary>
    public int Findable { get; private set; }

    /// <summary>Extent of a name; 0 when none of its blocks can be found.</summary>
    public int Find(long name) => index.Find(name);

    /// <summary>Blocks of an extent that can be found.</summary>
    public int Present(int extent) => extents[extent].Present;

    /// <summary>How many of the first <paramref name="blocks"/> blocks nobody holds.</summary>
    public int Unheld(int extent, int blocks)
    {
        var segment = extents[extent].Head;
        while (blocks > 0 && segments[segment].References > 0)
        {
            blocks -= segments[segment].Count;
            segment = segments[segment].Tailward;
        }

        return Math.Max(0, blocks);
    }

    /// <summary>Begins an extent for a name that has none.</summary>
    public int Add(long name)
    {
        var extent = extents.Take();
        extents[extent].Name = name;
        index.Add(name, extent);
        return extent;
    }

    /// <summary>Lets blocks be found at the end of an extent of which the one who holds them holds all.</summary>
    public void Extend(int extent, int blocks)
    {
        Findable += blocks;
        extents[extent].Present += blocks;
        var tail = extents[extent].Tail;
        if (tail != 0 && segments[tail].References == 1)
        {
            segments[tail].Count += blocks;
            return;
        }

        var added = segments.Take();
        segments[added] = new() { Count = blocks, References = 1, Extent = extent };
        Link(extent, tail, added, 0);
    }

    /// <summary>Holds the first blocks of an extent, and says how many of them were free.</summary>
    public int Hold(int extent, int blocks)
    {
        var unheld = 0;
        var last = SplitAt(extent, blocks);
        for (var segment = last; segment != 0; segment = segments[segment].Headward)
        {
            if (segments[segment].References++ == 0)
            {
                queue.Remove(segment);
                unheld += segments[segment].Count;
            }

            JoinTailward(segment);
        }

        return unheld;
    }

    /// <summary>Lets go of the first blocks of an extent, tail first, and says how many of them are free now.</summary>
    public int Release(int extent, int blocks)
    {
        var unheld = 0;
        var last = SplitAt(extent, blocks);
        for (var segment = last; segment != 0; segment = segments[segment].Headward)
        {
            if (--segments[segment].References == 0)
            {
                unheld += segments[segment].Count;
                queue.Insert(segment, queue.Last);
            }

            JoinTailward(segment);
        }

        return unheld;
    }

    /// <summary>Evicts so many blocks from the tail of a segment, which is in the queue.</summary>
    public void Evict(int segment, int blocks)
    {
        var extent = segments[segment].Extent;
        Findable -= blocks;
        extents[extent].Present -= blocks;
        segments[segment].Count -= blocks;
        if (segments[segment].Count > 0)
            return;

        queue.Remove(segment);
        Unlink(extent, segment);
        segments.Give(segment);
        if (extents[extent].Present > 0)
            return;
        index.Remove(extents[extent].Name);
        extents.Give(extent);
    }

    // Segment that ends after so many blocks; cuts one in two where it is needed.
    private int SplitAt(int extent, int blocks)
    {
        var segment = extents[extent].Head;
        while (segments[segment].Count < blocks)
        {
            blocks -= segments[segment].Count;
            segment = segments[segment].Tailward;
        }

        if (segments[segment].Count == blocks)
            return segment;

        var head = segments.Take();
        segments[head] = segments[segment] with { Count = blocks, Earlier = 0, Later = 0 };
        segments[segment].Count -= blocks;
        Link(extent, segments[segment].Headward, head, segment);
        if (segments[segment].References == 0)
            queue.Insert(head, segment);
        return head;
    }

    // One segment of two that share a fate: held equally, or next to each other in the queue.
    private void JoinTailward(int segment)
    {
        var tail = segments[segment].Tailward;
        var references = segments[segment].References;
        if (tail == 0 || segments[tail].References != references)
            return;
        if (references == 0)
        {
            if (segments[segment].Earlier != tail)
                return;
            queue.Remove(tail);
        }

        segments[segment].Count += segments[tail].Count;
        Unlink(segments[segment].Extent, tail);
        segments.Give(tail);
    }

    private void Link(int extent, int headward, int segment, int tailward)
    {
        segments[segment].Headward = headward;
        segments[segment].Tailward = tailward;
        if (headward == 0)
            extents[extent].Head = segment;
        else
            segments[headward].Tailward = segment;
        if (tailward == 0)
            extents[extent].Tail = segment;
        else
            segments[tailward].Headward = segment;
    }

    private void Unlink(int extent, int segment)
    {
        var (headward, tailward) = (segments[segment].Headward, segments[segment].Tailward);
        if (headward == 0)
            extents[extent].Head = tailward;
        else
            segments[headward].Tailward = tailward;
        if (tailward == 0)
            extents[extent].Tail = headward;
        else
            segments[tailward].Headward = headward;
    }
}
