namespace Plimsoll.Quantities;

/// <summary>A mass, such as of what is emitted. <c>default</c> is none.</summary>
/// <param name="Kilograms">Value in kilograms.</param>
public readonly record struct Mass(double Kilograms) : IComparable<Mass>, IQuantity<Mass>
{
    private const double Pound = 0.45359237;
    private const double ShortTon = 2000 * Pound;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("mass", "kg",
        ("g", 1e-3), ("lb", Pound), ("kg", 1), ("short tons", ShortTon), ("t", 1e3));

    /// <summary>The mass in short tons of 2,000 pounds, the unit of permits in the United States.</summary>
    public double ShortTons => Kilograms / ShortTon;

    /// <inheritdoc/>
    double IQuantity<Mass>.InBaseUnit => Kilograms;

    /// <inheritdoc/>
    static Mass IQuantity<Mass>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Mass other) => Kilograms.CompareTo(other.Kilograms);

    /// <summary>Less than.</summary>
    public static bool operator <(Mass left, Mass right) => left.CompareTo(right) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(Mass left, Mass right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(Mass left, Mass right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(Mass left, Mass right) => left.CompareTo(right) >= 0;
}
