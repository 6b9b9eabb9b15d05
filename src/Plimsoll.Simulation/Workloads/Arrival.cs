using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// A request as it reaches the service. <c>default</c> is a request without tokens and means nothing.
/// </summary>
public readonly record struct Arrival
{
    /// <summary>Number of the request in its workload, from 0 in order of arrival.</summary>
    public required long Id { get; init; }

    /// <summary>When it arrives.</summary>
    public required Instant At { get; init; }

    /// <summary>Index of the model class it asks for.</summary>
    public int Class { get; init; }

    /// <summary>Number of the account that pays for it; -1 when no limits apply.</summary>
    public int Account { get; init; }

    /// <summary>Number of the conversation it belongs to; -1 when it stands alone.</summary>
    public long Session { get; init; }

    /// <summary>Rank of its priority: a lower one is served first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Tokens of the prompt, those that a prefix cache may hold included. 1 or more.</summary>
    public required int Input { get; init; }

    /// <summary>Tokens it will produce. 1 or more.</summary>
    public required int Output { get; init; }

    /// <summary>
    /// Tokens of the prompt, fewer than <see cref="Input"/>, whose cache is assumed to be at hand wherever the request
    /// runs, as in a store that replicas share: they need room and no work. Default 0.
    /// </summary>
    public int Held { get; init; }

    /// <summary>
    /// How long its client waits for all of it: then it leaves, and what was produced is paid for. Default zero: to the
    /// end.
    /// </summary>
    public Duration Patience { get; init; }

    /// <summary>
    /// Names of the blocks that the prompt begins with, each chained to those before it: prompts share their first n
    /// blocks exactly when their first n names are equal. A name stands for
    /// <see cref="IWorkload.PrefixBlock"/> tokens; the last may cover fewer. Empty when nothing is shared.
    /// </summary>
    public ReadOnlyMemory<long> Prefix { get; init; }
}
