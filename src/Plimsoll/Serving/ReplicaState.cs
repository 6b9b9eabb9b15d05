using System.Collections.Immutable;

namespace Plimsoll.Serving;

/// <summary>What a replica works on and what waits for it. Immutable.</summary>
public sealed record ReplicaState
{
    /// <summary>A replica without work.</summary>
    public static ReplicaState Idle { get; } = new();

    /// <summary>Sequences of the batch, first come first.</summary>
    public ImmutableArray<Sequence> Running { get; init; } = [];

    /// <summary>Sequences that wait for a place in the batch, first come first.</summary>
    public ImmutableArray<Sequence> Waiting { get; init; } = [];

    /// <summary>Whether a step has begun and not ended.</summary>
    public bool InStep { get; init; }

    /// <summary>Sequences that run or wait.</summary>
    public int Load => Running.Length + Waiting.Length;
}
