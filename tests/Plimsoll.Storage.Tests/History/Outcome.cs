namespace Plimsoll.Storage.Tests.History;

/// <summary>What a client was told of its commit.</summary>
internal enum Outcome
{
    /// <summary>It read only.</summary>
    Read,

    /// <summary>It was made.</summary>
    Committed,

    /// <summary>It was refused: nothing was changed.</summary>
    Conflict,

    /// <summary>It failed, and nothing was changed.</summary>
    Unavailable,

    /// <summary>It failed, and what became of it is not known.</summary>
    Unknown,
}
