namespace Plimsoll.Quantities;

/// <summary>
/// A point on the UTC time line in whole nanoseconds since 1970-01-01T00:00:00Z (leap seconds smeared away, as in Unix
/// time). <c>default</c> is the epoch. Range: the years 1677 to 2262.
/// </summary>
/// <param name="UnixNanoseconds">Nanoseconds since the Unix epoch.</param>
public readonly record struct Instant(long UnixNanoseconds) : IComparable<Instant>
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Whole seconds since the epoch, rounded down.</summary>
    public long UnixSeconds => (long)Math.Floor(UnixNanoseconds / (decimal)Duration.NanosecondsPerSecond);

    /// <summary>The instant at a whole number of seconds since the epoch.</summary>
    public static Instant FromUnixSeconds(long seconds) => new(seconds * Duration.NanosecondsPerSecond);

    /// <summary>Midnight UTC at the start of <paramref name="date"/>.</summary>
    public static Instant FromDate(DateOnly date) =>
        From(new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    /// <summary>The instant of <paramref name="time"/>, to its 100 ns resolution.</summary>
    public static Instant From(DateTimeOffset time) =>
        new((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * NanosecondsPerTick);

    /// <summary>The same point as a UTC <see cref="DateTimeOffset"/>, rounded down to 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks((long)Math.Floor(UnixNanoseconds / (decimal)NanosecondsPerTick));

    /// <summary>The UTC calendar date on which the instant falls.</summary>
    public DateOnly Date => DateOnly.FromDateTime(ToDateTimeOffset().UtcDateTime);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixNanoseconds.CompareTo(other.UnixNanoseconds);

    /// <summary>The instant a duration later.</summary>
    public static Instant operator +(Instant start, Duration length) => new(start.UnixNanoseconds + length.Nanoseconds);

    /// <summary>The instant a duration earlier.</summary>
    public static Instant operator -(Instant end, Duration length) => new(end.UnixNanoseconds - length.Nanoseconds);

    /// <summary>The time from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static Duration operator -(Instant end, Instant start) => new(end.UnixNanoseconds - start.UnixNanoseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left.UnixNanoseconds < right.UnixNanoseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left.UnixNanoseconds > right.UnixNanoseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Instant left, Instant right) => left.UnixNanoseconds <= right.UnixNanoseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Instant left, Instant right) => left.UnixNanoseconds >= right.UnixNanoseconds;
}
