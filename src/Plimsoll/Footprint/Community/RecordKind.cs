namespace Plimsoll.Footprint.Community;

/// <summary>What a record is. Numbered and append-only.</summary>
public enum RecordKind
{
    /// <summary>Somebody says so.</summary>
    Allegation = 1,

    /// <summary>Somebody asks a court or an authority to decide.</summary>
    Proceeding = 2,

    /// <summary>An authority decided, but not on whether an allegation is true: a permit, a rule.</summary>
    Decision = 3,

    /// <summary>A court or an authority found that something is so, or is not.</summary>
    Finding = 4,
}
