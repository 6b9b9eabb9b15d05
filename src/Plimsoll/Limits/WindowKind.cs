namespace Plimsoll.Limits;

/// <summary>Window in which a plan promises credits. Numbered and append-only.</summary>
public enum WindowKind
{
    /// <summary>Opens at the first admitted request and has a fixed length.</summary>
    Session = 1,

    /// <summary>Seven days from a fixed weekday and time of the account.</summary>
    Week = 2,
}
