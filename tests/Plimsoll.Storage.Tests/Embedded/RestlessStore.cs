using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded;

namespace Plimsoll.Storage.Tests.Embedded;

/// <summary>A store that is compacted after each commit and closed and opened again before it is read.</summary>
internal sealed class RestlessStore(string folder) : IStore
{
    private readonly SemaphoreSlim gate = new(1);
    private EmbeddedStore store = EmbeddedStore.Open(folder, TimeProvider.System);

    public ValueTask<Instant> Now(CancellationToken cancellation) => store.Now(cancellation);

    public async ValueTask<ImmutableArray<StoredValue>> Read(
        ImmutableArray<string> keys, CancellationToken cancellation) =>
        await Alone(() => store.Read(keys, cancellation).AsTask());

    public async IAsyncEnumerable<StoredValue> ReadAll(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Reopen();
        await foreach (var value in store.ReadAll(prefix, cancellation))
            yield return value;
    }

    public async ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation) =>
        await Alone(async () =>
        {
            var result = await store.Commit(batch, cancellation);
            await store.Compact(cancellation);
            return result;
        });

    public async IAsyncEnumerable<LedgerEntry> ReadEntries(
        LedgerPeriod period,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Reopen();
        await foreach (var entry in store.ReadEntries(period, cancellation))
            yield return entry;
    }

    public async IAsyncEnumerable<UsageSum> ReadUsage(
        LedgerPeriod period,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Reopen();
        await foreach (var sum in store.ReadUsage(period, cancellation))
            yield return sum;
    }

    public async ValueTask<long> DropEntries(Instant before, CancellationToken cancellation) =>
        await Alone(() => store.DropEntries(before, cancellation).AsTask());

    public async ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation) =>
        await Alone(() => store.Erase(erasure, cancellation).AsTask());

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private Task<bool> Reopen() => Alone(async () =>
    {
        await store.DisposeAsync();
        store = EmbeddedStore.Open(folder, TimeProvider.System);
        return true;
    });

    private async Task<T> Alone<T>(Func<Task<T>> work)
    {
        await gate.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }
}
