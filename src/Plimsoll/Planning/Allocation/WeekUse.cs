using System.Collections.Immutable;
using Plimsoll.Demand;

namespace Plimsoll.Planning.Allocation;

/// <summary>What every pool does in each hour of a week.</summary>
/// <param name="Week">The week.</param>
/// <param name="Pools">Pools, in the order of the fleet.</param>
/// <param name="Unserved">Interactive output tokens that are not served, by hour and class.</param>
public sealed record WeekUse(
    AllocationCase Week, ImmutableArray<PoolHours> Pools, ImmutableArray<ImmutableArray<double>> Unserved)
{
    private const double SecondsPerHour = 3600;

    /// <summary>The best allocation of a week; null: its requirements conflict.</summary>
    /// <exception cref="InvalidOperationException">An answer could not be proven to be the best.</exception>
    public static WeekUse? Best(AllocationCase week)
    {
        var report = AllocationReport.Of(week);
        if (!report.Conflict.IsEmpty)
            return null;
        var served = new double[WeekShape.Hours, week.Classes.Length];
        foreach (var pool in report.Pools)
        {
            for (var hour = 0; hour < WeekShape.Hours; hour++)
            {
                for (var c = 0; c < week.Classes.Length; c++)
                {
                    served[hour, c] += pool.Hours[hour].Serving[c].Accelerators
                        * (week.Fleet.PointOf(pool.Pool, c)?.RequestsPerSecond ?? 0);
                }
            }
        }

        return new WeekUse(
            week,
            [.. report.Pools.Select(pool => new PoolHours(pool.Pool, pool.InService, pool.Hours))],
            [.. Enumerable.Range(0, WeekShape.Hours).Select(hour => Unserved(hour, c => served[hour, c]))]);

        ImmutableArray<double> Unserved(int hour, Func<int, double> requests) =>
            [.. Enumerable.Range(0, week.Classes.Length).Select(c =>
                Math.Max(0, week.Load.Where(part => part.Class == c).Sum(part => part.Requests[hour]) - requests(c))
                * week.Classes[c].Traffic.Output * SecondsPerHour)];
    }

    /// <summary>The load spread evenly over all that may serve it, as routers do.</summary>
    public static WeekUse Even(AllocationCase week) => new EvenWeek(week).Use();
}

/// <summary>What a pool does in a week.</summary>
/// <param name="Pool">Index in the fleet.</param>
/// <param name="InService">Accelerators in service, those left to training included where jobs use them.</param>
/// <param name="Hours">What it does in each of 168 hours.</param>
public sealed record PoolHours(int Pool, double InService, ImmutableArray<PoolHour> Hours);
