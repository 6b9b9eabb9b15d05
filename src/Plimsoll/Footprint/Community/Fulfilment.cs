namespace Plimsoll.Footprint.Community;

/// <summary>How far a promise is kept at a site. Numbered and append-only.</summary>
public enum Fulfilment
{
    /// <summary>The pledge does not cover the site.</summary>
    NotCovered = 1,

    /// <summary>What it would take to tell is not known.</summary>
    NotKnown = 2,

    /// <summary>Not at all.</summary>
    Open = 3,

    /// <summary>In part.</summary>
    Partly = 4,

    /// <summary>All of it.</summary>
    Kept = 5,
}
