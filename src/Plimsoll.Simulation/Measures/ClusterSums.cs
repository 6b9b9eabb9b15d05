namespace Plimsoll.Simulation.Measures;

/// <summary>Sums over requests that belong together: of one account, or that arrived in one interval.</summary>
internal sealed class ClusterSums
{
    private readonly Int128[] sums = new Int128[Enum.GetValues<MeasuredMean>().Length];
    private readonly long[] counts = new long[Enum.GetValues<MeasuredMean>().Length];

    public Int128 Sum(MeasuredMean mean) => sums[(int)mean];

    public long Count(MeasuredMean mean) => counts[(int)mean];

    public void Add(in RequestRecord record)
    {
        var times = RequestTimes.Of(record);
        Add(MeasuredMean.Limited, record.Outcome == RequestOutcome.Limited ? 1 : 0);
        Add(MeasuredMean.Overloaded, record.Outcome == RequestOutcome.Overloaded ? 1 : 0);
        Add(MeasuredMean.Output, record.Produced);
        Add(MeasuredMean.Queue, times.Queue);
        Add(MeasuredMean.Ttft, times.Ttft);
        Add(MeasuredMean.Tpot, times.Tpot);
        Add(MeasuredMean.EndToEnd, times.EndToEnd);
    }

    public void Add(ClusterSums other)
    {
        for (var mean = 0; mean < sums.Length; mean++)
        {
            sums[mean] += other.sums[mean];
            counts[mean] += other.counts[mean];
        }
    }

    private void Add(MeasuredMean mean, long? value)
    {
        if (value is not { } known)
            return;
        sums[(int)mean] += known;
        counts[(int)mean]++;
    }
}
