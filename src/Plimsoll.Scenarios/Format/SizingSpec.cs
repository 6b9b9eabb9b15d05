using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// What is published about how much teams of developers have to be given; <c>plimsoll demand</c> prints its own figures
/// beside. Plans do not heed it.
/// </summary>
public sealed record SizingSpec
{
    /// <summary>Populations that a developer is one of, by their users.</summary>
    public required IReadOnlyList<string> Developers { get; init; }

    /// <summary>Part of the minutes and teams that have enough, below 100 %.</summary>
    public required Input<Share> Percentile { get; init; }

    /// <summary>The published figures.</summary>
    public required IReadOnlyList<TeamSpec> Teams { get; init; }
}

/// <summary>Figures for teams of a size.</summary>
public sealed record TeamSpec
{
    /// <summary>Smallest team.</summary>
    public required int From { get; init; }

    /// <summary>Largest team; absent: any larger one.</summary>
    public int? To { get; init; }

    /// <summary>Fewest tokens of every kind per minute and developer.</summary>
    public required Input<PerMinute> TokensFrom { get; init; }

    /// <summary>Most tokens of every kind per minute and developer.</summary>
    public required Input<PerMinute> TokensTo { get; init; }

    /// <summary>Fewest requests per minute and developer.</summary>
    public required Input<Count> RequestsFrom { get; init; }

    /// <summary>Most requests per minute and developer.</summary>
    public required Input<Count> RequestsTo { get; init; }
}
