using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>What the grid of a site may take back at times, and what the operator gives up first then.</summary>
public sealed record CurtailmentTerms
{
    private const double SecondsPerYear = 8760 * 3600.0;

    /// <summary>How long before an event it is called. Default: not at all.</summary>
    public Duration Notice { get; init; }

    /// <summary>Part of what the grid gives at most that it does not give in an event, above 0 to 1.</summary>
    public required double Depth { get; init; }

    /// <summary>How long in a year, all events together.</summary>
    public required Duration PerYear { get; init; }

    /// <summary>How long an event lasts on average.</summary>
    public required Duration Length { get; init; }

    /// <summary>How long one lasts at most; never shorter than the average.</summary>
    public required Duration Longest { get; init; }

    /// <summary>
    /// Part of the energy that an event takes which may be drawn beside in the day after it; infinite: any.
    /// </summary>
    public double Rebound { get; init; } = double.PositiveInfinity;

    /// <summary>Hour of the day, UTC, at which events begin; null: when the site draws most.</summary>
    public int? From { get; init; }

    /// <summary>What is given up, the first first; <see cref="ShedStep.Limits"/> is the last.</summary>
    public ImmutableArray<ShedStep> Order { get; init; } = DefaultOrder;

    /// <summary>What lower clocks do; null: clocks stay.</summary>
    public ClockCap? Clocks { get; init; }

    /// <summary>Training, batches, clocks, limits.</summary>
    public static ImmutableArray<ShedStep> DefaultOrder { get; } =
        [ShedStep.Training, ShedStep.Batch, ShedStep.Clocks, ShedStep.Limits];

    /// <summary>Energy not given in a year, as a part of the most that could be (Duke University, 2025).</summary>
    public double Rate => PerYear.Seconds / SecondsPerYear * Depth;

    /// <summary>Events of average length in a year.</summary>
    public double EventsPerYear => PerYear.Seconds / Length.Seconds;

    /// <summary>The same terms with so many events in a year that the rate is another.</summary>
    public CurtailmentTerms AtRate(double rate) =>
        this with { PerYear = Duration.FromSeconds(rate / Depth * SecondsPerYear) };
}

/// <summary>What may be given up in an event. Numbered and append-only.</summary>
public enum ShedStep
{
    /// <summary>Training pauses.</summary>
    Training = 1,

    /// <summary>Batches wait.</summary>
    Batch = 2,

    /// <summary>Accelerators that serve run at lower clocks.</summary>
    Clocks = 3,

    /// <summary>Interactive load is not served: limits are tightened.</summary>
    Limits = 4,
}

/// <summary>What lower clocks do to accelerators that serve.</summary>
/// <param name="Power">Part of their power that they draw then, above 0 to 1.</param>
/// <param name="Speed">Part of their work that they do then, above 0 to 1.</param>
public readonly record struct ClockCap(double Power, double Speed);
