using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Routing;
using Plimsoll.Serving.Scheduling;

namespace Plimsoll.Simulation.Fleets;

/// <summary>How a service's fleet is simulated, beside what its supply and demand say. Immutable.</summary>
public sealed record FleetSettings
{
    /// <summary>Who forms the steps of engines.</summary>
    public SchedulerKind Scheduler { get; init; } = SchedulerKind.VllmV1;

    /// <summary>Tokens that a step computes at most; null: as <see cref="UsualStepTokens"/> says. 1 or more.</summary>
    public int? StepTokens { get; init; }

    /// <summary>How replicas are chosen. Default: the one with the fewest requests for its size.</summary>
    public RouterKind Router { get; init; } = RouterKind.LeastOutstanding;

    /// <summary>
    /// With <see cref="RouterKind.WeightedScores"/>: how much each score counts; null: queue, cache in use and prefix
    /// alike.
    /// </summary>
    public ScoreWeights? Weights { get; init; }

    /// <summary>Requests that may wait at a replica for each that its batch may hold. 0 or more. Default 1.</summary>
    public double Queue { get; init; } = 1;

    /// <summary>Who joins a batch first and gives way last. Default: first come.</summary>
    public QueueOrder Order { get; init; } = QueueOrder.FirstCome;

    /// <summary>
    /// With <see cref="QueueOrder.Priority"/>: ranks of groups of accounts by name, the lower the sooner; 0 of others.
    /// </summary>
    public ImmutableDictionary<string, int> Priorities { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Where the cached part of a prompt is. Default: wherever the request runs.</summary>
    public CacheKind Cache { get; init; } = CacheKind.Assumed;

    /// <summary>
    /// Tokens that all conversations of a class begin with, where caches are simulated. 0 or more. Default 0.
    /// </summary>
    public int SharedPrompt { get; init; }

    /// <summary>Classes whose prompts are computed apart from their answers. Default: none.</summary>
    public ImmutableArray<Disaggregation> Disaggregations { get; init; } = [];

    /// <summary>
    /// Mean time to repair of a replica, which fails as often as its pool's availability then says; null: what is
    /// available never fails.
    /// </summary>
    public Duration? Repair { get; init; }

    /// <summary>How whole sites fail; null: they do not.</summary>
    public SiteFailures? SiteFailures { get; init; }

    /// <summary>When sites are curtailed. Default: never.</summary>
    public ImmutableArray<Curtailment> Curtailments { get; init; } = [];

    /// <summary>Tokens of a prompt that go by one name where caches are simulated: eight blocks of 16.</summary>
    public static int PrefixTokens => 128;

    /// <summary>Tokens that a step computes at most.</summary>
    public int Budget => StepTokens ?? UsualStepTokens(Scheduler);

    /// <summary>
    /// What schedulers compute in a step unless told otherwise: 8,192 tokens as vLLM's server does, a context of 200k
    /// where whole prompts have to fit (vLLM v0 takes the model's context), chunks of 512 as in the paper on Sarathi.
    /// </summary>
    public static int UsualStepTokens(SchedulerKind scheduler) => scheduler switch
    {
        SchedulerKind.VllmV0 => 200_000,
        SchedulerKind.Sarathi => 512,
        _ => EngineSettings.ServerBudget,
    };

    /// <summary>A scheduler for an engine.</summary>
    public IScheduler NewScheduler() => Scheduler switch
    {
        SchedulerKind.VllmV1 => new ContinuousBatching(),
        SchedulerKind.VllmV0 => new PrefillFirst(),
        SchedulerKind.Sarathi => new Sarathi(),
        _ => throw new InvalidOperationException($"Unknown scheduler {Scheduler}."),
    };
}

/// <summary>A scheduler of the core.</summary>
public enum SchedulerKind
{
    /// <summary>Continuous batching: one budget of tokens a step for input and output.</summary>
    VllmV1 = 1,

    /// <summary>Prompts first, whole ones.</summary>
    VllmV0 = 2,

    /// <summary>A token for each answer, and chunks of prompts beside them.</summary>
    Sarathi = 3,
}

/// <summary>Where the cached part of a prompt is.</summary>
public enum CacheKind
{
    /// <summary>Wherever the request runs, as in a store that all replicas share.</summary>
    Assumed = 1,

    /// <summary>
    /// On the replicas that computed it, until they evict it: conversations carry the names of their blocks.
    /// </summary>
    Simulated = 2,
}

/// <summary>A class whose prompts are computed apart from its answers.</summary>
/// <param name="Class">Name of the class.</param>
/// <param name="Prefill">Part of its replicas that compute prompts, above 0 and below 1.</param>
/// <param name="Bandwidth">Bandwidth of the link out of each of them.</param>
/// <param name="Latency">Time added to each handover.</param>
public sealed record Disaggregation(string Class, double Prefill, Bandwidth Bandwidth, Duration Latency);

/// <summary>How whole sites fail.</summary>
/// <param name="Between">Mean time from a repair to the next failure. Above 0.</param>
/// <param name="Repair">Mean time to repair. Above 0.</param>
public sealed record SiteFailures(Duration Between, Duration Repair);

/// <summary>A time in which a part of a site is not to be used.</summary>
/// <param name="Site">Name of the site.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Share">Part of the site that goes out of service. 0 to 1.</param>
/// <param name="Drains">Whether replicas finish what they have; otherwise it is cut off.</param>
public sealed record Curtailment(string Site, Instant From, Instant Until, double Share, bool Drains);
