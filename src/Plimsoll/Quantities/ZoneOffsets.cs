namespace Plimsoll.Quantities;

/// <summary>
/// The UTC offsets of one IANA time zone over time, as plain data. The zone database is I/O, so whoever reads the
/// scenario looks the zone up once and hands the core this table.
/// </summary>
public sealed class ZoneOffsets
{
    private readonly Instant[] starts;
    private readonly Duration[] offsets;

    /// <summary>Builds the table.</summary>
    /// <param name="id">IANA name, such as <c>America/Los_Angeles</c>.</param>
    /// <param name="initial">Offset before the first transition.</param>
    /// <param name="transitions">Instants at which the offset changes and the offset from then on, ascending.</param>
    /// <exception cref="ArgumentException">The transitions are not strictly ascending.</exception>
    public ZoneOffsets(string id, Duration initial, IReadOnlyList<(Instant At, Duration Offset)> transitions)
    {
        for (var i = 1; i < transitions.Count; i++)
        {
            if (transitions[i].At <= transitions[i - 1].At)
                throw new ArgumentException($"Zone {id}: transition {i} is not after the one before it.");
        }

        Id = id;
        starts = [.. transitions.Select(t => t.At)];
        offsets = [initial, .. transitions.Select(t => t.Offset)];
    }

    /// <summary>Coordinated universal time: offset zero, always.</summary>
    public static ZoneOffsets Utc { get; } = new("UTC", Duration.Zero, []);

    /// <summary>IANA name of the zone.</summary>
    public string Id { get; }

    /// <summary>Offset before the first transition.</summary>
    public Duration Initial => offsets[0];

    /// <summary>Instants at which the offset changes and the offset from then on, ascending.</summary>
    public IEnumerable<(Instant At, Duration Offset)> Transitions => starts.Zip(offsets.Skip(1));

    /// <summary>Local time less UTC at <paramref name="instant"/>.</summary>
    public Duration OffsetAt(Instant instant)
    {
        var index = Array.BinarySearch(starts, instant);
        return offsets[index >= 0 ? index + 1 : ~index];
    }

    /// <summary>Local weekday and time of day at <paramref name="instant"/>.</summary>
    public (DayOfWeek Day, Duration TimeOfDay) LocalTimeAt(Instant instant)
    {
        const long day = 86_400 * Duration.NanosecondsPerSecond;
        const int epochWeekday = (int)DayOfWeek.Thursday;
        var local = (instant + OffsetAt(instant)).UnixNanoseconds;
        var days = Math.DivRem(local, day, out var time);
        if (time < 0)
        {
            days--;
            time += day;
        }

        var weekday = (int)(((days + epochWeekday) % 7 + 7) % 7);
        return ((DayOfWeek)weekday, new Duration(time));
    }
}
