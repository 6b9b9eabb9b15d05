namespace Plimsoll.Quantities;

/// <summary>
/// United States dollars of a contract or a price, to be compared and not booked: a double does not add up to the cent.
/// <c>default</c> is none.
/// </summary>
/// <param name="Dollars">Value in US dollars.</param>
public readonly record struct Usd(double Dollars) : IComparable<Usd>, IQuantity<Usd>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("money", "USD",
        ("USD", 1), ("M USD", 1e6), ("bn USD", 1e9));

    /// <inheritdoc/>
    double IQuantity<Usd>.InBaseUnit => Dollars;

    /// <inheritdoc/>
    static Usd IQuantity<Usd>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Usd other) => Dollars.CompareTo(other.Dollars);

    /// <summary>Less than.</summary>
    public static bool operator <(Usd left, Usd right) => left.Dollars < right.Dollars;

    /// <summary>Greater than.</summary>
    public static bool operator >(Usd left, Usd right) => left.Dollars > right.Dollars;

    /// <summary>At most.</summary>
    public static bool operator <=(Usd left, Usd right) => left.Dollars <= right.Dollars;

    /// <summary>At least.</summary>
    public static bool operator >=(Usd left, Usd right) => left.Dollars >= right.Dollars;
}
