using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;

namespace Plimsoll.Storage;

/// <summary>
/// Where state is kept that outlives a process: values with versions, changed by compare-and-set, and the ledger of
/// what was used. It decides nothing. Every member may be called by many threads at once. What goes wrong is a
/// <see cref="StoreException"/>, whose <see cref="StoreException.Fault"/> says what holds now.
/// </summary>
public interface IStore : ILedger
{
    /// <summary>The store's clock, the only one by which leases expire.</summary>
    ValueTask<Instant> Now(CancellationToken cancellation);

    /// <summary>
    /// The values of some keys as they are at one moment, in the order asked for; version 0 for one that is not there.
    /// What is read is committed, and durable where the store is.
    /// </summary>
    ValueTask<ImmutableArray<StoredValue>> Read(ImmutableArray<string> keys, CancellationToken cancellation);

    /// <summary>
    /// The values whose keys begin with <paramref name="prefix"/>, in the order of their keys (the bytes of UTF-8);
    /// each as it is at some moment of the reading. An empty prefix reads all.
    /// </summary>
    IAsyncEnumerable<StoredValue> ReadAll(string prefix, CancellationToken cancellation);

    /// <summary>
    /// Changes several values and appends to the ledger, all or nothing: all if every changed value has the expected
    /// version, else nothing. Durable when it returns. An entry whose request is known already is skipped, and so is
    /// one that stands in the batch before: the same batch may be sent again after an outcome that is not known. Known
    /// are at least the latest million requests.
    /// </summary>
    /// <exception cref="ArgumentException">The batch breaks a bound of <see cref="StoreBatch"/>.</exception>
    ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation);

    /// <summary>
    /// Reads values and commits what is decided by them. Who is about the same topic waits where the store can arrange
    /// that, instead of meeting the commit of another: a courtesy, on which nothing rests.
    /// </summary>
    /// <returns>What became of the commit; null: there was none.</returns>
    async ValueTask<CommitResult?> Exchange(StoreExchange exchange, CancellationToken cancellation)
    {
        var values = await Read(exchange.Keys, cancellation);
        return exchange.Decide(values) is { } batch ? await Commit(batch, cancellation) : null;
    }

    /// <summary>Drops the entries before an instant. Their sums stay.</summary>
    /// <returns>How many were dropped.</returns>
    ValueTask<long> DropEntries(Instant before, CancellationToken cancellation);

    /// <summary>
    /// Takes a person's names out of the ledger, wherever this store keeps it. Values are not touched: whoever keeps
    /// state of that person there removes it by <see cref="Commit"/>.
    /// </summary>
    /// <returns>How many entries named it.</returns>
    ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation);
}
