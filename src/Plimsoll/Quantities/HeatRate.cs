namespace Plimsoll.Quantities;

/// <summary>Heat of fuel, higher heating value, for electricity. <c>default</c> needs no fuel.</summary>
/// <param name="BtuPerKilowattHour">British thermal units for a kilowatt-hour. Zero or more.</param>
public readonly record struct HeatRate(double BtuPerKilowattHour) : IComparable<HeatRate>, IQuantity<HeatRate>
{
    /// <summary>Kilojoules of a British thermal unit, international table.</summary>
    private const double KilojoulesPerBtu = 1.05505585262;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("heat rate", "Btu/kWh",
        ("Btu/kWh", 1), ("kJ/kWh", 1 / KilojoulesPerBtu));

    /// <inheritdoc/>
    double IQuantity<HeatRate>.InBaseUnit => BtuPerKilowattHour;

    /// <inheritdoc/>
    static HeatRate IQuantity<HeatRate>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(HeatRate other) => BtuPerKilowattHour.CompareTo(other.BtuPerKilowattHour);

    /// <summary>Less than.</summary>
    public static bool operator <(HeatRate left, HeatRate right) => left.CompareTo(right) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(HeatRate left, HeatRate right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(HeatRate left, HeatRate right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(HeatRate left, HeatRate right) => left.CompareTo(right) >= 0;
}
