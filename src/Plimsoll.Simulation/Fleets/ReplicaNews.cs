using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Simulation.Fleets;

/// <summary>
/// Something that happened to a replica, told to whoever checks what a fleet does. Not meaningful as <c>default</c>.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="Replica">Number of the replica.</param>
/// <param name="Pool">Index of its pool.</param>
/// <param name="At">When the fleet learned of it.</param>
internal readonly record struct ReplicaNews(ReplicaNewsKind Kind, int Replica, int Pool, Instant At)
{
    /// <summary>The sequence: its number names the request on the fleet's engines while it is under way.</summary>
    public long Id { get; init; }

    /// <summary>With <see cref="ReplicaNewsKind.Given"/>: the sequence.</summary>
    public Sequence Sequence { get; init; }

    /// <summary>With <see cref="ReplicaNewsKind.Given"/>: number of the request in its workload.</summary>
    public long Request { get; init; }

    /// <summary>With <see cref="ReplicaNewsKind.Told"/>: what its engine told.</summary>
    public EngineEvent Event { get; init; }
}

/// <summary>What can happen to a replica.</summary>
internal enum ReplicaNewsKind
{
    /// <summary>It takes requests, with a new engine if it had none.</summary>
    Serves = 1,

    /// <summary>It takes none any more.</summary>
    Drains = 2,

    /// <summary>Its engine is gone, with what ran on it.</summary>
    Gone = 3,

    /// <summary>It was given a sequence.</summary>
    Given = 4,

    /// <summary>A sequence was taken from it.</summary>
    Withdrawn = 5,

    /// <summary>Its engine told of an event.</summary>
    Told = 6,
}
