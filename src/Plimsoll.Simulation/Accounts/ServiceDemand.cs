using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;

namespace Plimsoll.Simulation.Accounts;

/// <summary>The demand of a service, to be simulated at a smaller scale. Immutable.</summary>
public sealed record ServiceDemand
{
    /// <summary>The service.</summary>
    public required ServiceModel Model { get; init; }

    /// <summary>First instant that is simulated. Growth is taken at it.</summary>
    public required Instant Start { get; init; }

    /// <summary>Requests arrive before it.</summary>
    public required Instant Until { get; init; }

    /// <summary>Real users for each simulated one. 1 or more.</summary>
    public required double Scale { get; init; }

    /// <summary>How many parts each organization is simulated as.</summary>
    public required TierParts Parts { get; init; }

    /// <summary>Rank of each group's requests, the lower the sooner; none: all alike.</summary>
    public ImmutableArray<int> Priorities { get; init; } = [];

    /// <summary>
    /// Where the cached part of a prompt is. Default: wherever the request runs; otherwise turns of a conversation
    /// carry the names of its blocks.
    /// </summary>
    public CacheKind Cache { get; init; } = CacheKind.Assumed;

    /// <summary>Tokens that all conversations of a class begin with, where caches are simulated. 0 or more.</summary>
    public int SharedPrompt { get; init; }

    /// <summary>
    /// Standard deviation of the logarithm of prompt and answer lengths about their means. Default 0.7 (assumed: plans
    /// reckon with means alone).
    /// </summary>
    public double LengthSpread { get; init; } = 0.7;
}
