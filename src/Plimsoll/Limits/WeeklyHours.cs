using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Hours of the week in one time zone, right across daylight-saving changes. Safe to share between threads.</summary>
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
}
