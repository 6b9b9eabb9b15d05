using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>
/// Instants as RFC 3339 text in UTC, to the nanosecond and no longer than needed, such as
/// <c>2026-05-06T09:03:00.000000001Z</c>.
/// </summary>
public static class InstantText
{
    /// <summary>What the text has to look like, in words.</summary>
    public const string Form =
        "a UTC instant from 1678 to 2261 with up to 9 decimals, such as 2026-05-06T09:03:00.25Z";

    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss";
    private const int Digits = 9;
    private const int FirstYear = 1678;
    private const int LastYear = 2261;

    /// <summary>Writes an instant.</summary>
    public static string Of(Instant instant)
    {
        var seconds = instant.UnixSeconds;
        var rest = instant.UnixNanoseconds - (seconds * Duration.NanosecondsPerSecond);
        var text = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(Seconds, CultureInfo.InvariantCulture);
        var fraction = rest.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return fraction.Length == 0 ? $"{text}Z" : $"{text}.{fraction}Z";
    }

    /// <summary>Reads an instant; null when it has not the <see cref="Form"/>.</summary>
    public static Instant? TryParse(string text)
    {
        if (!text.EndsWith('Z'))
            return null;
        var parts = text[..^1].Split('.');
        if (parts.Length > 2
            || !DateTimeOffset.TryParseExact(
                parts[0], Seconds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || time.Year is < FirstYear or > LastYear)
        {
            return null;
        }

        if (parts.Length == 1)
            return Instant.From(time);
        if (parts[1].Length is 0 or > Digits || !parts[1].All(char.IsAsciiDigit))
            return null;
        var fraction = long.Parse(parts[1].PadRight(Digits, '0'), CultureInfo.InvariantCulture);
        return Instant.From(time) + new Duration(fraction);
    }
}
