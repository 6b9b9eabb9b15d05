namespace Plimsoll.Storage.Embedded.Frames;

/// <summary>What a frame holds. Numbered and append-only: it stands in files.</summary>
internal enum FrameKind : byte
{
    /// <summary>Begins a log.</summary>
    LogStart = 1,

    /// <summary>Commits that were made durable together.</summary>
    Group = 2,

    /// <summary>Ends a log that was closed in order.</summary>
    LogClose = 3,

    /// <summary>Begins a snapshot.</summary>
    SnapshotStart = 4,

    /// <summary>Values in the order of their keys.</summary>
    Values = 5,

    /// <summary>Requests whose entries are known, oldest first.</summary>
    Requests = 6,

    /// <summary>Ends a snapshot, which is nothing without it.</summary>
    SnapshotEnd = 7,

    /// <summary>Entries in the order of their instants.</summary>
    Entries = 8,

    /// <summary>Sums of usage in the order of their keys.</summary>
    Sums = 9,

    /// <summary>Ends a part of the ledger, which is nothing without it.</summary>
    LedgerEnd = 10,

    /// <summary>Which files make the store.</summary>
    Manifest = 11,
}
