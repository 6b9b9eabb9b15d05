using NodaTime;
using Plimsoll.Quantities;
using Duration = Plimsoll.Quantities.Duration;
using Instant = Plimsoll.Quantities.Instant;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Takes the offsets of a time zone out of the zone database, as the table that the core reads.</summary>
internal static class ZoneTables
{
    private static readonly NodaTime.Instant First = NodaTime.Instant.FromUtc(2020, 1, 1, 0, 0);
    private static readonly NodaTime.Instant Last = NodaTime.Instant.FromUtc(2041, 1, 1, 0, 0);

    /// <summary>Every change of offset in the years 2020 to 2040; outside of them the nearest offset is kept.</summary>
    public static ZoneOffsets Of(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var changes = new List<(Instant At, Duration Offset)>();
        var offset = zone.GetUtcOffset(First);
        foreach (var interval in zone.GetZoneIntervals(First, Last))
        {
            if (interval.WallOffset == offset)
                continue;
            offset = interval.WallOffset;
            changes.Add((Instant.FromUnixSeconds(interval.Start.ToUnixTimeSeconds()), Length(offset)));
        }

        return new ZoneOffsets(id, Length(zone.GetUtcOffset(First)), changes);
    }

    private static Duration Length(Offset offset) => Duration.FromSeconds(offset.Seconds);
}
