using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// Arrivals counted minute by minute, and over time at an interval that grows with the length of the trace.
/// </summary>
internal sealed class ArrivalCounts
{
    private const long Minute = 60 * Duration.NanosecondsPerSecond;
    private const int MostIntervals = 1440;

    // A second grows to intervals that a person reads easily.
    private static readonly int[] Growth = [5, 2, 6, 5, 2, 6, 24];

    private readonly List<long> profile = [];
    private long interval = Duration.NanosecondsPerSecond;
    private int grown;
    private long minute;
    private long inMinute;
    private long minutes;
    private double sum;
    private double squares;

    public Duration Interval => new(interval);

    /// <summary>Variance over mean of the counts of whole minutes; NaN of fewer than two.</summary>
    public double Dispersion => minutes > 1 && sum > 0
        ? (squares - (sum * sum / minutes)) / (minutes - 1) / (sum / minutes) : double.NaN;

    /// <summary>Counts an arrival, not before those that were counted.</summary>
    /// <param name="at">When, from zero.</param>
    public void Add(Instant at)
    {
        var now = at.UnixNanoseconds / Minute;
        if (now > minute)
        {
            // The minutes between were empty: they add to their number only.
            sum += inMinute;
            squares += (double)inMinute * inMinute;
            minutes += now - minute;
            (minute, inMinute) = (now, 0);
        }

        inMinute++;
        while (at.UnixNanoseconds / interval >= MostIntervals)
            Join(grown < Growth.Length ? Growth[grown++] : 2);
        var place = (int)(at.UnixNanoseconds / interval);
        while (profile.Count <= place)
            profile.Add(0);
        profile[place]++;
    }

    /// <summary>The counts over time.</summary>
    public ImmutableArray<long> Profile() => [.. profile];

    private void Join(int count)
    {
        interval *= count;
        var joined = profile.Chunk(count).Select(part => part.Sum()).ToList();
        profile.Clear();
        profile.AddRange(joined);
    }
}
