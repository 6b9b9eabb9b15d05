namespace Plimsoll.Quantities;

/// <summary>Water that is used up for electric energy. <c>default</c> is nothing.</summary>
/// <param name="LitresPerKilowattHour">Litres for a kilowatt-hour.</param>
public readonly record struct WaterFactor(double LitresPerKilowattHour)
    : IComparable<WaterFactor>, IQuantity<WaterFactor>
{
    /// <summary>A US gallon in litres, exact (NIST SP 811).</summary>
    private const double Gallon = 3.785411784;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("water factor", "L/kWh",
        ("L/MWh", 1e-3), ("L/kWh", 1), ("gal/MWh", 1e-3 * Gallon), ("gal/kWh", Gallon));

    /// <inheritdoc/>
    double IQuantity<WaterFactor>.InBaseUnit => LitresPerKilowattHour;

    /// <inheritdoc/>
    static WaterFactor IQuantity<WaterFactor>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(WaterFactor other) => LitresPerKilowattHour.CompareTo(other.LitresPerKilowattHour);

    /// <summary>Less than.</summary>
    public static bool operator <(WaterFactor left, WaterFactor right) => left.CompareTo(right) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(WaterFactor left, WaterFactor right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(WaterFactor left, WaterFactor right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(WaterFactor left, WaterFactor right) => left.CompareTo(right) >= 0;
}
