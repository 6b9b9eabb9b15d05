using Plimsoll.Quantities;

namespace Plimsoll.Storage.Embedded.Upkeep;

/// <summary>What a store holds, found by reading every file of it.</summary>
public sealed record StoreReport
{
    /// <summary>Version of the last commit.</summary>
    public required long Version { get; init; }

    /// <summary>How many values there are, by the first part of their keys, in the order of its letters.</summary>
    public required IReadOnlyList<(string Kind, long Values, long Bytes)> Values { get; init; }

    /// <summary>Entries in the ledger.</summary>
    public required long Entries { get; init; }

    /// <summary>Requests in the sums of usage, also of entries that were dropped.</summary>
    public required long Requests { get; init; }

    /// <summary>Hour of the first sum; null: there is none.</summary>
    public required Instant? FirstHour { get; init; }

    /// <summary>Hour of the last sum; null: there is none.</summary>
    public required Instant? LastHour { get; init; }

    /// <summary>Files by kind: <c>snapshot</c>, <c>ledger</c> and <c>log</c>.</summary>
    public required IReadOnlyList<(string Kind, long Files, long Bytes)> Files { get; init; }

    /// <summary>
    /// Bytes behind the last commit: one whose writing was not completed, and which nobody was told of. The next start
    /// goes on before them.
    /// </summary>
    public required long TornBytes { get; init; }

    /// <summary>Whether the store was closed in order; also false while it is open.</summary>
    public required bool IsClosed { get; init; }
}
