using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// Hours of the week in one time zone, right across daylight-saving changes. Safe to share between threads.
/// </summary>
/// <param name="Days">Local weekdays.</param>
/// <param name="From">Start, as time since local midnight; inclusive.</param>
/// <param name="To">End, as time since local midnight; exclusive.</param>
/// <param name="Zone">The zone.</param>
public sealed record WeeklyHours(ImmutableArray<DayOfWeek> Days, Duration From, Duration To, ZoneOffsets Zone)
{
    /// <summary>Whether <paramref name="instant"/> falls in the hours.</summary>
    public bool Contains(Instant instant)
    {
        var (day, time) = Zone.LocalTimeAt(instant);
        return time >= From && time < To && Days.Contains(day);
    }

    /// <summary>
    /// The hours in words, such as <c>weekdays 05:00–11:00 America/Los_Angeles</c>; equal hours read equal.
    /// </summary>
    public override string ToString()
    {
        var days = Days.Order().ToArray();
        var named = days switch
        {
            [DayOfWeek.Monday, .., DayOfWeek.Friday] when days.Length == 5 => "weekdays",
            [DayOfWeek.Sunday, DayOfWeek.Saturday] => "weekends",
            { Length: 7 } => "every day",
            _ => string.Join(", ", days),
        };
        return $"{named} {ClockTime(From)}–{ClockTime(To)} {Zone.Id}";
    }

    /// <summary>A time since midnight as a 24-hour clock shows it, such as <c>05:00</c>.</summary>
    public static string ClockTime(Duration sinceMidnight)
    {
        var minutes = sinceMidnight.Nanoseconds / Duration.FromMinutes(1).Nanoseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
    }
}
