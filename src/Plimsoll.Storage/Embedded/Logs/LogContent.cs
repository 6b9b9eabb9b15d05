using Plimsoll.Limits.Ledger;

namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>What logs changed, by key, and the entries they appended.</summary>
internal sealed class LogContent : IGroupSink
{
    /// <summary>Each value that was changed, as it is after all; version 0: it was removed.</summary>
    public Dictionary<string, StoredValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Entries in the order in which they were appended.</summary>
    public List<LedgerEntry> Entries { get; } = [];

    /// <summary>Version of the last batch; 0: there was none.</summary>
    public long Version { get; private set; }

    /// <inheritdoc/>
    public void Put(string key, long version, ReadOnlySpan<byte> bytes) =>
        Values[key] = new StoredValue(key, version, bytes.ToArray());

    /// <inheritdoc/>
    public void Remove(string key) => Values[key] = StoredValue.None(key);

    /// <inheritdoc/>
    public void Append(in LedgerEntry entry) => Entries.Add(entry);

    /// <inheritdoc/>
    public void EndBatch(long version) => Version = version;
}
