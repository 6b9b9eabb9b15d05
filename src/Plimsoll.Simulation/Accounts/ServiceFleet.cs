using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// The replicas that a service has on a day, at a smaller scale. Accelerators are divided between classes as the
/// planner divides them at the tightest hour of the week, and stay so. Replicas are whole: what rounding leaves of one
/// pool is added to the next pool of the class, so that a class is off by less than half a replica in all.
/// </summary>
public static class ServiceFleet
{
    /// <summary>The fleet of a service.</summary>
    /// <param name="model">The service.</param>
    /// <param name="at">The day.</param>
    /// <param name="scale">Real accelerators for each simulated one. 1 or more.</param>
    public static FleetPlan Of(ServiceModel model, Instant at, double scale)
    {
        var fleet = Fleet.At(model, at, new EngineTable(), []);
        var load = new WeekLoad(model.Classes, model.Populations, model.Organizations, at)
            .Under(model.Timeline.At(at));
        var adequacy = new Adequacy(fleet, Criterion.Normal);
        var allocation = adequacy.Allocation(load, adequacy.Of(load, model.Growth.At(at)).Hour);
        var pools = ImmutableArray.CreateBuilder<PoolPlan>();
        for (var c = 0; c < model.Classes.Length; c++)
        {
            var owed = 0.0;
            for (var p = 0; p < fleet.Pools.Length; p++)
            {
                if (fleet.PointOf(p, c) is not { } point)
                    continue;
                owed += allocation[(p * model.Classes.Length) + c] / scale / point.Width;
                var replicas = (int)Math.Round(owed);
                owed -= replicas;
                if (replicas > 0)
                    pools.Add(PoolOf(fleet, p, model.Classes[c], c, point, replicas));
            }
        }

        return new() { Pools = pools.ToImmutable() };
    }

    /// <summary>The pools as they are measured.</summary>
    public static ImmutableArray<MeasuredPool> Measured(FleetPlan plan) =>
        [.. plan.Pools.Select(pool => new MeasuredPool(pool.Name, pool.Replicas * pool.Width))];

    private static PoolPlan PoolOf(
        Fleet fleet, int pool, ModelClass served, int number, OperatingPoint point, int replicas)
    {
        var there = fleet.Pools[pool];
        var (site, kind) = (fleet.Sites[there.Site].Site.Name, there.Pool.Kind);
        return new()
        {
            Name = $"{site}/{there.Pool.Name}/{served.Name}",
            Class = number,
            Site = site,
            Replicas = replicas,
            Width = point.Width,
            Engine = EngineSettings.On(kind, served.Shape, point.Width, point.Batch),
            Scheduler = () => new ContinuousBatching(),
            Times = new RooflineStepTimes(kind, served.Shape, point.Width),
        };
    }
}
