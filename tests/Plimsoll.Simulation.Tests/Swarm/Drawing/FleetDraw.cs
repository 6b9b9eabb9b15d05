using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Tests.Serving.Oracle;

namespace Plimsoll.Simulation.Tests.Swarm.Drawing;

/// <summary>A fleet for a case: pools of every role, bounds from starved to ample.</summary>
internal sealed class FleetDraw(Dice dice, Feature has)
{
    /// <summary>Tokens that a name of a prefix stands for.</summary>
    public int PrefixBlock { get; } = dice.Pick(8, 16);

    /// <summary>How many times as long a step takes as the times that were drawn: most take milliseconds.</summary>
    private readonly long slowness = (has.HasFlag(Feature.Ties) ? 1_000_000 : dice.Pick(10_000L, 100_000, 1_000_000))
        * (has.HasFlag(Feature.Slow) ? 100 : 1);

    /// <summary>No step takes longer.</summary>
    public Duration LongestStep => new(slowness * 200);

    public FleetPlan Draw()
    {
        List<PoolPlan> pools = [];
        var classes = has.HasFlag(Feature.Classes) ? dice.Of(2, 3) : 1;
        for (var c = 0; c < classes; c++)
        {
            var parts = has.HasFlag(Feature.Pools) ? dice.Of(1, 2) : 1;
            for (var part = 0; part < parts; part++)
            {
                if (!has.HasFlag(Feature.Handover) || dice.Chance(30))
                    pools.Add(Pool($"whole-{c}-{part}", c, PoolRole.Whole));
                else
                {
                    pools.Add(Pool($"prompts-{c}-{part}", c, PoolRole.Prefill));
                    pools.Add(Pool($"answers-{c}-{part}", c, PoolRole.Decode));
                }
            }
        }

        return new()
        {
            Pools = [.. pools],
            Router = dice.Pick(Enum.GetValues<RouterKind>()),
            RetriesLost = has.HasFlag(Feature.Retries),
        };
    }

    private PoolPlan Pool(string name, int modelClass, PoolRole role) => new()
    {
        Name = name,
        Class = modelClass,
        Role = role,
        Replicas = dice.Of(1, dice.Chance(30) ? 4 : 2),
        Engine = Bounds(),
        Scheduler = dice.Of(1, 4) switch
        {
            1 => () => new PrefillFirst(),
            2 => () => new Sarathi(),
            _ => () => new ContinuousBatching(),
        },
        Times = new ScaledTimes(
            new RandomTimes(dice.Seed(), dice.Of(1, 400), dice.Chance(30), has.HasFlag(Feature.Ties)),
            slowness),
        Link = role == PoolRole.Prefill && dice.Chance(70)
            ? new KvLink(new ByteSize(1000), new Bandwidth(dice.Pick(1e5, 1e6, 1e9)), new Duration(dice.Of(0, 3)))
            : null,
    };

    private EngineSettings Bounds()
    {
        var block = dice.Pick(4, 8);
        return new()
        {
            MaxSequences = dice.Chance(30) ? dice.Of(1, 3) : dice.Of(4, 16),
            TokenBudget = dice.Chance(25) ? dice.Of(1, 12) : dice.Of(16, 200),
            Blocks = has.HasFlag(Feature.Starved) ? dice.Of(4, 24) : dice.Of(60, 300),
            BlockTokens = block,
            WatermarkBlocks = dice.Chance(30) ? dice.Of(1, 3) : 0,
            AdmitsWhole = dice.Chance(50),
            PrefixTokens = has.HasFlag(Feature.Prefixes) ? PrefixBlock : 0,
            LongPrefill = dice.Chance(30) ? dice.Of(3, 20) : 0,
            FormsAhead = has.HasFlag(Feature.Ahead) && dice.Chance(70),
            Queue = has.HasFlag(Feature.ShortQueues) ? dice.Of(0, 6) : int.MaxValue,
            Order = has.HasFlag(Feature.Priorities) ? QueueOrder.Priority : QueueOrder.FirstCome,
        };
    }

    /// <summary>What happens to the fleet within a time, in order.</summary>
    public ImmutableArray<FleetChange> Faults(FleetPlan plan, Instant start, Duration span)
    {
        List<FleetChange> faults = [];
        var count = dice.Of(1, 12);
        for (var i = 0; i < count; i++)
        {
            var at = start + new Duration(dice.Below(span.Nanoseconds));
            if (has.HasFlag(Feature.Ties))
                at = TrafficDraw.OnGrid(at);
            var pool = dice.Of(0, plan.Pools.Length - 1);
            var replicas = plan.Pools[pool].Replicas;
            if (dice.Chance(30) && faults.Count > 0)
                at = faults[^1].At;
            if (has.HasFlag(Feature.Failures) && dice.Chance(50))
            {
                var replica = dice.Of(0, replicas);
                faults.Add(new FleetChange.Fail(at, pool, replica));
                if (dice.Chance(60))
                {
                    var repaired = at + new Duration(dice.Below(span.Nanoseconds / 4));
                    faults.Add(new FleetChange.Repair(repaired, pool, replica));
                }
            }

            if (has.HasFlag(Feature.Resizes) && dice.Chance(50))
                faults.Add(new FleetChange.Resize(at, pool, dice.Of(0, replicas + 2)));
            if (has.HasFlag(Feature.Curtailments) && dice.Chance(30))
                faults.Add(new FleetChange.Curtail(at, pool, dice.Of(0, replicas)));
        }

        return [.. faults.Where(fault => fault.At < start + span).OrderBy(fault => fault.At)];
    }
}
