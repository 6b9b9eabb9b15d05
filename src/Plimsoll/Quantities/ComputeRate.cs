namespace Plimsoll.Quantities;

/// <summary>Dense arithmetic per time: multiply and add count as two operations; sparsity is never counted.</summary>
/// <param name="FlopsPerSecond">Value in operations per second.</param>
public readonly record struct ComputeRate(double FlopsPerSecond) : IComparable<ComputeRate>, IQuantity<ComputeRate>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("compute rate", "FLOP/s",
        ("FLOP/s", 1), ("TFLOP/s", 1e12), ("PFLOP/s", 1e15));

    /// <inheritdoc/>
    double IQuantity<ComputeRate>.InBaseUnit => FlopsPerSecond;

    /// <inheritdoc/>
    static ComputeRate IQuantity<ComputeRate>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ComputeRate other) => FlopsPerSecond.CompareTo(other.FlopsPerSecond);

    /// <summary>Less than.</summary>
    public static bool operator <(ComputeRate left, ComputeRate right) => left.FlopsPerSecond < right.FlopsPerSecond;

    /// <summary>Greater than.</summary>
    public static bool operator >(ComputeRate left, ComputeRate right) => left.FlopsPerSecond > right.FlopsPerSecond;

    /// <summary>At most.</summary>
    public static bool operator <=(ComputeRate left, ComputeRate right) => left.FlopsPerSecond <= right.FlopsPerSecond;

    /// <summary>At least.</summary>
    public static bool operator >=(ComputeRate left, ComputeRate right) => left.FlopsPerSecond >= right.FlopsPerSecond;
}
