using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Fleets;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// How <c>plimsoll simulate</c> runs the fleet, beside what supply and demand say. Plans do not heed it. All of it may
/// be left out.
/// </summary>
public sealed record SimulationSpec
{
    /// <summary>Who forms the steps of engines; absent: <c>vllm-v1</c>.</summary>
    public SchedulerKind Scheduler { get; init; } = SchedulerKind.VllmV1;

    /// <summary>
    /// Tokens that a step computes at most, the chunk of <c>sarathi</c>; absent: 8,192, with <c>vllm-v0</c>, where
    /// whole prompts have to fit, 200k, with <c>sarathi</c> 512.
    /// </summary>
    public Input<Tokens>? StepTokens { get; init; }

    /// <summary>
    /// How replicas are chosen; absent: <c>least-outstanding</c>, the one with the fewest requests for the size of its
    /// batch.
    /// </summary>
    public RouterKind Router { get; init; } = RouterKind.LeastOutstanding;

    /// <summary>What <c>weighted-scores</c> weighs; absent: queue, cache in use and prefix alike.</summary>
    public RouterWeightsSpec? Weights { get; init; }

    /// <summary>
    /// Requests that may wait at a replica for each that its batch may hold: beyond, the fleet is full; absent: 1.
    /// </summary>
    [ZeroAllowed]
    public Input<Factor>? Queue { get; init; }

    /// <summary>
    /// Who joins a batch first and gives way last; absent: <c>first-come</c>. With <c>priority</c> it is who has the
    /// lower rank, in <see cref="Priorities"/> or, of a trace, in the trace.
    /// </summary>
    public QueueOrder Order { get; init; } = QueueOrder.FirstCome;

    /// <summary>
    /// Ranks of populations and organizations, by name, with <c>order: priority</c>: a lower one is served first; of
    /// those that are not named: 0.
    /// </summary>
    public IReadOnlyDictionary<string, int> Priorities { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Where the cached part of a prompt is; absent: <c>assumed</c>, at hand wherever the request runs. With
    /// <c>simulated</c> each replica keeps what it computed until it evicts it.
    /// </summary>
    public CacheKind Cache { get; init; } = CacheKind.Assumed;

    /// <summary>
    /// Tokens that all conversations of a class begin with, where caches are <c>simulated</c>; absent: none.
    /// </summary>
    [ZeroAllowed]
    public Input<Tokens>? SharedPrompt { get; init; }

    /// <summary>
    /// Mean time to repair of a replica. It then fails, all of it at once, as often as the availability of its pool
    /// says; absent: the available part of a pool never fails.
    /// </summary>
    public Input<Duration>? Repair { get; init; }

    /// <summary>How often whole sites fail; absent: never.</summary>
    public SiteFailuresSpec? SiteFailures { get; init; }

    /// <summary>Times in which a part of a site is not to be used, by name.</summary>
    public IReadOnlyDictionary<string, CurtailmentSpec> Curtailments { get; init; } =
        new Dictionary<string, CurtailmentSpec>();

    /// <summary>
    /// Model classes whose prompts are computed on other replicas than their answers. A class with one replica is not
    /// split.
    /// </summary>
    public IReadOnlyDictionary<string, DisaggregationSpec> Disaggregation { get; init; } =
        new Dictionary<string, DisaggregationSpec>();
}

/// <summary>How much each score counts when a replica is chosen. Only their ratios matter.</summary>
public sealed record RouterWeightsSpec
{
    /// <summary>Few requests for the size of its batch.</summary>
    public double Queue { get; init; }

    /// <summary>Room in its key-value cache.</summary>
    public double Kv { get; init; }

    /// <summary>Much of the prompt's beginning at hand, where caches are simulated.</summary>
    public double Prefix { get; init; }

    /// <summary>On accelerators that are paid for anyway: all contracts but on-demand and spot.</summary>
    public double Prepaid { get; init; }
}

/// <summary>How often whole sites fail. Times are exponential about their means.</summary>
public sealed record SiteFailuresSpec
{
    /// <summary>Mean time from a repair to the next failure.</summary>
    public required Input<Duration> Between { get; init; }

    /// <summary>Mean time to repair.</summary>
    public required Input<Duration> Repair { get; init; }
}

/// <summary>A time in which a part of a site is not to be used.</summary>
public sealed record CurtailmentSpec
{
    /// <summary>The site, by name.</summary>
    public required string Site { get; init; }

    /// <summary>Day on which it begins.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Time of that day, UTC; absent: midnight.</summary>
    public ClockTime At { get; init; }

    /// <summary>How long it lasts.</summary>
    public required Input<Duration> For { get; init; }

    /// <summary>Part of the site that goes out of service; absent: all of it.</summary>
    public Input<Share>? Share { get; init; }

    /// <summary>
    /// What becomes of requests there; absent: <c>cut-off</c>, they begin anew elsewhere or are lost. With <c>drain</c>
    /// replicas finish what they have and take no more.
    /// </summary>
    public CurtailmentKind Kind { get; init; } = CurtailmentKind.CutOff;
}

/// <summary>What becomes of requests on replicas that are taken out of service.</summary>
public enum CurtailmentKind
{
    /// <summary>They begin anew elsewhere, or are lost where they had a token.</summary>
    CutOff = 1,

    /// <summary>They finish.</summary>
    Drain = 2,
}

/// <summary>A model class whose prompts are computed on other replicas than its answers.</summary>
public sealed record DisaggregationSpec
{
    /// <summary>Part of its replicas that compute prompts; at least one, and not all.</summary>
    public required Input<Share> Prefill { get; init; }

    /// <summary>Bandwidth of the link that each of them sends caches over, one after the other.</summary>
    public required Input<Bandwidth> Bandwidth { get; init; }

    /// <summary>Time added to each handover; absent: none.</summary>
    [ZeroAllowed]
    public Input<Duration>? Latency { get; init; }
}
