using System.Diagnostics.Metrics;
using Plimsoll.Gateway.Leasing;

namespace Plimsoll.Gateway.Telemetry;

/// <summary>The instruments of a gateway that shares a store.</summary>
internal static class LeaseInstruments
{
    private static readonly double[] commitBounds =
        [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1, 2];

    /// <summary>Creates them.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="leases">What they tell of.</param>
    public static void Create(Meter meter, LeasedLimits leases)
    {
        var store = leases.Store;
        var time = meter.CreateHistogram(
            "plimsoll.store.commit.duration",
            "s",
            "Time that a commit to the shared store took, whether it was made or somebody else was faster.",
            null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = commitBounds });
        store.Timed = taken => time.Record(taken.TotalSeconds);
        meter.CreateObservableCounter(
            "plimsoll.store.operations", () => store.Operations, "{operation}", "Readings and commits asked for.");
        meter.CreateObservableCounter(
            "plimsoll.store.commits", () => store.Commits, "{commit}", "Groups of changes that are durable.");
        meter.CreateObservableCounter(
            "plimsoll.store.conflicts",
            () => store.Conflicts,
            "{commit}",
            "Commits that were not made because another gateway was faster.");
        meter.CreateObservableCounter(
            "plimsoll.store.failures", () => store.Failures, "{operation}", "Readings and commits without an answer.");
        meter.CreateObservableGauge(
            "plimsoll.store.available",
            () => leases.IsLost ? 0L : 1L,
            "{store}",
            "1 where the shared store answered last time, 0 while requests are admitted from leases alone.");
        meter.CreateObservableGauge(
            "plimsoll.store.unreadable",
            () => leases.UnreadableCount,
            "{value}",
            "Values of the shared store that could not be read when they were looked at last.");
        var counts = leases.Counts;
        meter.CreateObservableCounter(
            "plimsoll.leases",
            () => new[]
            {
                Of("taken", counts.Taken), Of("renewed", counts.Renewed), Of("returned", counts.Returned),
                Of("swept", counts.Swept),
            },
            "{lease}",
            "Leases by what became of them.");
    }

    private static Measurement<long> Of(string change, long count) =>
        new(count, new KeyValuePair<string, object?>("plimsoll.lease.change", change));
}
