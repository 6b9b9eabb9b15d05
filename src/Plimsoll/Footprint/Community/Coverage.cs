namespace Plimsoll.Footprint.Community;

/// <summary>Whether a pledge covers a site. Numbered and append-only.</summary>
public enum Coverage
{
    /// <summary>It does.</summary>
    Covered = 1,

    /// <summary>It does not.</summary>
    NotCovered = 2,

    /// <summary>Nobody said so.</summary>
    NotKnown = 3,
}
