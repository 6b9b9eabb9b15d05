namespace Plimsoll.Quantities;

/// <summary>
/// A rate limit as API tiers state it: so many requests or tokens in each minute, refilled continuously.
/// A whole number, 1 or more where a limit exists. <c>default</c> is zero: nothing is allowed.
/// </summary>
/// <param name="Value">Units per minute.</param>
public readonly record struct PerMinute(long Value) : IComparable<PerMinute>, IQuantity<PerMinute>
{
    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("rate", "per minute",
        ("tokens/min", 1), ("k tokens/min", 1e3), ("M tokens/min", 1e6), ("bn tokens/min", 1e9),
        ("requests/min", 1), ("k requests/min", 1e3));

    /// <inheritdoc/>
    double IQuantity<PerMinute>.InBaseUnit => Value;

    /// <inheritdoc/>
    static PerMinute IQuantity<PerMinute>.FromBaseUnit(double value) => new(checked((long)Math.Round(value)));

    /// <summary>The nearest limit to a multiple of this one, at least 1 and at most what the type holds.</summary>
    /// <param name="multiple">Zero or more.</param>
    public PerMinute Times(double multiple)
    {
        var product = Math.Round(Value * multiple);
        return new PerMinute(product >= long.MaxValue ? long.MaxValue : Math.Max(1, (long)product));
    }

    /// <inheritdoc/>
    public int CompareTo(PerMinute other) => Value.CompareTo(other.Value);

    /// <summary>Less than.</summary>
    public static bool operator <(PerMinute left, PerMinute right) => left.Value < right.Value;

    /// <summary>More than.</summary>
    public static bool operator >(PerMinute left, PerMinute right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(PerMinute left, PerMinute right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(PerMinute left, PerMinute right) => left.Value >= right.Value;
}
