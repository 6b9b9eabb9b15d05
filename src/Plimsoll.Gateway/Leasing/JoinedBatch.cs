using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>Batches that are committed as one.</summary>
internal sealed class JoinedBatch
{
    // Of the ledger: more would take the store so long that what waits for it is given up.
    private const int MostEntries = 8192;

    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private readonly ImmutableArray<StoreChange>.Builder changes = ImmutableArray.CreateBuilder<StoreChange>();
    private readonly ImmutableArray<LedgerEntry>.Builder entries = ImmutableArray.CreateBuilder<LedgerEntry>();
    private long bytes;

    /// <summary>All of them.</summary>
    public StoreBatch Whole => new(changes.ToImmutable(), entries.ToImmutable());

    /// <summary>Takes another along.</summary>
    /// <returns>False: they would break a bound together, or change one value twice.</returns>
    public bool TryAdd(StoreBatch batch)
    {
        var more = batch.Changes.Sum(change => (long)(change.Bytes?.Length ?? 0));
        var isFirst = changes.Count == 0 && entries.Count == 0;
        if (!isFirst && (changes.Count + batch.Changes.Length > StoreBatch.MostParts
            || entries.Count + batch.Entries.Length > MostEntries
            || bytes + more > StoreBatch.LargestBatch
            || batch.Changes.Any(change => keys.Contains(change.Key))))
        {
            return false;
        }

        keys.UnionWith(batch.Changes.Select(change => change.Key));
        changes.AddRange(batch.Changes);
        entries.AddRange(batch.Entries);
        bytes += more;
        return true;
    }
}
