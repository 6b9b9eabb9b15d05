using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Measures;

/// <summary>Lengths of time as they were spread: mean, least and greatest exact, quantiles as of the sketch.</summary>
public sealed class Distribution
{
    private readonly QuantileSketch sketch;

    /// <summary>Copies a sketch of nanoseconds.</summary>
    public Distribution(QuantileSketch nanoseconds) => sketch = nanoseconds.Copy();

    /// <summary>Number of lengths. All else is zero when it is.</summary>
    public long Count => sketch.Count;

    /// <summary>Mean, in seconds.</summary>
    public double MeanSeconds => sketch.Mean / Duration.NanosecondsPerSecond;

    /// <summary>The shortest.</summary>
    public Duration Min => new(sketch.Min);

    /// <summary>The longest.</summary>
    public Duration Max => new(sketch.Max);

    /// <summary>
    /// The length that a share of all do not exceed, within <see cref="QuantileSketch.RelativeError"/>.
    /// </summary>
    public Duration Quantile(double share) => new(sketch.Quantile(share));

    /// <summary>Share of all that do not exceed a length, to the bucket of the sketch.</summary>
    public double ShareUpTo(Duration length) => sketch.ShareUpTo(length.Nanoseconds);
}
