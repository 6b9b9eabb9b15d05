namespace Plimsoll.Quantities;

/// <summary>
/// A whole number of tokens. Token counts of different model classes are not comparable: tokenizers differ.
/// <c>default</c> is none.
/// </summary>
/// <param name="Value">How many tokens.</param>
public readonly record struct Tokens(long Value) : IComparable<Tokens>, IQuantity<Tokens>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("token count", "tokens",
        ("tokens", 1), ("k tokens", 1e3), ("M tokens", 1e6), ("bn tokens", 1e9));

    /// <inheritdoc/>
    double IQuantity<Tokens>.InBaseUnit => Value;

    /// <inheritdoc/>
    static Tokens IQuantity<Tokens>.FromBaseUnit(double value) => new(checked((long)Math.Round(value)));

    /// <inheritdoc/>
    public int CompareTo(Tokens other) => Value.CompareTo(other.Value);

    /// <summary>Sum of two counts.</summary>
    public static Tokens operator +(Tokens left, Tokens right) => new(left.Value + right.Value);

    /// <summary>Difference of two counts.</summary>
    public static Tokens operator -(Tokens left, Tokens right) => new(left.Value - right.Value);

    /// <summary>Fewer than.</summary>
    public static bool operator <(Tokens left, Tokens right) => left.Value < right.Value;

    /// <summary>More than.</summary>
    public static bool operator >(Tokens left, Tokens right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(Tokens left, Tokens right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(Tokens left, Tokens right) => left.Value >= right.Value;
}
