using Plimsoll.Limits.Ledger;
using Plimsoll.Storage.Embedded.Logs;

namespace Plimsoll.Storage.Embedded;

/// <summary>What a store has in memory: every value, and the latest requests. Its owner guards it.</summary>
internal sealed class StoreState(int knownRequests) : IGroupSink
{
    private readonly Dictionary<string, StoredValue> values = new(StringComparer.Ordinal);

    /// <summary>Requests whose entries are known.</summary>
    public KnownRequests Requests { get; } = new(knownRequests);

    /// <summary>Version of the latest commit.</summary>
    public long Version { get; private set; }

    /// <summary>How many values there are.</summary>
    public int Count => values.Count;

    /// <summary>The value of a key.</summary>
    public StoredValue this[string key] =>
        values.TryGetValue(key, out var value) ? value : StoredValue.None(key);

    /// <summary>Room for many values, before they are read in.</summary>
    public void Expect(int count) => values.EnsureCapacity(count);

    /// <summary>The values of a prefix, in no order.</summary>
    public List<StoredValue> Of(string prefix)
    {
        var found = new List<StoredValue>(prefix.Length == 0 ? values.Count : 0);
        foreach (var value in values.Values)
        {
            if (value.Key.StartsWith(prefix, StringComparison.Ordinal))
                found.Add(value);
        }

        return found;
    }

    /// <summary>Takes in a batch that is durable.</summary>
    public void Apply(StoreBatch batch, long version)
    {
        foreach (var change in batch.Changes)
        {
            if (change.Bytes is { } bytes)
                Put(change.Key, version, bytes.Span);
            else
                Remove(change.Key);
        }

        foreach (ref readonly var entry in batch.Entries.AsSpan())
            Append(entry);
        EndBatch(version);
    }

    /// <inheritdoc/>
    public void Put(string key, long version, ReadOnlySpan<byte> bytes) =>
        values[key] = new StoredValue(key, version, bytes.ToArray());

    /// <inheritdoc/>
    public void Remove(string key) => values.Remove(key);

    /// <inheritdoc/>
    public void Append(in LedgerEntry entry) => Requests.Add(entry.Request);

    /// <inheritdoc/>
    public void EndBatch(long version) => Version = version;
}
