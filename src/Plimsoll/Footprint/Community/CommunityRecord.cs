using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Community;

/// <summary>An allegation, a proceeding, a decision or a finding, as it was published.</summary>
public sealed record CommunityRecord
{
    /// <summary>Its name, unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>When.</summary>
    public required Instant Date { get; init; }

    /// <summary>Who claims, sues, applies or decides.</summary>
    public required string Claimant { get; init; }

    /// <summary>About whom.</summary>
    public required string About { get; init; }

    /// <summary>Site; null: none of the scenario.</summary>
    public string? Site { get; init; }

    /// <summary>What is claimed or decided.</summary>
    public required string Claim { get; init; }

    /// <summary>Where it stands.</summary>
    public required string Status { get; init; }

    /// <summary>As of when.</summary>
    public required Instant StatusDate { get; init; }

    /// <summary>What the other side says; null: nothing is known.</summary>
    public string? Response { get; init; }

    /// <summary>Name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Whether a court or an authority found that it is so: never so of an allegation or a suit.</summary>
    public bool IsFinding => Kind == RecordKind.Finding;
}
