using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Measures;

/// <summary>What happened in each interval of a simulation, in intervals that lengthen with it.</summary>
internal sealed class Series
{
    private readonly long start;
    private readonly int pools;
    private readonly List<SeriesCell> cells = [];

    public Series(Instant start, Duration interval, int pools)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval.Nanoseconds, 1);
        (this.start, this.pools, Interval) = (start.UnixNanoseconds, pools, interval);
    }

    /// <summary>Time between two points.</summary>
    public Duration Interval { get; private set; }

    public IReadOnlyList<SeriesCell> Cells => cells;

    /// <summary>When an interval begins.</summary>
    public Instant StartOf(int index) => new(start + (index * Interval.Nanoseconds));

    /// <summary>The interval of an instant; what was before the start counts as at the start.</summary>
    public SeriesCell At(Instant at)
    {
        var since = Math.Max(0, at.UnixNanoseconds - start);
        while (since / Interval.Nanoseconds >= MeasureSettings.MostPoints)
            Double();
        var index = (int)(since / Interval.Nanoseconds);
        while (cells.Count <= index)
            cells.Add(new SeriesCell(pools));
        return cells[index];
    }

    /// <summary>
    /// Adds a series of the same time, whose start and first interval are the same, and lengthens its intervals too.
    /// </summary>
    public void Join(Series other)
    {
        while (Interval < other.Interval)
            Double();
        while (other.Interval < Interval)
            other.Double();
        for (var index = 0; index < other.cells.Count; index++)
            At(StartOf(index)).Join(other.cells[index]);
    }

    private void Double()
    {
        Interval *= 2;
        for (var index = 0; index < cells.Count; index += 2)
        {
            if (index + 1 < cells.Count)
                cells[index].Add(cells[index + 1]);
            cells[index / 2] = cells[index];
        }

        cells.RemoveRange((cells.Count + 1) / 2, cells.Count / 2);
    }
}

/// <summary>Sums over one interval.</summary>
internal sealed record SeriesCell(int Pools)
{
    public long Arrived { get; set; }

    public long Finished { get; set; }

    public long Limited { get; set; }

    public long Overloaded { get; set; }

    public long Lost { get; set; }

    /// <summary>Times to first token of those that got it in the interval.</summary>
    public QuantileSketch Ttft { get; } = new();

    /// <summary>Measured requests that arrived in the interval.</summary>
    public ClusterSums Measured { get; } = new();

    public PoolSums[] ByPool { get; } = new PoolSums[Pools];

    /// <summary>Adds the interval that follows.</summary>
    public void Add(SeriesCell later)
    {
        AddRequests(later);
        for (var pool = 0; pool < ByPool.Length; pool++)
            ByPool[pool].Add(later.ByPool[pool]);
    }

    /// <summary>Adds the same interval of another part.</summary>
    public void Join(SeriesCell part)
    {
        AddRequests(part);
        for (var pool = 0; pool < ByPool.Length; pool++)
            ByPool[pool].Join(part.ByPool[pool]);
    }

    private void AddRequests(SeriesCell later)
    {
        Arrived += later.Arrived;
        Finished += later.Finished;
        Limited += later.Limited;
        Overloaded += later.Overloaded;
        Lost += later.Lost;
        Ttft.Add(later.Ttft);
        Measured.Add(later.Measured);
    }
}
