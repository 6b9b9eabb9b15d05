namespace Plimsoll.Quantities;

/// <summary>What is emitted for the heat of a fuel, higher heating value. <c>default</c> is nothing.</summary>
/// <param name="KilogramsPerMillionBtu">Kilograms for a million Btu.</param>
public readonly record struct FuelFactor(double KilogramsPerMillionBtu)
    : IComparable<FuelFactor>, IQuantity<FuelFactor>
{
    /// <summary>A pound in kilograms, exact (NIST SP 811).</summary>
    private const double Pound = 0.45359237;

    /// <summary>Gigajoules in a million Btu of the International Table, exact (ISO 31-4).</summary>
    private const double MillionBtu = 1.05505585262;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("fuel factor", "kg/MMBtu",
        ("g/MMBtu", 1e-3), ("kg/MMBtu", 1), ("lb/MMBtu", Pound), ("g/MJ", MillionBtu));

    /// <inheritdoc/>
    double IQuantity<FuelFactor>.InBaseUnit => KilogramsPerMillionBtu;

    /// <inheritdoc/>
    static FuelFactor IQuantity<FuelFactor>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(FuelFactor other) => KilogramsPerMillionBtu.CompareTo(other.KilogramsPerMillionBtu);

    /// <summary>Less than.</summary>
    public static bool operator <(FuelFactor left, FuelFactor right) => left.CompareTo(right) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(FuelFactor left, FuelFactor right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(FuelFactor left, FuelFactor right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(FuelFactor left, FuelFactor right) => left.CompareTo(right) >= 0;
}
