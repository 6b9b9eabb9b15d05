using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Demand;

/// <summary>How a week's activity falls on its 168 hours, Monday 00:00 UTC first.</summary>
public sealed class WeekShape
{
    /// <summary>Hours in a week.</summary>
    public const int Hours = 168;

    private WeekShape(ImmutableArray<double> shares, ImmutableArray<ImmutableArray<double>> byZone)
    {
        Shares = shares;
        ByZone = byZone;
        Peak = shares.Max();
    }

    /// <summary>Share of the week's activity in each hour; they add up to 1.</summary>
    public ImmutableArray<double> Shares { get; }

    /// <summary>
    /// What each zone has part in the shares, in the order in which the zones were given: they add up to
    /// <see cref="Shares"/> hour by hour.
    /// </summary>
    public ImmutableArray<ImmutableArray<double>> ByZone { get; }

    /// <summary>The largest of the shares.</summary>
    public double Peak { get; }

    /// <summary>The shape of users spread over time zones, each following the rhythm in local time.</summary>
    /// <param name="rhythm">Activity by local hour.</param>
    /// <param name="region">Zones and the share of users in each; the shares add up to 1.</param>
    /// <param name="monday">Monday 00:00 UTC of the week, which decides daylight saving.</param>
    public static WeekShape Of(Rhythm rhythm, IEnumerable<(ZoneOffsets Zone, double Share)> region, Instant monday)
    {
        var shares = new double[Hours];
        var byZone = new List<double[]>();
        foreach (var (zone, share) in region)
        {
            var local = new double[Hours];
            byZone.Add(local);
            for (var hour = 0; hour < Hours; hour++)
            {
                var (day, time) = zone.LocalTimeAt(MiddleOf(monday, hour));
                var table = day is DayOfWeek.Saturday or DayOfWeek.Sunday ? rhythm.Weekend : rhythm.Weekday;
                local[hour] = table[(int)(time.Nanoseconds / Duration.FromHours(1).Nanoseconds)];
            }

            var sum = local.Sum();
            for (var hour = 0; hour < Hours; hour++)
                shares[hour] += local[hour] = share * local[hour] / sum;
        }

        var total = shares.Sum();
        return new WeekShape(
            [.. shares.Select(s => s / total)],
            [.. byZone.Select(zone => zone.Select(s => s / total).ToImmutableArray())]);
    }

    /// <summary>Monday 00:00 UTC of the week in which <paramref name="instant"/> falls.</summary>
    public static Instant MondayOf(Instant instant)
    {
        var date = instant.Date;
        return Instant.FromDate(date.AddDays(-(((int)date.DayOfWeek + 6) % 7)));
    }

    /// <summary>
    /// Half past of an hour of the week: the instant at which an hour's policy and local time are read.
    /// </summary>
    public static Instant MiddleOf(Instant monday, int hour) =>
        monday + Duration.FromHours(hour) + Duration.FromMinutes(30);
}
