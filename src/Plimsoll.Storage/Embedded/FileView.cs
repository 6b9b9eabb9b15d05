using System.Collections.Immutable;
using Plimsoll.Storage.Embedded.Logs;

namespace Plimsoll.Storage.Embedded;

/// <summary>The files that make a store at one moment, all durable.</summary>
/// <param name="Manifest">Snapshot and ledger.</param>
/// <param name="Sealed">Logs that are written no more, oldest first.</param>
/// <param name="Current">The log that is being written.</param>
internal sealed record FileView(StoreManifest Manifest, ImmutableArray<LogPart> Sealed, LogPart Current)
{
    /// <summary>All logs, oldest first.</summary>
    public IEnumerable<LogPart> Logs => Sealed.Append(Current);

    /// <summary>Names of all files.</summary>
    public IEnumerable<string> Names() =>
    [
        .. Manifest.Names(),
        .. Logs.Select(log => FileNames.Of(FileNames.Log, log.Number)),
    ];

    /// <summary>Bytes in logs.</summary>
    public long LogBytes => Sealed.Sum(log => log.End) + Current.End;
}
