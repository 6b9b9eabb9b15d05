using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Simulation.Fleets;

/// <summary>A fleet to simulate: its pools, and what happens to them. Immutable.</summary>
public sealed record FleetPlan
{
    /// <summary>The pools; their order numbers their replicas.</summary>
    public required ImmutableArray<PoolPlan> Pools { get; init; }

    /// <summary>What happens to pools and replicas, in ascending order of time. Default: nothing.</summary>
    public ImmutableArray<FleetChange> Changes { get; init; } = [];

    /// <summary>How replicas are chosen. Default: the one with the fewest requests for its size.</summary>
    public RouterKind Router { get; init; } = RouterKind.LeastOutstanding;

    /// <summary>
    /// Whether a request whose replica fails before its first token begins anew on another. Default: it does; without,
    /// and after the first token, it is lost.
    /// </summary>
    public bool RetriesLost { get; init; } = true;
}

/// <summary>Alike replicas of one model class on one site. Immutable.</summary>
public sealed record PoolPlan
{
    /// <summary>What it is called, unique in the fleet.</summary>
    public required string Name { get; init; }

    /// <summary>Index of the model class that it serves.</summary>
    public int Class { get; init; }

    /// <summary>Site that it stands on: what happens to a site happens to all its pools. Default: all on one.</summary>
    public string Site { get; init; } = "";

    /// <summary>What its replicas do. Default: all of a request.</summary>
    public PoolRole Role { get; init; } = PoolRole.Whole;

    /// <summary>Replicas in service at the start. 0 or more.</summary>
    public required int Replicas { get; init; }

    /// <summary>Bounds of each engine.</summary>
    public required EngineSettings Engine { get; init; }

    /// <summary>Makes the scheduler of an engine.</summary>
    public required Func<IScheduler> Scheduler { get; init; }

    /// <summary>How long its steps take.</summary>
    public required IStepTimes Times { get; init; }

    /// <summary>
    /// The way of caches from a prefill replica to a decode replica; null where nothing is handed over.
    /// </summary>
    public KvLink? Link { get; init; }

    /// <summary>Accelerators of one replica. Default 1.</summary>
    public int Width { get; init; } = 1;
}

/// <summary>What the replicas of a pool do of a request.</summary>
public enum PoolRole
{
    /// <summary>All of it.</summary>
    Whole = 1,

    /// <summary>The prompt and the first token; then its cache goes to a replica that decodes.</summary>
    Prefill = 2,

    /// <summary>All tokens after the first.</summary>
    Decode = 3,
}

/// <summary>How a replica is chosen for a request.</summary>
public enum RouterKind
{
    /// <summary>
    /// The one with the fewest requests for the size of its batch; of equals, the one not chosen longest.
    /// </summary>
    LeastOutstanding = 1,

    /// <summary>One after the other.</summary>
    RoundRobin = 2,
}

/// <summary>
/// The way of caches out of one prefill replica: one after the other, each at full bandwidth.
/// </summary>
/// <param name="BytesPerToken">Bytes of cache per token. Above 0.</param>
/// <param name="Bandwidth">Bandwidth of one replica's link. Above 0.</param>
/// <param name="Latency">Time added to each handover.</param>
public sealed record KvLink(ByteSize BytesPerToken, Bandwidth Bandwidth, Duration Latency)
{
    /// <summary>How long the cache of so many tokens occupies the link.</summary>
    public Duration TimeOf(int tokens) =>
        Duration.FromSeconds(tokens * BytesPerToken.Bytes / Bandwidth.BytesPerSecond);
}
