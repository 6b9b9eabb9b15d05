namespace Plimsoll.Quantities;

/// <summary>
/// A length of time in 1/65536 of a nanosecond. Steps of an engine are timed in it, so that a sum of many steps that
/// differ by a fraction of a nanosecond is exact however it is grouped. <c>default</c> is zero. Range: about ±39 hours;
/// arithmetic beyond it throws <see cref="OverflowException"/>.
/// </summary>
/// <param name="Units">Length in 1/65536 ns.</param>
public readonly record struct FineTime(long Units)
{
    /// <summary>Units in one nanosecond.</summary>
    public const long PerNanosecond = 65536;

    /// <summary>Whole nanoseconds, rounded down.</summary>
    public Duration Whole => new(Units >> 16);

    /// <summary>What is left above <see cref="Whole"/>: at least zero, less than a nanosecond.</summary>
    public FineTime Rest => new(Units & (PerNanosecond - 1));

    /// <summary>The length nearest to <paramref name="seconds"/>.</summary>
    public static FineTime FromSeconds(double seconds) =>
        new(checked((long)Math.Round(seconds * Duration.NanosecondsPerSecond * PerNanosecond)));

    /// <summary>Sum of two lengths.</summary>
    public static FineTime operator +(FineTime left, FineTime right) => new(left.Units + right.Units);

    /// <summary>Difference of two lengths.</summary>
    public static FineTime operator -(FineTime left, FineTime right) => new(left.Units - right.Units);

    /// <summary>A whole multiple of a length.</summary>
    public static FineTime operator *(FineTime length, long times) => new(length.Units * times);
}
