using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>A shared store, and how much a gateway asks of it. Safe to share between threads.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">Times commits.</param>
internal sealed class CountedStore(IStore store, TimeProvider clock) : IStore
{
    private long operations;
    private long commits;
    private long conflicts;
    private long failures;

    /// <summary>Readings and commits that were asked for.</summary>
    public long Operations => Interlocked.Read(ref operations);

    /// <summary>Commits that were made.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>Commits that were not made because somebody else was faster.</summary>
    public long Conflicts => Interlocked.Read(ref conflicts);

    /// <summary>Readings and commits without an answer.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Takes how long each commit took that was answered. Default: nobody asks.</summary>
    public Action<TimeSpan>? Timed { get; set; }

    /// <inheritdoc/>
    public ValueTask<Instant> Now(CancellationToken cancellation) => Counted(store.Now, cancellation);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredValue>> Read(ImmutableArray<string> keys, CancellationToken cancellation) =>
        Counted(token => store.Read(keys, token), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredValue> ReadAll(string prefix, CancellationToken cancellation)
    {
        Interlocked.Increment(ref operations);
        return store.ReadAll(prefix, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        return Count(await Counted(token => store.Commit(batch, token), cancellation), begun);
    }

    /// <inheritdoc/>
    /// <remarks>It is a reading, and where something is to be committed, a commit as well.</remarks>
    public async ValueTask<CommitResult?> Exchange(StoreExchange exchange, CancellationToken cancellation)
    {
        var begun = 0L;
        var watched = exchange with { Decide = Decide };
        var result = await Counted(token => store.Exchange(watched, token), cancellation);
        return result is null ? null : Count(result, begun);

        StoreBatch? Decide(ImmutableArray<StoredValue> values)
        {
            var batch = exchange.Decide(values);
            if (batch is not null)
                Interlocked.Increment(ref operations);
            begun = clock.GetTimestamp();
            return batch;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LedgerEntry> ReadEntries(LedgerPeriod period, CancellationToken cancellation) =>
        store.ReadEntries(period, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<UsageSum> ReadUsage(LedgerPeriod period, CancellationToken cancellation) =>
        store.ReadUsage(period, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> DropEntries(Instant before, CancellationToken cancellation) =>
        store.DropEntries(before, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation) =>
        store.Erase(erasure, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    private CommitResult Count(CommitResult result, long begun)
    {
        Timed?.Invoke(clock.GetElapsedTime(begun));
        Interlocked.Increment(ref result is CommitResult.Committed ? ref commits : ref conflicts);
        return result;
    }

    private async ValueTask<T> Counted<T>(
        Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellation)
    {
        Interlocked.Increment(ref operations);
        try
        {
            return await ask(cancellation);
        }
        catch
        {
            Interlocked.Increment(ref failures);
            throw;
        }
    }
}
