namespace Plimsoll.Quantities;

/// <summary>
/// Weighted tokens, in which a plan's session and week are promised. Kept in whole millionths of a credit, so that
/// weights such as 0.133 credits per token add up without rounding. <c>default</c> is none. Range: ±9.2e12 credits.
/// </summary>
/// <param name="Micro">Millionths of a credit.</param>
public readonly record struct Credits(long Micro) : IComparable<Credits>, IQuantity<Credits>
{
    /// <summary>Millionths in one credit.</summary>
    public const long MicroPerCredit = 1_000_000;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("credit amount", "credits",
        ("credits", 1), ("k credits", 1e3), ("M credits", 1e6));

    /// <summary>The amount in credits, as a rounded double.</summary>
    public double Value => Micro / (double)MicroPerCredit;

    /// <inheritdoc/>
    double IQuantity<Credits>.InBaseUnit => Value;

    /// <summary>The amount nearest to <paramref name="credits"/>.</summary>
    public static Credits From(double credits) => new(checked((long)Math.Round(credits * MicroPerCredit)));

    /// <inheritdoc/>
    static Credits IQuantity<Credits>.FromBaseUnit(double value) => From(value);

    /// <inheritdoc/>
    public int CompareTo(Credits other) => Micro.CompareTo(other.Micro);

    /// <summary>Sum of two amounts.</summary>
    public static Credits operator +(Credits left, Credits right) => new(left.Micro + right.Micro);

    /// <summary>Difference of two amounts.</summary>
    public static Credits operator -(Credits left, Credits right) => new(left.Micro - right.Micro);

    /// <summary>Less than.</summary>
    public static bool operator <(Credits left, Credits right) => left.Micro < right.Micro;

    /// <summary>More than.</summary>
    public static bool operator >(Credits left, Credits right) => left.Micro > right.Micro;

    /// <summary>At most.</summary>
    public static bool operator <=(Credits left, Credits right) => left.Micro <= right.Micro;

    /// <summary>At least.</summary>
    public static bool operator >=(Credits left, Credits right) => left.Micro >= right.Micro;
}
