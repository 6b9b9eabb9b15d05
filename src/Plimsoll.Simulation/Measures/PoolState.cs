using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Measures;

/// <summary>
/// A pool at an instant: what its replicas hold then, and sums over them since the simulation began. <c>default</c> is
/// a pool without replicas that never did anything.
/// </summary>
public readonly record struct PoolState
{
    /// <summary>Replicas in service.</summary>
    public int Replicas { get; init; }

    /// <summary>Replicas that have failed and are not repaired.</summary>
    public int Down { get; init; }

    /// <summary>Requests in a batch.</summary>
    public long Running { get; init; }

    /// <summary>Requests in a queue of a replica.</summary>
    public long Waiting { get; init; }

    /// <summary>KV blocks that are in use.</summary>
    public long UsedBlocks { get; init; }

    /// <summary>KV blocks of the replicas in service.</summary>
    public long Blocks { get; init; }

    /// <summary>Sum of the times in which a replica was in a step.</summary>
    public Duration Busy { get; init; }

    /// <summary>Sum of the tokens produced.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Sum of the input tokens computed; what came from a prefix cache is not computed.</summary>
    public long InputTokens { get; init; }

    /// <summary>Sum of the energy that the accelerators drew in steps; 0 when power is not modeled.</summary>
    public double Joules { get; init; }

    /// <summary>Sum of the steps by the number of sequences in them: index is the number. May be empty.</summary>
    public ReadOnlyMemory<long> StepsByBatch { get; init; }

    /// <summary>
    /// Lengths of the steps that gave tokens to sequences already decoding, once per such token; null when not kept.
    /// </summary>
    public QuantileSketch? TokenGaps { get; init; }
}
