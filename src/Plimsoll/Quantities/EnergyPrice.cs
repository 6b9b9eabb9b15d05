namespace Plimsoll.Quantities;

/// <summary>What electric energy costs. <c>default</c> is free.</summary>
/// <param name="DollarsPerMegawattHour">US dollars for a megawatt-hour. Zero or more.</param>
public readonly record struct EnergyPrice(double DollarsPerMegawattHour)
    : IComparable<EnergyPrice>, IQuantity<EnergyPrice>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("energy price", "USD/MWh",
        ("USD/MWh", 1), ("USD/kWh", 1e3));

    /// <inheritdoc/>
    double IQuantity<EnergyPrice>.InBaseUnit => DollarsPerMegawattHour;

    /// <inheritdoc/>
    static EnergyPrice IQuantity<EnergyPrice>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(EnergyPrice other) => DollarsPerMegawattHour.CompareTo(other.DollarsPerMegawattHour);

    /// <summary>Less than.</summary>
    public static bool operator <(EnergyPrice left, EnergyPrice right) => left.CompareTo(right) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(EnergyPrice left, EnergyPrice right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(EnergyPrice left, EnergyPrice right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(EnergyPrice left, EnergyPrice right) => left.CompareTo(right) >= 0;
}
