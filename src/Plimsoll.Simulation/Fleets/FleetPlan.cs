using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Routing;
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
    /// With <see cref="RouterKind.WeightedScores"/>: how much each score counts; null: queue, cache in use and prefix
    /// alike.
    /// </summary>
    public ScoreWeights? Weights { get; init; }

    /// <summary>What the chance of routers is drawn from. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether a request whose replica fails before its first token begins anew on another. Default: it does; without,
    /// and after the first token, it is lost.
    /// </summary>
    public bool RetriesLost { get; init; } = true;
}

/// <summary>Alike replicas of one model class on one site. Immutable.</summary>
public sealed record PoolPlan
{
    // Two centuries: what a duration holds.
    private const double LongestUp = 200 * 365.0 * 86_400;

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

    /// <summary>Energy of its steps; null where power is not modeled.</summary>
    public StepEnergy? Energy { get; init; }

    /// <summary>
    /// The way of caches from a prefill replica to a decode replica; null where nothing is handed over.
    /// </summary>
    public KvLink? Link { get; init; }

    /// <summary>Accelerators of one replica. Default 1.</summary>
    public int Width { get; init; } = 1;

    /// <summary>Whether its accelerators are paid for whether or not they are used. Default: no.</summary>
    public bool Prepaid { get; init; }

    /// <summary>Part of the time in which one of its replicas is up, where failures are drawn. Default 1.</summary>
    public double Availability { get; init; } = 1;

    /// <summary>
    /// Mean time from a repair to the next failure with which a replica is up as much as it is available; null: it
    /// never fails.
    /// </summary>
    /// <param name="repair">Mean time to repair.</param>
    public Duration? UpTime(Duration repair) => Availability >= 1
        ? null
        : Duration.FromSeconds(Math.Min(LongestUp, repair.Seconds * Availability / (1 - Availability)));

    /// <summary>What a router knows of its replicas.</summary>
    internal ReplicaTraits Traits => new()
    {
        Slots = Engine.MaxSequences,
        Limit = (int)Math.Min(int.MaxValue, (long)Engine.MaxSequences + Engine.Queue),
        Prepaid = Prepaid,
    };
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
