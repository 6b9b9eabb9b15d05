using System.Runtime.CompilerServices;
using Plimsoll.Limits.Ledger;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Logs;
using Plimsoll.Storage.Embedded.Parts;
using Plimsoll.Storage.Embedded.Upkeep;

namespace Plimsoll.Storage.Embedded;

/// <summary>
/// The ledger of a store in a folder as it is at one moment: up to the last whole group of its last log. Another
/// process may have the store open and go on; nothing is locked or written.
/// </summary>
public sealed class FolderLedger : ILedger
{
    private readonly HeldFiles files;
    private readonly FileView view;

    private FolderLedger(HeldFiles files, FileView view) => (this.files, this.view) = (files, view);

    /// <summary>Opens the ledger in a folder.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="StoreException">There is no store, or it is damaged: the message says where.</exception>
    public static FolderLedger Open(string folder)
    {
        var live = new DiskFiles(folder);
        return StoreInspection.Stable(live, manifest =>
        {
            var logs = live.List().Where(name => FileNames.NumberOf(FileNames.Log, name) is not null);
            var parts = manifest.Ledger.Select(part => FileNames.Of(FileNames.Ledger, part.Number));
            var held = HeldFiles.Hold(live.Place, parts.Concat(logs));
            try
            {
                var chain = LogChain.Read(held, manifest, new LogEntries(default));
                return new FolderLedger(held, new FileView(manifest, chain.Parts, chain.LastPart));
            }
            catch
            {
                held.Dispose();
                throw;
            }
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerEntry> ReadEntries(
        LedgerPeriod period, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var entry in LedgerReading.Entries(files, view, period))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<UsageSum> ReadUsage(
        LedgerPeriod period, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var sum in LedgerReading.Sums(files, view, period))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return sum;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        files.Dispose();
        return ValueTask.CompletedTask;
    }
}
