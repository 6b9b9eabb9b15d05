using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Measures;

/// <summary>
/// What became of a request. Instants that were never reached are null. <c>default</c> means nothing.
/// </summary>
public readonly record struct RequestRecord
{
    /// <summary>The request.</summary>
    public required Arrival Arrival { get; init; }

    /// <summary>How it ended.</summary>
    public required RequestOutcome Outcome { get; init; }

    /// <summary>
    /// When it was over: its last token, its refusal, its loss, that its client left, or the end of the simulation.
    /// </summary>
    public required Instant Ended { get; init; }

    /// <summary>When it first joined a batch; after a failure, of the replica on which it began anew.</summary>
    public Instant? Scheduled { get; init; }

    /// <summary>When its first token was produced.</summary>
    public Instant? FirstToken { get; init; }

    /// <summary>Tokens of the prompt that were read from a prefix cache when it joined then.</summary>
    public int Cached { get; init; }

    /// <summary>Tokens produced.</summary>
    public int Produced { get; init; }

    /// <summary>Times it was put back to the queue and its cache thrown away.</summary>
    public int Preemptions { get; init; }

    /// <summary>Times it began anew on another replica because its own had failed.</summary>
    public int Retries { get; init; }

    /// <summary>Number of the replica that produced its tokens; -1 when none did.</summary>
    public int Replica { get; init; }

    /// <summary>
    /// When the limit or the full fleet that refused it would let it pass; null when none did, or never.
    /// </summary>
    public Instant? RetryAt { get; init; }

    /// <summary>Name of the limit that refused it, as the limits engine names it; null when none did.</summary>
    public string? Limit { get; init; }
}
