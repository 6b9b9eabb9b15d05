namespace Plimsoll.Quantities;

/// <summary>A plain multiplier: ×2 is 2. <c>default</c> is zero, which multiplies everything away.</summary>
/// <param name="Value">The multiple.</param>
public readonly record struct Factor(double Value) : IComparable<Factor>, IQuantity<Factor>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("factor", "x",
        ("x", 1), ("×", 1), ("", 1));

    /// <inheritdoc/>
    double IQuantity<Factor>.InBaseUnit => Value;

    /// <inheritdoc/>
    static Factor IQuantity<Factor>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Factor other) => Value.CompareTo(other.Value);

    /// <summary>Less than.</summary>
    public static bool operator <(Factor left, Factor right) => left.Value < right.Value;

    /// <summary>Greater than.</summary>
    public static bool operator >(Factor left, Factor right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(Factor left, Factor right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(Factor left, Factor right) => left.Value >= right.Value;
}
