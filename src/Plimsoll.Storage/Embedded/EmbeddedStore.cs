using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Parts;
using Plimsoll.Storage.Embedded.Upkeep;

namespace Plimsoll.Storage.Embedded;

/// <summary>
/// A store in a folder of one machine, for one process at a time. Values are in memory, the ledger is not. A commit is
/// durable when it returns: it survives the end of the process, by whatever means, and a loss of power.
/// </summary>
public sealed class EmbeddedStore : IStore, ILedger
{
    private readonly StoreFiles files;
    private readonly IDisposable claim;
    private readonly TimeProvider clock;
    private readonly StoreState state;
    private readonly StoreFilesInUse inUse;
    private readonly CommitLoop loop;
    private readonly StoreUpkeep upkeep;
    private int disposed;

    private EmbeddedStore(
        StoreFiles files, IDisposable claim, OpenedFiles opened, TimeProvider clock, EmbeddedTerms terms)
    {
        (this.files, this.claim, this.clock, state, inUse) = (files, claim, clock, opened.State, opened.InUse);
        // The loop tells of groups as soon as it runs, which is before this constructor has ended.
        loop = new CommitLoop(files, inUse, state, opened.Log, opened.View, view => upkeep?.CompactIfDue(view));
        upkeep = new StoreUpkeep(files, inUse, loop, terms);
        upkeep.CompactIfDue(opened.View);
    }

    /// <summary>What could not be done in the background last, and will be tried again; null: all could.</summary>
    public Exception? UpkeepProblem => upkeep.Problem;

    /// <summary>Opens the store in a folder, which is made where there is none.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="clock">The store's clock.</param>
    /// <exception cref="StoreException">It is in use, damaged, or in a folder that cannot be used.</exception>
    public static EmbeddedStore Open(string folder, TimeProvider clock)
    {
        try
        {
            return Open(DiskFiles.Make(folder), clock, new EmbeddedTerms());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.Unreadable, $"{folder}: {e.Message.TrimEnd('.')}. Choose a folder that can be written.", e);
        }
    }

    /// <inheritdoc cref="Open(string, TimeProvider)"/>
    internal static EmbeddedStore Open(StoreFiles files, TimeProvider clock, EmbeddedTerms terms)
    {
        var claim = files.Claim() ?? throw new StoreException(
            StoreFault.InUse, $"{files.Place}: another process has this store. End it, or choose another folder.");
        try
        {
            return new EmbeddedStore(files, claim, OpenedFiles.Open(files, terms), clock, terms);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Instant> Now(CancellationToken cancellation) =>
        ValueTask.FromResult(Instant.From(clock.GetUtcNow()));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredValue>> Read(ImmutableArray<string> keys, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var values = ImmutableArray.CreateBuilder<StoredValue>(keys.Length);
        lock (loop.Gate)
        {
            foreach (var key in keys)
                values.Add(state[key]);
        }

        return ValueTask.FromResult(values.MoveToImmutable());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredValue> ReadAll(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<StoredValue> values;
        lock (loop.Gate)
            values = state.Of(prefix);
        values.Sort((left, right) => KeyOrder.Instance.Compare(left.Key, right.Key));
        foreach (var value in values)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return value;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation)
    {
        batch.Check();
        cancellation.ThrowIfCancellationRequested();
        return new ValueTask<CommitResult>(loop.Commit(batch));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerEntry> ReadEntries(
        LedgerPeriod period, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reading = inUse.Read();
        foreach (var entry in LedgerReading.Entries(files, loop.View, period))
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
        using var reading = inUse.Read();
        foreach (var sum in LedgerReading.Sums(files, loop.View, period))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return sum;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> DropEntries(Instant before, CancellationToken cancellation) =>
        new(upkeep.Drop(before, cancellation));

    /// <inheritdoc/>
    public ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation) =>
        new(upkeep.Erase(erasure, cancellation));

    /// <summary>
    /// Writes a snapshot and the ledger anew and deletes the logs, while others commit. It happens by itself whenever
    /// logs have grown.
    /// </summary>
    public Task Compact(CancellationToken cancellation) => upkeep.Compact(cancellation);

    /// <summary>Commits what waits, ends what goes on in the background and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await upkeep.DisposeAsync();
        loop.End();
        claim.Dispose();
    }
}
