namespace Plimsoll.Quantities;

/// <summary>How many of something there are; fractional where it is an average. <c>default</c> is none.</summary>
/// <param name="Value">How many.</param>
public readonly record struct Count(double Value) : IComparable<Count>, IQuantity<Count>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("count", "",
        ("", 1), ("k", 1e3), ("M", 1e6), ("bn", 1e9));

    /// <inheritdoc/>
    double IQuantity<Count>.InBaseUnit => Value;

    /// <inheritdoc/>
    static Count IQuantity<Count>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Count other) => Value.CompareTo(other.Value);

    /// <summary>Less than.</summary>
    public static bool operator <(Count left, Count right) => left.Value < right.Value;

    /// <summary>Greater than.</summary>
    public static bool operator >(Count left, Count right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(Count left, Count right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(Count left, Count right) => left.Value >= right.Value;
}
