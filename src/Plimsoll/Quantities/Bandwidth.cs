namespace Plimsoll.Quantities;

/// <summary>Data per time. Decimal units.</summary>
/// <param name="BytesPerSecond">Value in bytes per second.</param>
public readonly record struct Bandwidth(double BytesPerSecond) : IComparable<Bandwidth>, IQuantity<Bandwidth>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("bandwidth", "B/s",
        ("B/s", 1), ("GB/s", 1e9), ("TB/s", 1e12));

    /// <inheritdoc/>
    double IQuantity<Bandwidth>.InBaseUnit => BytesPerSecond;

    /// <inheritdoc/>
    static Bandwidth IQuantity<Bandwidth>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Bandwidth other) => BytesPerSecond.CompareTo(other.BytesPerSecond);

    /// <summary>Less than.</summary>
    public static bool operator <(Bandwidth left, Bandwidth right) => left.BytesPerSecond < right.BytesPerSecond;

    /// <summary>Greater than.</summary>
    public static bool operator >(Bandwidth left, Bandwidth right) => left.BytesPerSecond > right.BytesPerSecond;

    /// <summary>At most.</summary>
    public static bool operator <=(Bandwidth left, Bandwidth right) => left.BytesPerSecond <= right.BytesPerSecond;

    /// <summary>At least.</summary>
    public static bool operator >=(Bandwidth left, Bandwidth right) => left.BytesPerSecond >= right.BytesPerSecond;
}
