namespace Plimsoll.Quantities;

/// <summary>Electric power. Zero or positive where it describes a machine. <c>default</c> is zero.</summary>
/// <param name="Value">Value in watts.</param>
public readonly record struct Watts(double Value) : IComparable<Watts>, IQuantity<Watts>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("power", "W",
        ("W", 1), ("kW", 1e3), ("MW", 1e6), ("GW", 1e9));

    /// <inheritdoc/>
    double IQuantity<Watts>.InBaseUnit => Value;

    /// <inheritdoc/>
    static Watts IQuantity<Watts>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Watts other) => Value.CompareTo(other.Value);

    /// <summary>Sum.</summary>
    public static Watts operator +(Watts left, Watts right) => new(left.Value + right.Value);

    /// <summary>Difference.</summary>
    public static Watts operator -(Watts left, Watts right) => new(left.Value - right.Value);

    /// <summary>Scaled by a plain factor.</summary>
    public static Watts operator *(Watts value, double factor) => new(value.Value * factor);

    /// <summary>Less than.</summary>
    public static bool operator <(Watts left, Watts right) => left.Value < right.Value;

    /// <summary>Greater than.</summary>
    public static bool operator >(Watts left, Watts right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(Watts left, Watts right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(Watts left, Watts right) => left.Value >= right.Value;
}
