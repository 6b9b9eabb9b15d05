using System.Collections.Immutable;
using System.Text;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Tests.Conformance;

/// <summary>
/// What every store does: a store's test classes derive from those in this folder and open an empty one.
/// </summary>
public abstract class StoreConformance
{
    protected static readonly Instant Noon = Instant.FromDate(new DateOnly(2026, 6, 1)) + Duration.FromMinutes(12 * 60);

    /// <summary>An empty store; the test disposes of it.</summary>
    protected abstract ValueTask<IStore> OpenEmpty();

    /// <summary>Cancelled when the run of the tests is.</summary>
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(StoredValue value) => Encoding.UTF8.GetString(value.Bytes.Span);

    protected static LedgerEntry Entry(int number, string scope = "acme/anna", Instant? at = null) => new()
    {
        Request = (UInt128)number,
        At = at ?? Noon,
        Scope = ScopeName.Parse(scope),
        Class = "large",
        Pool = "east",
        Plan = "max",
        Lane = Lane.Standard,
        Usage = new TokenUsage(new Tokens(number), new Tokens(2), new Tokens(3), new Tokens(4))
        {
            CacheWriteLong = new Tokens(5),
        },
        Credits = new Credits(6),
        Cost = new MicroUsd(7),
    };

    protected static async Task<List<T>> All<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items.WithCancellation(Cancellation))
            all.Add(item);
        return all;
    }

    protected static async Task<StoredValue> One(IStore store, string key) =>
        Assert.Single(await store.Read([key], Cancellation));

    protected static async Task<CommitResult.Committed> Committed(
        IStore store, params ImmutableArray<StoreChange> changes) =>
        Assert.IsType<CommitResult.Committed>(await store.Commit(StoreBatch.Of(changes), Cancellation));

    protected static async Task<CommitResult.Committed> Appended(
        IStore store, params ImmutableArray<LedgerEntry> entries) =>
        Assert.IsType<CommitResult.Committed>(await store.Commit(StoreBatch.Of(entries), Cancellation));
}
