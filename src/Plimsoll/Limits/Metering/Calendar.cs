using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Where periods end: the first instant that is no longer in them.</summary>
internal static class Calendar
{
    /// <summary>The last anchor there is: that of the last second of a week.</summary>
    public const int LastAnchor = (7 * 86_400) - 1;

    private const long Second = Duration.NanosecondsPerSecond;
    private const long Day = 86_400 * Second;
    private const long Week = 7 * Day;

    // The month in which the last instant falls has no end.
    private const int LastYear = 2262;
    private const int LastMonth = 4;

    // 5 January 1970 was a Monday.
    private const long FirstMonday = 4 * Day;

    /// <summary>The first multiple of a length since the epoch that is not before <paramref name="at"/>.</summary>
    public static Instant NextMultiple(Instant at, Duration grid) =>
        new(-FloorDivide(-at.UnixNanoseconds, grid.Nanoseconds) * grid.Nanoseconds);

    /// <summary>The first multiple of a length since the epoch that is after <paramref name="now"/>.</summary>
    public static Instant After(Instant now, Duration length) =>
        new((FloorDivide(now.UnixNanoseconds, length.Nanoseconds) + 1) * length.Nanoseconds);

    /// <summary>The first multiple of seven days from an anchor that is after <paramref name="now"/>.</summary>
    public static Instant NextWeek(Instant now, Instant anchor) =>
        new(anchor.UnixNanoseconds
            + ((FloorDivide(now.UnixNanoseconds - anchor.UnixNanoseconds, Week) + 1) * Week));

    /// <summary>The next midnight UTC.</summary>
    public static Instant NextDay(Instant now) => After(now, new Duration(Day));

    /// <summary>The next midnight UTC before a Monday.</summary>
    public static Instant NextMonday(Instant now) => NextWeek(now, new Instant(FirstMonday));

    /// <summary>The next midnight UTC before the first of a month.</summary>
    public static Instant NextMonth(Instant now)
    {
        var date = now.Date;
        if (date.Year == LastYear && date.Month == LastMonth)
            return new Instant(long.MaxValue);
        return Instant.FromDate(new DateOnly(date.Year, date.Month, 1).AddMonths(1));
    }

    /// <summary>An anchor within the first week of the epoch, in whole seconds, with the same weeks.</summary>
    public static int AnchorSeconds(Instant anchor) =>
        (int)(FloorDivide(anchor.UnixNanoseconds, Second)
            - (FloorDivide(anchor.UnixNanoseconds, Week) * (Week / Second)));

    /// <summary>The anchor that <see cref="AnchorSeconds"/> stands for.</summary>
    public static Instant AnchorOf(int seconds) => new(seconds * Second);

    private static long FloorDivide(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
