namespace Plimsoll.Quantities;

/// <summary>What is emitted for electric energy. <c>default</c> is nothing.</summary>
/// <param name="KilogramsPerMegawattHour">Kilograms for a megawatt-hour, or grams for a kilowatt-hour.</param>
public readonly record struct EmissionFactor(double KilogramsPerMegawattHour)
    : IComparable<EmissionFactor>, IQuantity<EmissionFactor>
{
    /// <summary>A pound in kilograms, exact (NIST SP 811).</summary>
    private const double Pound = 0.45359237;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("emission factor", "kg/MWh",
        ("g/MWh", 1e-3), ("kg/MWh", 1), ("g/kWh", 1), ("kg/kWh", 1e3), ("lb/MWh", Pound));

    /// <inheritdoc/>
    double IQuantity<EmissionFactor>.InBaseUnit => KilogramsPerMegawattHour;

    /// <inheritdoc/>
    static EmissionFactor IQuantity<EmissionFactor>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(EmissionFactor other) => KilogramsPerMegawattHour.CompareTo(other.KilogramsPerMegawattHour);

    /// <summary>Less than.</summary>
    public static bool operator <(EmissionFactor left, EmissionFactor right) => left.CompareTo(right) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(EmissionFactor left, EmissionFactor right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(EmissionFactor left, EmissionFactor right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(EmissionFactor left, EmissionFactor right) => left.CompareTo(right) >= 0;
}
