using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Steps;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Supply;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// What a service has in service on a day, as pools of whole replicas at a smaller scale. Accelerators are divided
/// between classes as the planner divides them at the tightest hour of the week. What rounding leaves of one pool is
/// added to the next pool of the class, so that a class is off by less than half a replica in all; a class that would
/// have none gets one.
/// </summary>
internal sealed class FleetDivision(ServiceModel model, double scale, FleetSettings settings)
{
    private readonly EngineTable engines = new();

    /// <summary>The pools of a day with the replicas that they have then.</summary>
    public List<PoolPlan> At(Instant at)
    {
        var fleet = Fleet.At(model, at, engines, []);
        var load = new WeekLoad(model.Classes, model.Populations, model.Organizations, at)
            .Under(model.Timeline.At(at));
        var adequacy = new Adequacy(fleet, Criterion.Normal);
        var allocation = adequacy.Allocation(load, adequacy.Of(load, model.Growth.At(at)).Hour);
        var pools = new List<PoolPlan>();
        for (var c = 0; c < model.Classes.Length; c++)
        {
            var owed = 0.0;
            var (largest, most) = (-1, -1.0);
            var ofClass = new List<PoolPlan>();
            for (var p = 0; p < fleet.Pools.Length; p++)
            {
                if (fleet.PointOf(p, c) is not { } point)
                    continue;

                // What is allocated works. Where replicas fail in the simulation, those that are down are there too.
                var up = settings.Repair is null ? 1 : fleet.Pools[p].Pool.Availability;
                var exact = allocation[(p * model.Classes.Length) + c] / scale / point.Width / up;
                (largest, most) = exact > most ? (p, exact) : (largest, most);
                owed += exact;
                var replicas = (int)Math.Round(owed);
                owed -= replicas;
                if (replicas > 0)
                    ofClass.Add(PoolOf(fleet, p, c, point, replicas));
            }

            if (ofClass.Count == 0 && largest >= 0)
                ofClass.Add(PoolOf(fleet, largest, c, fleet.PointOf(largest, c)!, 1));
            pools.AddRange(Apart(ofClass, model.Classes[c]));
        }

        return pools;
    }

    /// <summary>What the replicas of a class on a pool are called together.</summary>
    public static string NameOf(Site site, Pool pool, ModelClass served) => $"{site.Name}/{pool.Name}/{served.Name}";

    private PoolPlan PoolOf(Fleet fleet, int pool, int modelClass, OperatingPoint point, int replicas)
    {
        var (site, there) = (fleet.Sites[fleet.Pools[pool].Site].Site, fleet.Pools[pool].Pool);
        var shape = model.Classes[modelClass].Shape;
        var bounds = EngineSettings.On(there.Kind, shape, point.Width, point.Batch);
        var engine = bounds with
        {
            TokenBudget = Math.Max(settings.Budget, point.Batch),
            Queue = (int)Math.Min(int.MaxValue, Math.Round(settings.Queue * point.Batch)),
            PrefixTokens = settings.Cache == CacheKind.Simulated ? FleetSettings.PrefixTokens : 0,
            Order = settings.Order,
            FormsAhead = settings.Scheduler == SchedulerKind.VllmV1,
        };
        return new()
        {
            Name = NameOf(site, there, model.Classes[modelClass]),
            Class = modelClass,
            Site = site.Name,
            Replicas = replicas,
            Width = point.Width,
            Availability = there.Availability,
            Prepaid = site.Contract.Form is not (ContractForm.OnDemand or ContractForm.Spot),
            Engine = engine,
            Scheduler = settings.NewScheduler,
            Times = new RooflineStepTimes(there.Kind, shape, point.Width),
            Energy = new StepEnergy(there.Kind, shape, point.Width, engine.MaxSequences),
        };
    }

    /// <summary>Splits the pools of a class whose prompts are computed apart, if it has two replicas.</summary>
    private List<PoolPlan> Apart(List<PoolPlan> pools, ModelClass served)
    {
        var all = pools.Sum(pool => pool.Replicas);
        var apart = settings.Disaggregations.FirstOrDefault(apart => apart.Class == served.Name);
        if (apart is null || all < 2)
            return pools;
        var wanted = Math.Clamp((int)Math.Round(all * apart.Prefill), 1, all - 1);
        var owed = 0.0;
        var split = new List<PoolPlan>();
        foreach (var pool in pools)
        {
            owed += pool.Replicas * wanted / (double)all;
            var prefill = (int)Math.Round(owed);
            owed -= prefill;
            split.Add(pool with
            {
                Name = $"{pool.Name}/prefill",
                Role = PoolRole.Prefill,
                Replicas = prefill,
                Link = new KvLink(served.Shape.KvPerToken, apart.Bandwidth, apart.Latency),
            });
            split.Add(pool with
            {
                Name = $"{pool.Name}/decode",
                Role = PoolRole.Decode,
                Replicas = pool.Replicas - prefill,
            });
        }

        return [.. split.Where(pool => pool.Replicas > 0)];
    }
}
