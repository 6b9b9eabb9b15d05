namespace Plimsoll.Serving.Cache;

/// <summary>
/// Free blocks in the order of eviction, as runs. Neighboring runs of blocks that nobody can find are one run.
/// </summary>
internal sealed class FreeQueue(Slab<Segment> segments)
{
    /// <summary>Run to be evicted first; 0: none.</summary>
    public int First => segments[0].Later;

    /// <summary>Run to be evicted last; 0: none.</summary>
    public int Last => segments[0].Earlier;

    /// <summary>Adds blocks that nobody can find, to be evicted last.</summary>
    public void Append(int blocks)
    {
        if (blocks == 0)
            return;
        if (Last != 0 && segments[Last].Extent == 0)
        {
            segments[Last].Count += blocks;
            return;
        }

        var run = segments.Take();
        segments[run].Count = blocks;
        Insert(run, Last);
    }

    /// <summary>Puts a run right behind another, or to the front where that is 0.</summary>
    public void Insert(int run, int after)
    {
        // Place 0 closes the ring: behind the last and before the first.
        var later = segments[after].Later;
        segments[run].Earlier = after;
        segments[run].Later = later;
        segments[after].Later = run;
        segments[later].Earlier = run;
    }

    /// <summary>Takes a run out. Its place stays in use.</summary>
    public void Remove(int run)
    {
        var (earlier, later) = (segments[run].Earlier, segments[run].Later);
        segments[earlier].Later = later;
        segments[later].Earlier = earlier;
        segments[run].Earlier = segments[run].Later = 0;
        if (earlier == 0 || later == 0 || segments[earlier].Extent != 0 || segments[later].Extent != 0)
            return;
        segments[earlier].Count += segments[later].Count;
        Remove(later);
        segments.Give(later);
    }
}
