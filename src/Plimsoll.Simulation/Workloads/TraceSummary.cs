using System.Collections.Immutable;
using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Workloads;

/// <summary>What a trace is like. Figures that cannot be told are NaN.</summary>
public sealed record TraceSummary
{
    /// <summary>Requests.</summary>
    public required long Requests { get; init; }

    /// <summary>
    /// Requests that wait for the answer before them; their instants are known only when they are served.
    /// </summary>
    public required long Waiting { get; init; }

    /// <summary>When the first request arrives.</summary>
    public required Instant First { get; init; }

    /// <summary>When the last request arrives of those that do not wait.</summary>
    public required Instant Last { get; init; }

    /// <summary>
    /// Standard deviation over mean of the times between arrivals that do not wait: 1 for Poisson, more for bursts.
    /// </summary>
    public required double GapVariation { get; init; }

    /// <summary>
    /// Variance over mean of the arrivals in a whole minute: 1 for Poisson; bursts, and a rate that changes over the
    /// day, make it larger.
    /// </summary>
    public required double Dispersion { get; init; }

    /// <summary>Tokens of prompts.</summary>
    public required QuantileSketch Input { get; init; }

    /// <summary>Tokens of answers.</summary>
    public required QuantileSketch Output { get; init; }

    /// <summary>Conversations that are named.</summary>
    public required long Sessions { get; init; }

    /// <summary>Requests of the longest of them.</summary>
    public required long LongestSession { get; init; }

    /// <summary>Accounts that are named.</summary>
    public required int Accounts { get; init; }

    /// <summary>
    /// Share of requests with an account that the most active 1% of accounts make, at least one of them.
    /// </summary>
    public required double TopPercent { get; init; }

    /// <summary>Share that the most active 10% make, at least one of them.</summary>
    public required double TopTenth { get; init; }

    /// <summary>
    /// Tail exponent of requests per account, as of a Pareto law (Hill's estimator over the most active tenth, at least
    /// 10 accounts): the smaller, the heavier. The exponent of Zipf's law is one over it.
    /// </summary>
    public required double TailExponent { get; init; }

    /// <summary>Prompt blocks that are named.</summary>
    public required long Blocks { get; init; }

    /// <summary>Of those, named in a request before: what a cache without bound would hold.</summary>
    public required long SeenBlocks { get; init; }

    /// <summary>Prompt tokens in those blocks.</summary>
    public required long SeenTokens { get; init; }

    /// <summary>Requests by class, in the order of <see cref="Arrival.Class"/>.</summary>
    public required ImmutableArray<long> Classes { get; init; }

    /// <summary>Time that a figure of <see cref="Profile"/> stands for.</summary>
    public required Duration ProfileInterval { get; init; }

    /// <summary>Arrivals that do not wait, interval by interval from zero.</summary>
    public required ImmutableArray<long> Profile { get; init; }

    /// <summary>From the first to the last arrival that does not wait.</summary>
    public Duration Span => Last - First;

    /// <summary>Requests a second over <see cref="Span"/>, those that wait included.</summary>
    public double PerSecond => Span.Nanoseconds > 0 ? Requests / Span.Seconds : double.NaN;

    /// <summary>Share of prompt tokens that a cache without bound would hold.</summary>
    public double SeenShare => Input.Sum > 0 ? SeenTokens / (double)Input.Sum : double.NaN;

    /// <summary>
    /// The profile in at most so many intervals that a person reads easily; the last may be partly past.
    /// </summary>
    /// <param name="most">1 or more.</param>
    public (Duration Interval, ImmutableArray<long> Counts) ProfileOf(int most)
    {
        var joined = 1;
        while (Profile.Length > (long)most * joined || !IsPlain(ProfileInterval * joined))
            joined++;
        return joined == 1
            ? (ProfileInterval, Profile)
            : (ProfileInterval * joined, [.. Profile.Chunk(joined).Select(part => part.Sum())]);
    }

    /// <summary>Whether an interval divides the next greater unit, or is whole days.</summary>
    private static bool IsPlain(Duration interval)
    {
        const long second = Duration.NanosecondsPerSecond;
        ReadOnlySpan<long> units = [60 * second, 3600 * second, 86400 * second];
        foreach (var unit in units)
        {
            if (interval.Nanoseconds <= unit)
                return unit % interval.Nanoseconds == 0;
        }

        return interval.Nanoseconds % units[^1] == 0;
    }
}
