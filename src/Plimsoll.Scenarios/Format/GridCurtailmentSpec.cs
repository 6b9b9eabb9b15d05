using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Format;

/// <summary>Power that the grid of a site may take back at times.</summary>
public sealed record GridCurtailmentSpec
{
    /// <summary>How long before an event it is called; absent: not at all.</summary>
    [ZeroAllowed]
    public Input<Duration>? Notice { get; init; }

    /// <summary>Part of the grid's power that is taken; accelerators, and other sources, stay.</summary>
    public required Input<Share> Depth { get; init; }

    /// <summary>How long in a year, all events together.</summary>
    [ZeroAllowed]
    public required Input<Duration> PerYear { get; init; }

    /// <summary>How long one lasts on average.</summary>
    public required Input<Duration> Length { get; init; }

    /// <summary>How long one lasts at most; absent: as on average.</summary>
    public Input<Duration>? Longest { get; init; }

    /// <summary>
    /// Part of the energy that an event takes which may be drawn beside in the 24 h after it; absent: any.
    /// </summary>
    [ZeroAllowed]
    public Input<Share>? Rebound { get; init; }

    /// <summary>Full hour, UTC, at which events begin; absent: when the site draws most.</summary>
    public ClockTime? From { get; init; }

    /// <summary>
    /// What is given up, the first first; <c>limits</c> is the last; absent: training, batch, clocks, limits.
    /// </summary>
    public IReadOnlyList<ShedStep> Order { get; init; } = [];

    /// <summary>What lower clocks do; absent: clocks stay.</summary>
    public ClockCapSpec? Clocks { get; init; }
}

/// <summary>What lower clocks do to accelerators that serve.</summary>
public sealed record ClockCapSpec
{
    /// <summary>Part of their power that they draw then.</summary>
    public required Input<Share> Power { get; init; }

    /// <summary>Part of their work that they do then.</summary>
    public required Input<Share> Speed { get; init; }
}
