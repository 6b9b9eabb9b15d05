using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <summary>Something that happened to a sequence on an engine. <c>default</c> means nothing.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Sequence">Id of the sequence.</param>
/// <param name="At">When.</param>
/// <param name="Cached">With <see cref="EngineEventKind.Scheduled"/>: tokens found in the prefix cache.</param>
public readonly record struct EngineEvent(EngineEventKind Kind, long Sequence, Instant At, int Cached = 0);

/// <summary>What can happen to a sequence on an engine.</summary>
public enum EngineEventKind
{
    /// <summary>It joined a batch, for the first time or again after a preemption.</summary>
    Scheduled = 1,

    /// <summary>Its first token was produced.</summary>
    FirstToken = 2,

    /// <summary>Its last token was produced; it has left.</summary>
    Finished = 3,

    /// <summary>It was put back to the queue and its cache thrown away.</summary>
    Preempted = 4,
}
