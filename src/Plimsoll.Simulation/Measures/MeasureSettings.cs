using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Simulation.Measures;

/// <summary>What a simulation measures.</summary>
public sealed record MeasureSettings
{
    /// <summary>Most points that a series has.</summary>
    public const int MostPoints = 400;

    /// <summary>Names of the model classes, in the order of <see cref="Workloads.Arrival.Class"/>.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>
    /// Latency that counts as good, per class; null where a class has none. As many as classes, or none.
    /// </summary>
    public ImmutableArray<Objective?> Objectives { get; init; } = [];

    /// <summary>Names of the groups that requests are told apart by, such as plans. Default: one for all.</summary>
    public ImmutableArray<string> Groups { get; init; } = ["all"];

    /// <summary>The pools whose states are sampled, in the order of the samples.</summary>
    public ImmutableArray<MeasuredPool> Pools { get; init; } = [];

    /// <summary>When the simulation begins.</summary>
    public required Instant Start { get; init; }

    /// <summary>
    /// Requests that arrive within this time of the start are served but not measured. Default: none.
    /// </summary>
    public Duration WarmUp { get; init; }

    /// <summary>
    /// Time between two points of a series; doubled, and pairs of points joined, whenever there would be more than
    /// <see cref="MostPoints"/>. Default 1 s; <see cref="IntervalFor"/> finds one that suits a known length.
    /// </summary>
    public Duration Interval { get; init; } = new(Duration.NanosecondsPerSecond);

    /// <summary>
    /// Number of accounts by which the uncertainty of means is estimated; 0 (the default) when requests have none.
    /// </summary>
    public int Accounts { get; init; }

    /// <summary>
    /// The shortest interval a person reads easily that gives at most 300 points, mostly 120 or more.
    /// </summary>
    public static Duration IntervalFor(Duration length)
    {
        const long millisecond = 1_000_000;
        const long second = 1000 * millisecond;
        ReadOnlySpan<long> steps =
        [
            millisecond, 2 * millisecond, 5 * millisecond, 10 * millisecond, 20 * millisecond, 50 * millisecond,
            100 * millisecond, 200 * millisecond, 500 * millisecond, second, 2 * second, 5 * second, 10 * second,
            15 * second, 30 * second, 60 * second, 120 * second, 300 * second, 600 * second, 900 * second,
            1800 * second, 3600 * second, 7200 * second, 14400 * second, 21600 * second, 43200 * second,
        ];
        foreach (var step in steps)
        {
            if (length.Nanoseconds <= step * 300)
                return new Duration(step);
        }

        return Duration.FromDays(1);
    }
}

/// <summary>A pool whose replicas are measured together.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Accelerators">Accelerators that it has. 0 or more.</param>
public sealed record MeasuredPool(string Name, int Accelerators);
