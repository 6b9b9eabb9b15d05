using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// The replicas that a service has while it is simulated, at a smaller scale, and what happens to them. Accelerators
/// are divided between classes at the start and anew at every midnight (UTC) before which supply has changed: ramps go
/// in daily steps. Curtailments take replicas away for a time, and failures come by chance.
/// </summary>
public static class ServiceFleet
{
    /// <summary>The fleet of a service over the simulated time.</summary>
    public static FleetPlan Of(ServiceSimulation simulation)
    {
        var division = new FleetDivision(simulation.Model, simulation.Scale, simulation.Fleet);
        var days = Days(simulation).Select(day => (At: day, Pools: division.At(day))).ToList();
        var pools = days.SelectMany(day => day.Pools).DistinctBy(pool => pool.Name).ToImmutableArray();
        var changes = new List<FleetChange>();
        var counts = new int[pools.Length];
        var most = new int[pools.Length];
        var initial = counts;
        foreach (var at in Moments(simulation, days.Select(day => day.At)))
        {
            var day = days.Last(day => day.At <= at).Pools.ToDictionary(pool => pool.Name, pool => pool.Replicas);
            var curtailed = simulation.Fleet.Curtailments.Where(window => window.From <= at && at < window.Until);
            var next = CountsOf(pools, day, [.. curtailed]);
            if (at == simulation.Start)
                initial = next;
            else
                changes.AddRange(Steps(at, pools, counts, next, [.. curtailed.Where(window => window.From == at)]));
            counts = next;
            for (var pool = 0; pool < pools.Length; pool++)
                most[pool] = Math.Max(most[pool], next[pool]);
        }

        changes.AddRange(Failures(simulation, pools, most));
        return new()
        {
            Pools = [.. pools.Select((pool, index) => pool with { Replicas = initial[index] })],
            Changes = [.. changes.OrderBy(change => change.At)],
            Router = simulation.Fleet.Router,
            Weights = simulation.Fleet.Weights,
            Seed = simulation.Seed,
        };
    }

    /// <summary>The pools as they are measured, with the most accelerators that they have at a time.</summary>
    public static ImmutableArray<MeasuredPool> Measured(FleetPlan plan) =>
    [
        .. plan.Pools.Select((pool, index) => new MeasuredPool(
            pool.Name,
            pool.Width * plan.Changes.OfType<FleetChange.Resize>().Where(change => change.Pool == index)
                .Select(change => change.Replicas).Append(pool.Replicas).Max())),
    ];

    /// <summary>The start, and every midnight before which supply has changed.</summary>
    private static IEnumerable<Instant> Days(ServiceSimulation simulation)
    {
        var before = InService(simulation.Model, simulation.Start);
        yield return simulation.Start;
        var day = Duration.FromDays(1);
        for (var at = Instant.FromDate(simulation.Start.Date) + day; at < simulation.Until; at += day)
        {
            var now = InService(simulation.Model, at);
            if (!now.SequenceEqual(before))
                yield return at;
            before = now;
        }
    }

    private static double[] InService(ServiceModel model, Instant at) =>
    [
        .. model.Sites.Select(site => site.InServiceAt(at)),
        .. model.Sites.SelectMany(site => site.Expansions).Select(expansion => expansion.IsThereAt(at) ? 1.0 : 0),
    ];

    /// <summary>When counts of replicas may change: days, and where curtailments begin and end.</summary>
    private static IEnumerable<Instant> Moments(ServiceSimulation simulation, IEnumerable<Instant> days) =>
        simulation.Fleet.Curtailments.SelectMany(window => new[] { window.From, window.Until })
            .Where(at => at > simulation.Start && at < simulation.Until)
            .Concat(days).Distinct().Order();

    /// <summary>
    /// Replicas by pool. What rounding leaves of a pool of a curtailed site is added to the site's next pool.
    /// </summary>
    private static int[] CountsOf(
        ImmutableArray<PoolPlan> pools, Dictionary<string, int> day, ImmutableArray<Curtailment> curtailed)
    {
        var owed = new Dictionary<string, double>();
        var counts = new int[pools.Length];
        foreach (var (index, pool) in pools.Index())
        {
            var cut = Math.Min(1, curtailed.Where(window => window.Site == pool.Site).Sum(window => window.Share));
            var wanted = owed.GetValueOrDefault(pool.Site) + (day.GetValueOrDefault(pool.Name) * (1 - cut));
            counts[index] = Math.Max(0, (int)Math.Round(wanted));
            owed[pool.Site] = wanted - counts[index];
        }

        return counts;
    }

    private static IEnumerable<FleetChange> Steps(
        Instant at, ImmutableArray<PoolPlan> pools, int[] before, int[] next, ImmutableArray<Curtailment> begun)
    {
        for (var pool = 0; pool < pools.Length; pool++)
        {
            if (next[pool] == before[pool])
                continue;
            var isCutOff = next[pool] < before[pool]
                && begun.Any(window => window.Site == pools[pool].Site && !window.Drains);
            yield return isCutOff
                ? new FleetChange.Curtail(at, pool, next[pool])
                : new FleetChange.Resize(at, pool, next[pool]);
        }
    }

    private static IEnumerable<FleetChange> Failures(
        ServiceSimulation simulation, ImmutableArray<PoolPlan> pools, int[] most)
    {
        var (start, until, settings) = (simulation.Start, simulation.Until, simulation.Fleet);
        var chance = SeedTree.FromSeed(simulation.Seed).Branch("failures");
        foreach (var (index, pool) in pools.Index())
        {
            var ofSite = settings.SiteFailures is { } site
                ? Downtimes.Of(chance.Branch("site").Branch(pool.Site), start, until, site.Between, site.Repair) : [];
            var ofPool = chance.Branch("replica").Branch(pool.Name);
            for (var replica = 0; replica < most[index]; replica++)
            {
                var own = settings.Repair is { } repair && pool.UpTime(repair) is { } up
                    ? Downtimes.Of(ofPool.Branch(replica), start, until, up, repair) : [];
                foreach (var change in Downtimes.Changes(index, replica, [.. ofSite, .. own]))
                    yield return change;
            }
        }
    }
}
