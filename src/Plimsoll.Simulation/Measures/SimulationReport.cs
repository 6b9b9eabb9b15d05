using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Simulation.Measures;

/// <summary>What a simulation measured. Requests that arrived during the warm-up are only in the series.</summary>
public sealed record SimulationReport
{
    /// <summary>When the simulation began.</summary>
    public required Instant Start { get; init; }

    /// <summary>When the warm-up ended.</summary>
    public required Instant MeasuredFrom { get; init; }

    /// <summary>The last sample or end of a request.</summary>
    public required Instant End { get; init; }

    /// <summary>All measured requests.</summary>
    public required RequestReport Total { get; init; }

    /// <summary>Measured requests by class.</summary>
    public required ImmutableArray<RequestReport> Classes { get; init; }

    /// <summary>Measured requests by group, such as plan.</summary>
    public required ImmutableArray<RequestReport> Groups { get; init; }

    /// <summary>Measured requests that were refused, by class, group and reason, most first.</summary>
    public required ImmutableArray<RefusalCount> Refusals { get; init; }

    /// <summary>The pools.</summary>
    public required ImmutableArray<PoolReport> Pools { get; init; }

    /// <summary>Means with their confidence intervals, in the order of <see cref="MeasuredMean"/>.</summary>
    public required ImmutableArray<MeanEstimate> Means { get; init; }

    /// <summary>Time between two points of a series.</summary>
    public required Duration Interval { get; init; }

    /// <summary>What happened over time, warm-up included; of all pools together.</summary>
    public required ImmutableArray<SeriesPoint> Series { get; init; }
}

/// <summary>Requests of one kind. Rates are over the time in which they arrived.</summary>
public sealed record RequestReport
{
    /// <summary>What the requests are called together.</summary>
    public required string Name { get; init; }

    /// <summary>What counted as good; null when nothing was asked, and of requests of different objectives.</summary>
    public required Objective? Objective { get; init; }

    /// <summary>Time over which they arrived, or the last of them ended, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Number of requests by <see cref="RequestOutcome"/>.</summary>
    public required ImmutableArray<long> Requests { get; init; }

    /// <summary>Prompt tokens of all requests.</summary>
    public required long OfferedTokens { get; init; }

    /// <summary>Prompt tokens of the requests that joined a batch.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Those of <see cref="InputTokens"/> that a prefix cache held.</summary>
    public required long CachedTokens { get; init; }

    /// <summary>Tokens produced.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>Times that a request was put back to the queue.</summary>
    public required long Preemptions { get; init; }

    /// <summary>Times that a request began anew because its replica had failed.</summary>
    public required long Retries { get; init; }

    /// <summary>
    /// Finished requests that met both objectives of their class; all finished ones where it has none.
    /// </summary>
    public required long GoodRequests { get; init; }

    /// <summary>Tokens that they produced.</summary>
    public required long GoodTokens { get; init; }

    /// <summary>From arrival to first token.</summary>
    public required Distribution Ttft { get; init; }

    /// <summary>Time per output token after the first, one a request.</summary>
    public required Distribution Tpot { get; init; }

    /// <summary>From arrival to last token.</summary>
    public required Distribution EndToEnd { get; init; }

    /// <summary>From arrival to first joining a batch.</summary>
    public required Distribution Queue { get; init; }

    /// <summary>Number of requests.</summary>
    public long Count => Requests.Sum();

    /// <summary>Number of requests with an outcome.</summary>
    public long Of(RequestOutcome outcome) => Requests[(int)outcome];

    /// <summary>
    /// Good requests over all that the fleet had to serve: those that a usage limit refused or that fit no replica are
    /// left out. 0 when there are none.
    /// </summary>
    public double GoodShare =>
        Ratio(GoodRequests, Count - Of(RequestOutcome.Limited) - Of(RequestOutcome.TooLong));

    /// <summary>Share of prompt tokens that a prefix cache held.</summary>
    public double CachedShare => Ratio(CachedTokens, InputTokens);

    /// <summary>Something that is counted, per second.</summary>
    public double PerSecond(long count) => Seconds == 0 ? 0 : count / Seconds;

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : part / (double)whole;
}

/// <summary>Requests that were refused for one reason.</summary>
/// <param name="Class">Name of their class.</param>
/// <param name="Group">Name of their group.</param>
/// <param name="Outcome">Kind of refusal.</param>
/// <param name="Limit">Name of the limit; null when no limit refused them.</param>
/// <param name="Count">How many.</param>
public sealed record RefusalCount(string Class, string Group, RequestOutcome Outcome, string? Limit, long Count);

/// <summary>What a pool did in the measured time. Means are over time, from samples.</summary>
public sealed record PoolReport
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Accelerators that it has.</summary>
    public required int Accelerators { get; init; }

    /// <summary>Replicas in service.</summary>
    public required double Replicas { get; init; }

    /// <summary>Replicas that have failed and are not repaired.</summary>
    public required double Down { get; init; }

    /// <summary>Share of the time of the replicas in service in which one was in a step. 0 to 1.</summary>
    public required double Utilization { get; init; }

    /// <summary>Requests in the batch of a replica, over steps; 0 when steps are not told apart.</summary>
    public required double BatchMean { get; init; }

    /// <summary>The same at half of all steps.</summary>
    public required int BatchP50 { get; init; }

    /// <summary>The same at 99% of all steps.</summary>
    public required int BatchP99 { get; init; }

    /// <summary>Share of the KV blocks in use.</summary>
    public required double KvMean { get; init; }

    /// <summary>The largest share in any sample.</summary>
    public required double KvPeak { get; init; }

    /// <summary>Requests that wait at a replica, over the pool.</summary>
    public required double QueueMean { get; init; }

    /// <summary>The most in any sample.</summary>
    public required long QueuePeak { get; init; }

    /// <summary>Input tokens computed.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens produced.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>Energy of its accelerators; 0 when power is not modeled.</summary>
    public required double Joules { get; init; }

    /// <summary>Mean power of its accelerators.</summary>
    public required Watts Power { get; init; }

    /// <summary>Lengths of the gaps between tokens of one request; empty when steps were not kept.</summary>
    public required Distribution TokenGaps { get; init; }

    /// <summary>What it did over time, a point per interval of the report.</summary>
    public required ImmutableArray<PoolPoint> Series { get; init; }

    /// <summary>Energy per token produced; 0 when none was.</summary>
    public double JoulesPerToken => OutputTokens == 0 ? 0 : Joules / OutputTokens;
}

/// <summary>A pool, or all pools, in one interval. <c>default</c> is an idle one.</summary>
public readonly record struct PoolPoint
{
    /// <summary>Mean number of requests in batches.</summary>
    public double Running { get; init; }

    /// <summary>Mean number of requests in queues.</summary>
    public double Waiting { get; init; }

    /// <summary>Mean share of KV blocks in use.</summary>
    public double Kv { get; init; }

    /// <summary>Share of the time of replicas in which one was in a step.</summary>
    public double Utilization { get; init; }

    /// <summary>Tokens produced per second.</summary>
    public double OutputRate { get; init; }

    /// <summary>Input tokens computed per second.</summary>
    public double InputRate { get; init; }

    /// <summary>Mean power.</summary>
    public Watts Power { get; init; }
}

/// <summary>One interval. <c>default</c> is one in which nothing happened.</summary>
public readonly record struct SeriesPoint
{
    /// <summary>When it begins.</summary>
    public required Instant At { get; init; }

    /// <summary>Requests that arrived.</summary>
    public long Arrived { get; init; }

    /// <summary>Requests that finished.</summary>
    public long Finished { get; init; }

    /// <summary>Requests that a usage limit refused.</summary>
    public long Limited { get; init; }

    /// <summary>Requests that a full fleet refused.</summary>
    public long Overloaded { get; init; }

    /// <summary>Requests that a failure cut off.</summary>
    public long Lost { get; init; }

    /// <summary>Median time to first token of those that got it in the interval; null when none did.</summary>
    public Duration? TtftP50 { get; init; }

    /// <summary>The same at 99%.</summary>
    public Duration? TtftP99 { get; init; }

    /// <summary>All pools together.</summary>
    public PoolPoint Pools { get; init; }
}
