namespace Plimsoll.Simulation.Measures;

/// <summary>An estimate with its 95% confidence interval, Student's.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="HalfWidth">Half the width of the interval; infinite where it is not known.</param>
public readonly record struct ConfidenceInterval(double Value, double HalfWidth)
{
    /// <summary>
    /// By how much two independent estimates of the same thing may differ: √(a² + b²) of the half widths.
    /// </summary>
    public double Explains(ConfidenceInterval other) =>
        Math.Sqrt((HalfWidth * HalfWidth) + (other.HalfWidth * other.HalfWidth));

    /// <summary>Whether an independent estimate differs by no more than both intervals explain.</summary>
    public bool Agrees(ConfidenceInterval other) => Math.Abs(Value - other.Value) <= Explains(other);

    /// <summary>Whether a value that is known exactly lies in the interval.</summary>
    public bool Holds(double value) => Math.Abs(value - Value) <= HalfWidth;

    /// <summary>The mean of a figure over independent simulations, each of which is one observation.</summary>
    /// <param name="values">The figure in each of them. 1 or more.</param>
    public static ConfidenceInterval OfRuns(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        var squares = values.Sum(value => (value - mean) * (value - mean));
        return new ConfidenceInterval(mean, values.Count < 2
            ? double.PositiveInfinity
            : Student.Quantile(values.Count - 1) * Math.Sqrt(squares / (values.Count - 1) / values.Count));
    }
}
