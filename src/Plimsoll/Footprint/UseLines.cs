using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint;

/// <summary>Adds up, segment by segment, what the pools of one site take from its meter.</summary>
internal sealed class UseLines(Site site, int hours)
{
    private const double JoulesPerMegawattHour = Joules.PerMegawattHour;
    private const double WattsPerMegawatt = 1e6;

    private readonly SortedDictionary<(string Pool, UseKind Kind, string Class), (long[] Joules, double[] Accelerators)>
        lines = new(Comparer<(string Pool, UseKind Kind, string Class)>.Create((one, other) =>
            string.CompareOrdinal(one.Pool, other.Pool) is not 0 and var byPool ? byPool
                : one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind)
                : string.CompareOrdinal(one.Class, other.Class)));

    /// <summary>Every line, by pool, kind and class.</summary>
    public ImmutableArray<UseLine> ToImmutable() =>
    [
        .. lines.Select(line => new UseLine(
            line.Key.Pool, line.Key.Kind, line.Key.Class, ImmutableArray.Create(line.Value.Joules))
        {
            Accelerators = ImmutableArray.Create(line.Value.Accelerators),
        }),
    ];

    /// <summary>Adds the hours of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="from">Start of the period.</param>
    /// <param name="use">What pools do in the week that stands for it.</param>
    public void Add(in PeriodSegment segment, Instant from, WeekUse use)
    {
        var pools = use.Pools.Where(pool => use.Week.SiteOf(pool.Pool).Site.Name == site.Name).ToArray();
        if (pools.Length == 0)
            return;
        var week = Enumerable.Range(0, WeekShape.Hours).Select(hour => UsesOf(use, pools, hour)).ToArray();
        for (var hour = segment.First; hour < segment.First + segment.Hours; hour++)
        {
            foreach (var (key, joules, accelerators) in week[
                PeriodSegment.HourOfWeek(from + Duration.FromHours(hour))])
            {
                if (!lines.TryGetValue(key, out var line))
                    lines.Add(key, line = (new long[hours], new double[hours]));
                line.Joules[hour] += joules;
                line.Accelerators[hour] += accelerators;
            }
        }
    }

    private List<((string, UseKind, string) Key, long Joules, double Accelerators)> UsesOf(
        WeekUse use, PoolHours[] pools, int hour)
    {
        var uses = new List<((string, UseKind, string), long, double)>();
        var megawatts = 0.0;
        foreach (var pool in pools)
        {
            var name = use.Week.Fleet.Pools[pool.Pool].Pool.Name;
            var does = pool.Hours[hour];
            for (var c = 0; c < use.Week.Classes.Length; c++)
            {
                Add(name, UseKind.Serving, use.Week.Classes[c].Name, does.Serving[c]);
                Add(name, UseKind.StandBy, use.Week.Classes[c].Name, does.StandingBy[c]);
            }

            for (var j = 0; j < does.Jobs.Length; j++)
            {
                var job = use.Week.Terms.Jobs[j];
                Add(name, job is BatchJob ? UseKind.Batch : UseKind.Training, job.Name, does.Jobs[j]);
            }
        }

        // What is switched on beside is never more than the site's power leaves.
        var left = Math.Max(0, (use.Week.SiteOf(pools[0].Pool).Power.Value / WattsPerMegawatt) - megawatts);
        var idle = pools.Select(pool => IdleOf(use, pool, hour)).ToArray();
        var wanted = idle.Sum(one => one.Megawatts);
        var fits = wanted > left ? left / wanted : 1;
        for (var i = 0; i < pools.Length; i++)
        {
            var name = use.Week.Fleet.Pools[pools[i].Pool].Pool.Name;
            Add(name, UseKind.Idle, "", idle[i] with { Megawatts = idle[i].Megawatts * fits });
        }

        return uses;

        void Add(string pool, UseKind kind, string what, PoolUse used)
        {
            if (used.Accelerators <= 0 && used.Megawatts <= 0)
                return;
            megawatts += used.Megawatts;
            var joules = Joules.From(used.Megawatts * JoulesPerMegawattHour);
            uses.Add(((pool, kind, what), joules.Value, used.Accelerators));
        }
    }

    /// <summary>
    /// Accelerators of a pool that do nothing, with the power that they and their servers draw, and that part of what
    /// servers, cooling and losses draw at full load which does not follow the load.
    /// </summary>
    private PoolUse IdleOf(WeekUse use, PoolHours pool, int hour)
    {
        var power = use.Week.Fleet.Pools[pool.Pool].Pool.Kind.Power;
        var does = pool.Hours[hour];
        var all = does.Serving.Concat(does.StandingBy).Concat(does.Jobs).ToArray();
        var idle = Math.Max(0, pool.InService - all.Sum(one => one.Accelerators));
        var drawn = (all.Sum(one => one.Megawatts) * WattsPerMegawatt / site.PowerChain) + (idle * power.Idle.Value);
        var unloaded = Math.Max(0, (pool.InService * power.Tdp.Value) - drawn);
        var watts = (idle * power.Idle.Value * site.PowerChain)
            + (site.FixedOverhead * (site.PowerChain - 1) * unloaded);
        return new PoolUse(idle, watts / WattsPerMegawatt);
    }
}
