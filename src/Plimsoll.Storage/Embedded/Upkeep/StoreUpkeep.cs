using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Parts;

namespace Plimsoll.Storage.Embedded.Upkeep;

/// <summary>What is done to the files of a store while it is used, one thing at a time.</summary>
internal sealed class StoreUpkeep(StoreFiles files, StoreFilesInUse inUse, CommitLoop loop, EmbeddedTerms terms)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim alone = new(1);
    private readonly CancellationTokenSource ending = new();
    private long triedAt = -1;
    private int isCompacting;
    private bool mayReplace = true;

    /// <summary>What went wrong in the background last; null: nothing.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>Compacts in the background once the logs have grown enough. Returns at once.</summary>
    public void CompactIfDue(FileView view)
    {
        var due = Math.Clamp(view.Manifest.SnapshotBytes / 2, terms.CompactAt, 4 * terms.CompactAt);
        if (view.LogBytes < due && view.Sealed.Length < terms.CompactAtLogs)
            return;
        // After a failure it is tried again when as much has come again.
        var isTried = triedAt >= 0 && view.LogBytes - triedAt < terms.CompactAt;
        if (isTried || ending.IsCancellationRequested || Interlocked.Exchange(ref isCompacting, 1) != 0)
            return;
        triedAt = view.LogBytes;
        _ = Task.Run(CompactInBackground);
    }

    /// <summary>Compacts now.</summary>
    public Task Compact(CancellationToken cancellation) => Run((parts, _) => (parts, 0), cancellation);

    /// <summary>Drops the entries before an instant.</summary>
    public Task<long> Drop(Instant before, CancellationToken cancellation) =>
        Run((parts, cancel) => new LedgerUpkeep(files, inUse, cancel).Drop(parts, before), cancellation);

    /// <summary>Takes a person out of the ledger. The logs that named it are gone afterwards.</summary>
    public Task<long> Erase(ScopeErasure erasure, CancellationToken cancellation) =>
        Run((parts, cancel) => new LedgerUpkeep(files, inUse, cancel).Erase(parts, erasure), cancellation);

    /// <summary>Ends what goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await alone.WaitAsync();
    }

    private async Task CompactInBackground()
    {
        try
        {
            await Compact(ending.Token);
            (Problem, triedAt) = (null, -1);
        }
        catch (OperationCanceledException)
        {
            // The store ends.
        }
        catch (Exception e)
        {
            Problem = e;
        }
        finally
        {
            Interlocked.Exchange(ref isCompacting, 0);
        }
    }

    private async Task<long> Run(
        Func<ImmutableArray<LedgerPart>, CancellationToken, (ImmutableArray<LedgerPart> Parts, long Count)> change,
        CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, ending.Token);
        await alone.WaitAsync(either.Token);
        try
        {
            return await Task.Run(() => RunAlone(parts => change(parts, either.Token), either.Token), either.Token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.Unavailable,
                $"{files.Place}: files could not be written anew ({e.Message.TrimEnd('.')}). Nothing was lost or "
                + "changed; see that the disk is well and has room, and try again.",
                e);
        }
        finally
        {
            alone.Release();
        }
    }

    private async Task<long> RunAlone(
        Func<ImmutableArray<LedgerPart>, (ImmutableArray<LedgerPart> Parts, long Count)> change,
        CancellationToken cancellation)
    {
        if (!mayReplace)
            throw new IOException("an earlier attempt failed halfway; start again");
        var before = await loop.Rotate();
        try
        {
            var compacted = Compaction.Run(
                files, before, inUse, loop.ValueCount, terms.KnownRequests, cancellation);
            var (parts, count) = change(compacted.Ledger);
            Replace(compacted with { Ledger = parts });
            return count;
        }
        finally
        {
            if (mayReplace)
                inUse.DeleteAllBut(loop.View);
        }
    }

    private void Replace(StoreManifest manifest)
    {
        manifest.Prepare(files);
        // Until it is durable, either manifest may be found by the next start: then the files of both have to be there.
        mayReplace = false;
        StoreManifest.PutInPlace(files);
        loop.Replace(manifest);
        mayReplace = true;
    }
}
