namespace Plimsoll.Quantities;

/// <summary>
/// A length of time in whole nanoseconds. May be negative. <c>default</c> is zero.
/// Range: about ±292 years; arithmetic beyond it throws <see cref="OverflowException"/>.
/// </summary>
/// <param name="Nanoseconds">Length in nanoseconds.</param>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>, IQuantity<Duration>
{
    /// <summary>Nanoseconds in one second.</summary>
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>No time at all.</summary>
    public static Duration Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension { get; } = new("duration", "s",
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("min", 60), ("h", 3600), ("d", 86400),
        ("day", 86400), ("days", 86400), ("week", 604800), ("weeks", 604800));

    /// <summary>Length in seconds, as a rounded double.</summary>
    public double Seconds => Nanoseconds / (double)NanosecondsPerSecond;

    /// <inheritdoc/>
    double IQuantity<Duration>.InBaseUnit => Seconds;

    /// <summary>The duration nearest to <paramref name="seconds"/>.</summary>
    public static Duration FromSeconds(double seconds) =>
        new(checked((long)Math.Round(seconds * NanosecondsPerSecond)));

    /// <summary>A whole number of minutes.</summary>
    public static Duration FromMinutes(long minutes) => new(minutes * 60 * NanosecondsPerSecond);

    /// <summary>A whole number of hours.</summary>
    public static Duration FromHours(long hours) => FromMinutes(hours * 60);

    /// <summary>A whole number of days of 24 hours.</summary>
    public static Duration FromDays(long days) => FromHours(days * 24);

    /// <inheritdoc/>
    static Duration IQuantity<Duration>.FromBaseUnit(double value) => FromSeconds(value);

    /// <summary>Whole seconds, rounded up: what a <c>retry-after</c> header may say without being early.</summary>
    public long CeilingSeconds() =>
        (Nanoseconds / NanosecondsPerSecond) + (Nanoseconds % NanosecondsPerSecond > 0 ? 1 : 0);

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Sum of two lengths.</summary>
    public static Duration operator +(Duration left, Duration right) => new(left.Nanoseconds + right.Nanoseconds);

    /// <summary>Difference of two lengths.</summary>
    public static Duration operator -(Duration left, Duration right) => new(left.Nanoseconds - right.Nanoseconds);

    /// <summary>A whole multiple of a length.</summary>
    public static Duration operator *(Duration length, long times) => new(length.Nanoseconds * times);

    /// <summary>Shorter than.</summary>
    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Longer than.</summary>
    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Not longer than.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Not shorter than.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;
}
