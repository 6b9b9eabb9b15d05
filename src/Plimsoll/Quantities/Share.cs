namespace Plimsoll.Quantities;

/// <summary>A part of a whole, kept as a fraction of one: 40 % is 0.4. <c>default</c> is none of it.</summary>
/// <param name="Fraction">The part, as a fraction of one.</param>
public readonly record struct Share(double Fraction) : IComparable<Share>, IQuantity<Share>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("share", "",
        ("%", 0.01), ("", 1));

    /// <inheritdoc/>
    double IQuantity<Share>.InBaseUnit => Fraction;

    /// <inheritdoc/>
    static Share IQuantity<Share>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Share other) => Fraction.CompareTo(other.Fraction);

    /// <summary>Less than.</summary>
    public static bool operator <(Share left, Share right) => left.Fraction < right.Fraction;

    /// <summary>Greater than.</summary>
    public static bool operator >(Share left, Share right) => left.Fraction > right.Fraction;

    /// <summary>At most.</summary>
    public static bool operator <=(Share left, Share right) => left.Fraction <= right.Fraction;

    /// <summary>At least.</summary>
    public static bool operator >=(Share left, Share right) => left.Fraction >= right.Fraction;
}
