using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>Pools, changes and requests that a seed draws: every role, scheduler and router comes up.</summary>
internal sealed class RandomFleet
{
    private const int Milliseconds = 2_000;

    private Draws draws;

    public RandomFleet(ulong seed)
    {
        draws = SeedTree.FromSeed(seed).Stream("fleet");
        Plan = NewPlan(seed);
        var at = 0.0;
        for (var i = 0; i < 400; i++)
        {
            at += draws.NextExponential() * Milliseconds / 400;
            Arrivals.Add(NewArrival(at));
        }
    }

    public FleetPlan Plan { get; }

    public List<Arrival> Arrivals { get; } = [];

    private FleetPlan NewPlan(ulong seed)
    {
        var pools = new List<PoolPlan>();
        for (var c = 0; c < 2; c++)
        {
            if (Below(3) == 0)
            {
                pools.Add(NewPool(pools.Count, c, PoolRole.Prefill));
                pools.Add(NewPool(pools.Count, c, PoolRole.Decode));
            }

            if (Below(3) > 0 || pools.Count == 0)
                pools.Add(NewPool(pools.Count, c, PoolRole.Whole));
        }

        var changes = Enumerable.Range(0, Below(12)).Select(_ => NewChange(pools.Count)).OrderBy(change => change.At);
        return new()
        {
            Pools = [.. pools],
            Changes = [.. changes],
            Router = (RouterKind)(1 + Below(6)),
            RetriesLost = Below(4) > 0,
            Seed = seed,
        };
    }

    private PoolPlan NewPool(int number, int modelClass, PoolRole role)
    {
        Func<IScheduler>[] schedulers = [() => new ContinuousBatching(), () => new PrefillFirst(), () => new Sarathi()];
        return new()
        {
            Name = $"pool-{number}",
            Class = modelClass,
            Role = role,
            Replicas = Below(4),
            Engine = new EngineSettings
            {
                MaxSequences = 1 + Below(8),
                TokenBudget = 64 + Below(200),
                Blocks = 10 + Below(40),
                Queue = Below(6),
                PrefixTokens = Below(2) * 16,
            },
            Scheduler = schedulers[Below(3)],
            Times = new SteadyTimes(),
            Link = role == PoolRole.Prefill && Below(2) == 0
                ? new KvLink(new ByteSize(100), new Bandwidth(1_000_000), Duration.FromSeconds(0.001)) : null,
        };
    }

    private FleetChange NewChange(int pools)
    {
        var (at, pool, number) = (FleetRun.At(Below(Milliseconds)), Below(pools), Below(4));
        return Below(4) switch
        {
            0 => new FleetChange.Resize(at, pool, number),
            1 => new FleetChange.Curtail(at, pool, number),
            2 => new FleetChange.Fail(at, pool, number),
            _ => new FleetChange.Repair(at, pool, number),
        };
    }

    private Arrival NewArrival(double at)
    {
        var named = Below(3);
        return FleetRun.Ask(at, 1 + Below(20), (16 * named) + 1 + Below(150)) with
        {
            Class = Below(2),
            Priority = Below(2),
            Prefix = Enumerable.Range(0, named).Select(block => (long)((block * 10) + Below(3))).ToArray(),
        };
    }

    private int Below(int bound) => (int)draws.NextBelow(bound);
}
