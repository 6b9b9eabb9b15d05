using System.Collections.Concurrent;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Bench.Stores;

/// <summary>Settles in a store of ours, by compare-and-set.</summary>
internal sealed class EmbeddedSettler(IStore store) : ISettler
{
    private readonly ConcurrentDictionary<int, (string Key, long Version, ScopeName Scope)> accounts = [];
    private readonly byte[] value = new byte[300];

    public async Task Settle(int worker, long request)
    {
        var account = accounts.GetOrAdd(worker, w => ($"scope/acme/{w}", 0, ScopeName.Parse($"acme/{w}")));
        var batch = new StoreBatch(
            [StoreChange.Put(account.Key, account.Version, value)],
            [
                new LedgerEntry
                {
                    Request = (UInt128)(ulong)request + 1,
                    At = Instant.From(DateTimeOffset.UtcNow),
                    Scope = account.Scope,
                    Class = "large",
                    Pool = "east",
                    Plan = "max",
                    Usage = new TokenUsage(new Tokens(1200), default, new Tokens(30_000), new Tokens(500)),
                    Credits = new Credits(123_456),
                },
            ]);
        if (await store.Commit(batch, default) is not CommitResult.Committed made)
            throw new InvalidOperationException("A worker's account was changed by another.");
        accounts[worker] = account with { Version = made.Version };
    }
}
