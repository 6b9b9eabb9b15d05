using Plimsoll.Measures;
using Plimsoll.Serving;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Fleets;

/// <summary>What the engines of a pool did so far, those that are gone included.</summary>
internal sealed class PoolTotals(PoolPlan pool)
{
    private readonly StepTally gone = new(pool.Engine.MaxSequences);
    private long goneOutput;

    /// <summary>Times between tokens on all of its engines.</summary>
    public QuantileSketch Gaps { get; } = new();

    /// <summary>Keeps what an engine did that goes out of service.</summary>
    public void Keep(Engine engine)
    {
        gone.Add(engine.Tally);
        goneOutput += engine.OutputTokens;
    }

    /// <summary>State of the pool with these replicas.</summary>
    public PoolState StateOf(List<Replica> replicas)
    {
        var tally = new StepTally(pool.Engine.MaxSequences);
        tally.Add(gone);
        var (serving, down, running, waiting, free, output) = (0, 0, 0L, 0L, 0L, goneOutput);
        foreach (var replica in replicas)
        {
            down += replica.Phase == ReplicaPhase.Down ? 1 : 0;
            if (replica.Engine is not { } engine)
                continue;
            serving++;
            running += engine.Running;
            waiting += engine.Waiting;
            free += engine.FreeBlocks;
            output += engine.OutputTokens;
            tally.Add(engine.Tally);
        }

        var blocks = (long)serving * pool.Engine.Blocks;
        return new()
        {
            Replicas = serving,
            Down = down,
            Running = running,
            Waiting = waiting,
            Blocks = blocks,
            UsedBlocks = blocks - free,
            Busy = tally.Busy,
            OutputTokens = output,
            InputTokens = tally.PrefillTokens,
            Joules = pool.Energy?.Joules(tally) ?? 0,
            StepsByBatch = tally.StepsByDecodes.ToArray(),
            TokenGaps = Gaps,
        };
    }
}
