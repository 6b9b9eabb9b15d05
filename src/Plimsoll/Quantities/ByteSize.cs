namespace Plimsoll.Quantities;

/// <summary>
/// An amount of memory or data. Decimal units, as accelerator makers state them, and binary ones, as servers are
/// bounded.
/// </summary>
/// <param name="Bytes">Value in bytes.</param>
public readonly record struct ByteSize(double Bytes) : IComparable<ByteSize>, IQuantity<ByteSize>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("size", "B",
        ("B", 1), ("kB", 1e3), ("KiB", 1024), ("MB", 1e6), ("MiB", 1 << 20), ("GB", 1e9), ("TB", 1e12));

    /// <inheritdoc/>
    double IQuantity<ByteSize>.InBaseUnit => Bytes;

    /// <inheritdoc/>
    static ByteSize IQuantity<ByteSize>.FromBaseUnit(double value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Less than.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>Greater than.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>At most.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>At least.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;
}
