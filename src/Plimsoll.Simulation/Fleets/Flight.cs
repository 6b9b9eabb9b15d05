using Plimsoll.Serving.Admission;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Fleets;

/// <summary>A request under way. Instants are nanoseconds since the epoch; <see cref="Never"/>: not reached.</summary>
internal struct Flight
{
    /// <summary>An instant that was not reached.</summary>
    public const long Never = long.MinValue;

    /// <summary>The request.</summary>
    public Arrival Arrival;

    /// <summary>When it first joined a batch, of those that were not lost.</summary>
    public long Scheduled;

    /// <summary>When its first token was produced.</summary>
    public long FirstToken;

    /// <summary>Tokens of the prompt that were read from a cache when it joined then.</summary>
    public int Cached;

    /// <summary>Times it was put back to the queue.</summary>
    public int Preemptions;

    /// <summary>Times it began anew because its replica had failed.</summary>
    public int Retries;

    /// <summary>Replica that it is on, or was on last; -1 before the first.</summary>
    public int Replica;

    /// <summary>Whether its prompt is done and its cache is on the way to a replica that decodes, or there.</summary>
    public bool IsHandedOver;

    /// <summary>Its place among those that its class lets in, until its prompt is computed; else none.</summary>
    public QueueTicket Place;

    /// <summary>Whether it takes up a place on <see cref="Replica"/>.</summary>
    public bool IsPlaced;

    /// <summary>The flight before it on the same replica; -1 when it is the first.</summary>
    public int Before;

    /// <summary>The flight after it on the same replica; -1 when it is the last.</summary>
    public int After;
}
