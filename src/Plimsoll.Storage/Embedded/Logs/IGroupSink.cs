using Plimsoll.Limits.Ledger;

namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>Takes what was committed, in order.</summary>
internal interface IGroupSink
{
    /// <summary>A value was written.</summary>
    void Put(string key, long version, ReadOnlySpan<byte> bytes);

    /// <summary>A value was removed.</summary>
    void Remove(string key);

    /// <summary>An entry was appended.</summary>
    void Append(in LedgerEntry entry);

    /// <summary>A batch ends, with the version that it wrote.</summary>
    void EndBatch(long version);
}
