using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Measures;

/// <summary>What the samples of one pool add up to in the measured time.</summary>
internal sealed class PoolMeasures(MeasuredPool pool)
{
    private readonly QuantileSketch gaps = new();
    private PoolState last;
    private PoolSums measured;
    private long[] stepsBefore = [];
    private long[] steps = [];
    private QuantileSketch? gapsBefore;

    /// <summary>Takes a sample.</summary>
    /// <param name="state">The pool.</param>
    /// <param name="time">Nanoseconds since the sample before.</param>
    /// <param name="isMeasured">Whether that time is measured.</param>
    /// <param name="interval">Sums of the interval that it belongs to.</param>
    public void Sample(in PoolState state, long time, bool isMeasured, ref PoolSums interval)
    {
        interval.Add(state, last, time);
        if (isMeasured)
        {
            measured.Add(state, last, time);
        }
        else
        {
            stepsBefore = state.StepsByBatch.ToArray();
            gapsBefore = state.TokenGaps?.Copy();
        }

        last = state;
    }

    /// <summary>Adds what an independent part measured.</summary>
    public void Add(PoolMeasures part)
    {
        measured.Join(part.measured);
        var theirs = part.Steps();
        if (steps.Length < theirs.Length)
            Array.Resize(ref steps, theirs.Length);
        for (var batch = 0; batch < theirs.Length; batch++)
            steps[batch] += theirs[batch];
        gaps.Add(part.Gaps());
    }

    /// <summary>The pool over the measured time.</summary>
    public PoolReport Report(Series series, int index)
    {
        var batches = new QuantileSketch();
        foreach (var (batch, count) in Steps().Index())
            batches.Add(batch, count);
        return new PoolReport
        {
            Name = pool.Name,
            Accelerators = pool.Accelerators,
            Replicas = measured.Mean(measured.ReplicaTime),
            Down = measured.Mean(measured.DownTime),
            Utilization = Math.Min(1, PoolSums.Share(measured.Busy, measured.ReplicaTime)),
            BatchMean = batches.Mean,
            BatchP50 = (int)batches.Quantile(0.5),
            BatchP99 = (int)batches.Quantile(0.99),
            KvMean = PoolSums.Share(measured.UsedTime, measured.BlockTime),
            KvPeak = measured.PeakKv,
            QueueMean = measured.Mean(measured.WaitingTime),
            QueuePeak = measured.PeakWaiting,
            InputTokens = measured.InputTokens,
            OutputTokens = measured.OutputTokens,
            Joules = measured.Joules,
            Power = new Watts(measured.Time == 0 ? 0 : measured.Joules / new Duration(measured.Time).Seconds),
            TokenGaps = new Distribution(Gaps()),
            Series = [.. series.Cells.Select(cell => SeriesReport.Point(cell.ByPool.AsSpan(index, 1)))],
        };
    }

    private long[] Steps()
    {
        var now = last.StepsByBatch.Span;
        var all = new long[Math.Max(steps.Length, now.Length)];
        steps.CopyTo(all, 0);
        for (var batch = 0; batch < now.Length; batch++)
            all[batch] += now[batch] - (batch < stepsBefore.Length ? stepsBefore[batch] : 0);
        return all;
    }

    private QuantileSketch Gaps()
    {
        var all = gaps.Copy();
        if (last.TokenGaps is { } now)
            all.Add(gapsBefore is null ? now : now.Since(gapsBefore));
        return all;
    }
}
