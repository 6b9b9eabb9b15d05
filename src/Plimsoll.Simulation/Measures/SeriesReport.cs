using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Measures;

/// <summary>Series as they are reported.</summary>
internal static class SeriesReport
{
    private const int MostBatches = 30;

    /// <summary>All pools together, an interval a point.</summary>
    public static ImmutableArray<SeriesPoint> Points(Series series) =>
        [.. series.Cells.Select((cell, index) => Point(cell, series.StartOf(index)))];

    /// <summary>One pool, or all pools of an interval together.</summary>
    /// <param name="sums">Sums over each of them.</param>
    public static PoolPoint Point(ReadOnlySpan<PoolSums> sums)
    {
        var all = default(PoolSums);
        foreach (var pool in sums)
            all.Join(pool);
        var time = all.Time;
        var seconds = time / (double)Duration.NanosecondsPerSecond;
        return new PoolPoint
        {
            Running = all.Mean(all.RunningTime),
            Waiting = all.Mean(all.WaitingTime),
            Kv = PoolSums.Share(all.UsedTime, all.BlockTime),
            Utilization = Math.Min(1, PoolSums.Share(all.Busy, all.ReplicaTime)),
            OutputRate = time == 0 ? 0 : all.OutputTokens / seconds,
            InputRate = time == 0 ? 0 : all.InputTokens / seconds,
            Power = new Watts(time == 0 ? 0 : all.Joules / seconds),
        };
    }

    /// <summary>Intervals from an instant on, joined to at most 30 batches of equal length.</summary>
    public static IEnumerable<ClusterSums> Batches(Series series, Instant from)
    {
        var first = 0;
        while (first < series.Cells.Count && series.StartOf(first + 1) <= from)
            first++;
        var size = Math.Max(1, (series.Cells.Count - first + MostBatches - 1) / MostBatches);
        foreach (var cells in series.Cells.Skip(first).Chunk(size))
        {
            var batch = new ClusterSums();
            foreach (var cell in cells)
                batch.Add(cell.Measured);
            yield return batch;
        }
    }

    private static SeriesPoint Point(SeriesCell cell, Instant at) => new()
    {
        At = at,
        Arrived = cell.Arrived,
        Finished = cell.Finished,
        Limited = cell.Limited,
        Overloaded = cell.Overloaded,
        Lost = cell.Lost,
        TtftP50 = cell.Ttft.Count == 0 ? null : new Duration(cell.Ttft.Quantile(0.5)),
        TtftP99 = cell.Ttft.Count == 0 ? null : new Duration(cell.Ttft.Quantile(0.99)),
        Pools = Point(cell.ByPool),
    };
}
