using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Serving;

namespace Plimsoll.Planning.Allocation;

/// <summary>
/// A week whose load is spread evenly: every pool that may do something does a part of it in proportion to the
/// accelerators that it has left, hour by hour; where a pool or the power of a site is used up, the rest goes on to the
/// others. Interactive load comes first, by rank; then batches, each run evenly over its hours; then training, evenly
/// over the week. Replicas that are held are not counted beside those that serve.
/// </summary>
internal sealed class EvenWeek
{
    private const double Negligible = 1e-9;
    private const double SecondsPerHour = 3600;
    private const double WattsPerMegawatt = 1e6;
    private const int SlicesWhereShort = 20;

    private readonly AllocationCase week;
    private readonly PoolUse[,,] uses;
    private readonly double[] serving;
    private readonly double[] working;
    private readonly double[] power;

    public EvenWeek(AllocationCase week)
    {
        this.week = week;
        var pools = week.Fleet.Pools.Length;
        uses = new PoolUse[pools, WeekShape.Hours, week.Classes.Length + week.Terms.Jobs.Length];
        (serving, working, power) = (new double[pools], new double[pools], new double[week.Fleet.Sites.Length]);
    }

    /// <summary>What an accelerator of a pool does of something in an hour, and the megawatts that it draws.</summary>
    private readonly record struct Rate(double Yield, double Megawatts);

    public WeekUse Use()
    {
        var unserved = Enumerable.Range(0, WeekShape.Hours).Select(UnservedIn).ToImmutableArray();
        return new WeekUse(week, [.. Enumerable.Range(0, week.Fleet.Pools.Length).Select(PoolOf)], unserved);
    }

    private PoolHours PoolOf(int pool) => new(pool, week.InService(pool),
    [
        .. Enumerable.Range(0, WeekShape.Hours).Select(hour => new PoolHour(
            Uses(pool, hour, 0, week.Classes.Length),
            [.. week.Classes.Select(_ => default(PoolUse))],
            Uses(pool, hour, week.Classes.Length, week.Terms.Jobs.Length))),
    ]);

    private ImmutableArray<PoolUse> Uses(int pool, int hour, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(use => uses[pool, hour, use])];

    /// <summary>
    /// Fills an hour; interactive output tokens that found no room, by class. Where not all of a rank finds room, its
    /// parts are filled in by turns, a slice each, so that none is served before the others.
    /// </summary>
    private ImmutableArray<double> UnservedIn(int hour)
    {
        var unserved = Serve(hour, slices: 1);
        if (unserved.Sum() > 0 && week.Load.Length > 1)
            unserved = Serve(hour, SlicesWhereShort);
        foreach (var (job, index) in week.Terms.Jobs.Select((job, index) => (job, index)).OrderBy(one => one.job.Rank))
        {
            var slot = week.Classes.Length + index;
            if (job is BatchJob batch)
            {
                var runs = Enumerable.Range(0, batch.Runs).Count(run => batch.WorksIn(run, hour));
                Spread(hour, slot, runs * batch.Output / batch.Within, serving, pool => BatchRate(batch, pool));
            }
            else if (job is TrainingJob training)
            {
                var hours = training.AcceleratorHours / WeekShape.Hours;
                Spread(hour, slot, hours, working, pool => TrainingRate(training, pool));
            }
        }

        return [.. unserved];
    }

    /// <summary>Serves the interactive load of an hour from the begin.</summary>
    private double[] Serve(int hour, int slices)
    {
        for (var pool = 0; pool < serving.Length; pool++)
        {
            (serving[pool], working[pool]) = (week.Fleet.Pools[pool].Accelerators, week.InService(pool));
            for (var c = 0; c < week.Classes.Length; c++)
                uses[pool, hour, c] = default;
        }

        for (var site = 0; site < power.Length; site++)
            power[site] = week.Fleet.Sites[site].Power.Value / WattsPerMegawatt;
        var unserved = new double[week.Classes.Length];
        foreach (var rank in week.Load.GroupBy(part => week.Terms.RankOf(part.Class)).OrderBy(rank => rank.Key))
        {
            for (var slice = 0; slice < slices; slice++)
            {
                foreach (var part in rank)
                {
                    var left = Spread(
                        hour, part.Class, part.Requests[hour] / slices, serving, pool => ServingRate(part, pool));
                    unserved[part.Class] += left * week.Classes[part.Class].Traffic.Output * SecondsPerHour;
                }
            }
        }

        return unserved;
    }

    private Rate ServingRate(LoadPart part, int pool) => part.MayRunAt(week.SiteOf(pool).Site.Name)
        && week.Fleet.PointOf(pool, part.Class) is { } point
        ? new Rate(point.RequestsPerSecond, MegawattsOf(pool, point)) : default;

    private Rate BatchRate(BatchJob job, int pool) => week.PointOf(job, pool) is { } point
        ? new Rate(point.OutputTokensPerSecond * SecondsPerHour, MegawattsOf(pool, point)) : default;

    private Rate TrainingRate(TrainingJob job, int pool) => week.MayTrain(job, pool)
        ? new Rate(1, week.Megawatts(pool, week.Fleet.Pools[pool].Pool.Kind.Power.Tdp.Value)) : default;

    private double MegawattsOf(int pool, OperatingPoint point) =>
        week.Megawatts(pool, point.PowerPerAccelerator.Value);

    /// <summary>Gives every pool its part of an amount, in proportion to its room; returns what found none.</summary>
    private double Spread(int hour, int slot, double amount, double[] room, Func<int, Rate> rateOf)
    {
        var rates = Enumerable.Range(0, room.Length).Select(rateOf).ToArray();
        var left = amount;
        while (left > Negligible * amount)
        {
            var open = Enumerable.Range(0, room.Length).Where(pool => rates[pool].Yield > 0
                && RoomOf(room, pool) > 0 && power[week.Fleet.Pools[pool].Site] > 0).ToArray();
            var all = open.Sum(pool => RoomOf(room, pool) * rates[pool].Yield);
            if (all <= 0)
                return left;
            var part = Math.Min(1, left / all);
            var bySite = open.GroupBy(pool => week.Fleet.Pools[pool].Site).Select(pools => (Site: pools.Key,
                Megawatts: pools.Sum(pool => RoomOf(room, pool) * rates[pool].Megawatts))).ToArray();
            foreach (var (site, megawatts) in bySite)
                part = Math.Min(part, megawatts > 0 ? power[site] / megawatts : 1);
            foreach (var pool in open)
                Take(hour, slot, room, pool, part * RoomOf(room, pool), rates[pool].Megawatts);
            foreach (var (site, megawatts) in bySite)
                power[site] = part * megawatts < (1 - Negligible) * power[site] ? power[site] - (part * megawatts) : 0;
            left -= part * all;
            if (part >= 1)
                return Math.Max(0, left);
        }

        return 0;
    }

    private double RoomOf(double[] room, int pool) => Math.Min(room[pool], working[pool]);

    private void Take(int hour, int slot, double[] room, int pool, double accelerators, double megawatts)
    {
        ref var use = ref uses[pool, hour, slot];
        use = new PoolUse(use.Accelerators + accelerators, use.Megawatts + (accelerators * megawatts));
        serving[pool] -= ReferenceEquals(room, serving) ? accelerators : 0;
        working[pool] -= accelerators;
    }
}
