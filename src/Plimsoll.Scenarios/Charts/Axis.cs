using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Charts;

/// <summary>A direction of a chart: what it shows, in which unit, and from where to where.</summary>
/// <param name="Label">What it shows, in a few words.</param>
/// <param name="Unit">Unit of its values.</param>
public sealed record Axis(string Label, AxisUnit Unit)
{
    /// <summary>
    /// Whether equal steps are equal ratios. Default: no. Values of 0 or less stand at the lower end.
    /// </summary>
    public bool IsLog { get; init; }

    /// <summary>Least value shown; null (the default) for 0, or on a log axis the least value there is.</summary>
    public double? Min { get; init; }

    /// <summary>Greatest value shown; null (the default) for a round number that holds all.</summary>
    public double? Max { get; init; }

    /// <summary>What 0 s on an axis of <see cref="AxisUnit.Clock"/> or <see cref="AxisUnit.Date"/> is.</summary>
    public Instant Origin { get; init; }
}

/// <summary>Units of an axis, which decide how its values read.</summary>
public enum AxisUnit
{
    /// <summary>Plain numbers: 250, 1.2k.</summary>
    Number,

    /// <summary>Shares from 0 to 1: 25%.</summary>
    Share,

    /// <summary>Lengths of time in seconds: 250 ms, 2 min.</summary>
    Length,

    /// <summary>Times of day in seconds since <see cref="Axis.Origin"/>: 14:30, UTC.</summary>
    Clock,

    /// <summary>Power in watts: 1.2 MW.</summary>
    Power,

    /// <summary>Days in seconds since <see cref="Axis.Origin"/>: 4 May 2026; ticks stand where months begin.</summary>
    Date,
}
