using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Times as the dialects write them, rounded so that nobody comes back too early.</summary>
internal static class WireTime
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private static readonly RepeatedTexts Seconds = new(seconds => DateTimeOffset.FromUnixTimeSeconds(seconds)
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>Whole seconds since the epoch, rounded up.</summary>
    public static long EpochSeconds(Instant instant) => new Duration(instant.UnixNanoseconds).CeilingSeconds();

    /// <summary>RFC 3339 in UTC to the second, rounded up.</summary>
    public static string Rfc3339(Instant instant) => Seconds.Of(EpochSeconds(instant));

    /// <summary>A length of time such as <c>20ms</c>, <c>1s</c> or <c>6m0s</c>, rounded up to its last unit.</summary>
    public static string Span(Duration length)
    {
        if (length <= Duration.Zero)
            return "0s";
        if (length.Nanoseconds < Duration.NanosecondsPerSecond)
        {
            var milliseconds = (length.Nanoseconds + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond;
            return milliseconds == 1000 ? "1s" : string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
        }

        var seconds = length.CeilingSeconds();
        var (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return (hours, minutes) switch
        {
            (0, 0) => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds % 60}s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{hours}h{minutes}m{seconds % 60}s"),
        };
    }
}
