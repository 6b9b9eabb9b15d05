namespace Plimsoll.Quantities;

/// <summary>
/// Money that is booked: whole millionths of a United States dollar, so that sums add up exactly. <c>default</c> is
/// none. Range: ±9.2e12 dollars; arithmetic beyond it throws <see cref="OverflowException"/>.
/// </summary>
/// <param name="Value">Millionths of a dollar.</param>
public readonly record struct MicroUsd(long Value) : IComparable<MicroUsd>, IQuantity<MicroUsd>
{
    /// <summary>Millionths in one dollar.</summary>
    public const long PerDollar = 1_000_000;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("amount of money", "USD",
        ("USD", 1), ("k USD", 1e3), ("M USD", 1e6));

    /// <summary>The amount in dollars, exact.</summary>
    public decimal Dollars => Value / (decimal)PerDollar;

    /// <inheritdoc/>
    double IQuantity<MicroUsd>.InBaseUnit => Value / (double)PerDollar;

    /// <summary>The amount nearest to <paramref name="dollars"/>.</summary>
    public static MicroUsd From(double dollars) => new(checked((long)Math.Round(dollars * PerDollar)));

    /// <inheritdoc/>
    static MicroUsd IQuantity<MicroUsd>.FromBaseUnit(double value) => From(value);

    /// <inheritdoc/>
    public int CompareTo(MicroUsd other) => Value.CompareTo(other.Value);

    /// <summary>Sum of two amounts.</summary>
    public static MicroUsd operator +(MicroUsd left, MicroUsd right) => new(left.Value + right.Value);

    /// <summary>Difference of two amounts.</summary>
    public static MicroUsd operator -(MicroUsd left, MicroUsd right) => new(left.Value - right.Value);

    /// <summary>Less than.</summary>
    public static bool operator <(MicroUsd left, MicroUsd right) => left.Value < right.Value;

    /// <summary>More than.</summary>
    public static bool operator >(MicroUsd left, MicroUsd right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(MicroUsd left, MicroUsd right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(MicroUsd left, MicroUsd right) => left.Value >= right.Value;
}
