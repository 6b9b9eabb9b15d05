using System.Globalization;

namespace Plimsoll.Scenarios.Format;

/// <summary>A time of the local day to the minute, from 00:00 to 24:00. <c>default</c> is midnight.</summary>
/// <param name="Minutes">Minutes since local midnight, 0 to 1440.</param>
public readonly record struct ClockTime(int Minutes) : IComparable<ClockTime>
{
    /// <summary>The midnight at which a day ends, written 24:00.</summary>
    public static ClockTime EndOfDay { get; } = new(24 * 60);

    /// <summary>Reads <c>HH:mm</c>; null when it is no time of the day.</summary>
    public static ClockTime? Parse(string text)
    {
        if (text == $"{EndOfDay}")
            return EndOfDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new ClockTime((time.Hour * 60) + time.Minute)
            : null;
    }

    /// <summary>As files write it, such as <c>05:00</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Minutes / 60:00}:{Minutes % 60:00}");

    /// <inheritdoc/>
    public int CompareTo(ClockTime other) => Minutes.CompareTo(other.Minutes);

    /// <summary>Earlier than.</summary>
    public static bool operator <(ClockTime left, ClockTime right) => left.Minutes < right.Minutes;

    /// <summary>Later than.</summary>
    public static bool operator >(ClockTime left, ClockTime right) => left.Minutes > right.Minutes;

    /// <summary>Not later than.</summary>
    public static bool operator <=(ClockTime left, ClockTime right) => left.Minutes <= right.Minutes;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(ClockTime left, ClockTime right) => left.Minutes >= right.Minutes;
}
