using Plimsoll.Serving.Health;
using Plimsoll.Serving.Routing;

namespace Plimsoll.Gateway.Routing;

/// <summary>How one of several upstreams is chosen, and what comes when one fails.</summary>
public sealed record RoutingOptions
{
    /// <summary>
    /// How much each score counts. Default (a choice, not a measurement): queue 1, prefix 1, kv 0.5, paid for 1.
    /// </summary>
    public ScoreWeights Weights { get; init; } = new() { Queue = 1, Prefix = 1, Kv = 0.5, Prepaid = 1 };

    /// <summary>Prompt blocks that are remembered for each pool of upstreams. 1 or more. Default 32,768.</summary>
    public int PrefixNames { get; init; } = 1 << 15;

    /// <summary>When an upstream counts as failed, and for how long.</summary>
    public HealthSettings Health { get; init; } = new();

    /// <summary>How often another upstream is asked when one fails.</summary>
    public RetrySettings Retries { get; init; } = new();

    /// <summary>Time between two probes of an upstream's health. Above 0. Default 5 s.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two readings of an upstream's metrics. Above 0. Default 1 s.</summary>
    public TimeSpan ReadEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Age beyond which a reading of load no longer counts. Above 0. Default 10 s.</summary>
    public TimeSpan ReadingLasts { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time in which a probe or a reading must be answered. Above 0. Default 2 s.</summary>
    public TimeSpan WatchPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Where the chance of routing and the names of prompt blocks come from. Default null: a new seed at each start,
    /// which nobody can know who would send prompts to one upstream on purpose.
    /// </summary>
    public ulong? Seed { get; init; }
}
