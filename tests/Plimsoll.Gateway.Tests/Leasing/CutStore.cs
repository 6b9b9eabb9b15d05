using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Tests.Leasing;

/// <summary>A store that a gateway may be cut off from.</summary>
internal sealed class CutStore(IStore store) : IStore
{
    /// <summary>Whether it cannot be reached.</summary>
    public volatile bool IsCut;

    public ValueTask<Instant> Now(CancellationToken cancellation) => Reached().Now(cancellation);

    public ValueTask<ImmutableArray<StoredValue>> Read(ImmutableArray<string> keys, CancellationToken cancellation) =>
        Reached().Read(keys, cancellation);

    public IAsyncEnumerable<StoredValue> ReadAll(string prefix, CancellationToken cancellation) =>
        Reached().ReadAll(prefix, cancellation);

    public ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation) =>
        Reached().Commit(batch, cancellation);

    public IAsyncEnumerable<LedgerEntry> ReadEntries(LedgerPeriod period, CancellationToken cancellation) =>
        Reached().ReadEntries(period, cancellation);

    public IAsyncEnumerable<UsageSum> ReadUsage(LedgerPeriod period, CancellationToken cancellation) =>
        Reached().ReadUsage(period, cancellation);

    public ValueTask<long> DropEntries(Instant before, CancellationToken cancellation) =>
        Reached().DropEntries(before, cancellation);

    public ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation) =>
        Reached().Erase(erasure, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IStore Reached() => IsCut ? throw new StoreException(StoreFault.Unavailable, "It is cut off.") : store;
}
