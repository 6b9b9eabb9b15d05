namespace Plimsoll.Quantities;

/// <summary>Part of the volume of a dry exhaust gas. <c>default</c> is none.</summary>
/// <param name="PartsPerMillion">Parts in a million, by volume.</param>
public readonly record struct Concentration(double PartsPerMillion)
    : IComparable<Concentration>, IQuantity<Concentration>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("concentration", "ppm",
        ("ppb", 1e-3), ("ppm", 1));

    /// <inheritdoc/>
    double IQuantity<Concentration>.InBaseUnit => PartsPerMillion;

    /// <inheritdoc/>
    static Concentration IQuantity<Concentration>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Concentration other) => PartsPerMillion.CompareTo(other.PartsPerMillion);

    /// <summary>Less than.</summary>
    public static bool operator <(Concentration left, Concentration right) => left.CompareTo(right) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(Concentration left, Concentration right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(Concentration left, Concentration right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(Concentration left, Concentration right) => left.CompareTo(right) >= 0;
}
