namespace Plimsoll.Quantities;

/// <summary>
/// Energy that is metered: whole joules, so that sums add up exactly. <c>default</c> is none. Range: ±2.5e9 MWh;
/// arithmetic beyond it throws <see cref="OverflowException"/>.
/// </summary>
/// <param name="Value">Joules.</param>
public readonly record struct Joules(long Value) : IComparable<Joules>, IQuantity<Joules>
{
    /// <summary>Joules in a watt-hour.</summary>
    public const long PerWattHour = 3600;

    /// <summary>Joules in a megawatt-hour.</summary>
    public const long PerMegawattHour = 1_000_000 * PerWattHour;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("energy", "J",
        ("J", 1), ("Wh", PerWattHour), ("kWh", 1e3 * PerWattHour), ("MWh", PerMegawattHour),
        ("GWh", 1e3 * PerMegawattHour));

    /// <summary>The energy in megawatt-hours.</summary>
    public double MegawattHours => Value / (double)PerMegawattHour;

    /// <inheritdoc/>
    double IQuantity<Joules>.InBaseUnit => Value;

    /// <summary>The energy nearest to a number of joules.</summary>
    public static Joules From(double joules) => new(checked((long)Math.Round(joules)));

    /// <summary>The energy nearest to a power over a time.</summary>
    public static Joules From(Watts power, Duration time) => From(power.Value * time.Seconds);

    /// <inheritdoc/>
    static Joules IQuantity<Joules>.FromBaseUnit(double value) => From(value);

    /// <inheritdoc/>
    public int CompareTo(Joules other) => Value.CompareTo(other.Value);

    /// <summary>Sum.</summary>
    public static Joules operator +(Joules left, Joules right) => new(left.Value + right.Value);

    /// <summary>Difference.</summary>
    public static Joules operator -(Joules left, Joules right) => new(left.Value - right.Value);

    /// <summary>Less than.</summary>
    public static bool operator <(Joules left, Joules right) => left.Value < right.Value;

    /// <summary>More than.</summary>
    public static bool operator >(Joules left, Joules right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(Joules left, Joules right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(Joules left, Joules right) => left.Value >= right.Value;
}
