using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Durability;

/// <summary>What is committed together, and which keys get other versions by it.</summary>
internal sealed class CommitBatch
{
    private readonly Dictionary<StoredKey, ReadOnlyMemory<byte>?> changes = [];
    private readonly List<LedgerEntry> entries = [];

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => changes.Count == 0 && entries.Count == 0;

    /// <summary>Whether it was sent to the store before.</summary>
    public bool WasSent { get; set; }

    /// <summary>Whether another book's changes may not fit.</summary>
    public bool IsFull => changes.Count >= StoreBatch.MostParts / 2 || entries.Count >= StoreBatch.MostParts / 2;

    /// <summary>Keys that change.</summary>
    public ImmutableArray<string> Keys => [.. changes.Keys.Select(key => key.Key)];

    /// <summary>Writes a value.</summary>
    public void Put(StoredKey key, ReadOnlyMemory<byte> bytes) => changes[key] = bytes;

    /// <summary>Removes a value, if there is one.</summary>
    public void Remove(StoredKey key)
    {
        if (key.Version == 0)
            changes.Remove(key);
        else
            changes[key] = null;
    }

    /// <summary>Appends to the ledger.</summary>
    public void Add(IEnumerable<LedgerEntry> more) => entries.AddRange(more);

    /// <summary>The batch as the store takes it.</summary>
    public StoreBatch ToStore() => new(
        [
            .. changes.Select(change => change.Value is { } bytes
                ? StoreChange.Put(change.Key.Key, change.Key.Version, bytes)
                : StoreChange.Remove(change.Key.Key, change.Key.Version)),
        ],
        [.. entries]);

    /// <summary>
    /// The batch in parts that a store takes: one, unless a store that was late left more than that. A process that
    /// ends between two of them leaves nothing uncharged that was answered and nothing reserved for good: entries
    /// come first, and reservations before the scopes that say what is reserved.
    /// </summary>
    public IEnumerable<CommitBatch> Parts()
    {
        if (changes.Count <= StoreBatch.MostParts && entries.Count <= StoreBatch.MostParts)
        {
            yield return this;
            yield break;
        }

        foreach (var some in entries.Chunk(StoreBatch.MostParts))
        {
            var part = new CommitBatch();
            part.Add(some);
            yield return part;
        }

        foreach (var some in changes.OrderBy(change => RankOf(change.Key, change.Value)).Chunk(StoreBatch.MostParts))
        {
            var part = new CommitBatch();
            foreach (var (key, bytes) in some)
                part.changes.Add(key, bytes);
            yield return part;
        }

        static int RankOf(StoredKey key, ReadOnlyMemory<byte>? bytes) =>
            bytes is null ? 2 : key.Key.StartsWith(StoreKeys.Open, StringComparison.Ordinal) ? 0 : 1;
    }

    /// <summary>Notes that it was committed.</summary>
    public void Committed(long version)
    {
        foreach (var (key, bytes) in changes)
            key.Version = bytes is null ? 0 : version;
    }

    /// <summary>
    /// Notes that it was committed if a store has all that it would have written: what came of it was not known.
    /// </summary>
    /// <param name="found">The values of <see cref="Keys"/>.</param>
    /// <returns>Whether it was.</returns>
    public bool IsIn(ImmutableArray<StoredValue> found)
    {
        var wanted = changes.ToList();
        for (var i = 0; i < wanted.Count; i++)
        {
            var isThere = wanted[i].Value is { } bytes
                ? found[i].Version > wanted[i].Key.Version && found[i].Bytes.Span.SequenceEqual(bytes.Span)
                : !found[i].Exists;
            if (!isThere)
                return false;
        }

        for (var i = 0; i < wanted.Count; i++)
            wanted[i].Key.Version = found[i].Version;
        return wanted.Count > 0;
    }
}
