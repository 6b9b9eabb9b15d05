using Plimsoll.Limits.Ledger;

namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>The entries of a period that are in logs.</summary>
internal sealed class LogEntries(LedgerPeriod period) : IGroupSink
{
    /// <summary>The entries, in the order in which they were appended.</summary>
    public List<LedgerEntry> Found { get; } = [];

    /// <inheritdoc/>
    public void Append(in LedgerEntry entry)
    {
        if (period.Contains(entry.At))
            Found.Add(entry);
    }

    /// <inheritdoc/>
    public void Put(string key, long version, ReadOnlySpan<byte> bytes)
    {
    }

    /// <inheritdoc/>
    public void Remove(string key)
    {
    }

    /// <inheritdoc/>
    public void EndBatch(long version)
    {
    }
}
