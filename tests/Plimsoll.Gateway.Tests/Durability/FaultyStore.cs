using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage;
using Plimsoll.Storage.Memory;

namespace Plimsoll.Gateway.Tests.Durability;

/// <summary>A store in memory that outlives its gateways, and whose commits go wrong when a test says so.</summary>
internal sealed class FaultyStore : IStore
{
    private readonly MemoryStore kept = new(TimeProvider.System);
    private TaskCompletionSource attempted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What comes of commits, and whether they are made all the same. Default: nothing goes wrong.</summary>
    public (StoreFault Fault, bool IsMade)? Fails { get; set; }

    /// <summary>Completes when the next commit has gone wrong.</summary>
    public Task NextFailure()
    {
        attempted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return attempted.Task;
    }

    /// <summary>Another store with the same values and entries, as a disk is after a loss of power.</summary>
    public async Task<FaultyStore> Copy()
    {
        var copy = new FaultyStore();
        var changes = ImmutableArray.CreateBuilder<StoreChange>();
        await foreach (var value in kept.ReadAll("", CancellationToken.None))
            changes.Add(StoreChange.Put(value.Key, 0, value.Bytes));
        await copy.kept.Commit(new StoreBatch(changes.ToImmutable(), [.. await Ledger()]), CancellationToken.None);
        return copy;
    }

    public async Task<List<LedgerEntry>> Ledger()
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in kept.ReadEntries(LedgerPeriod.Ever, CancellationToken.None))
            entries.Add(entry);
        return entries;
    }

    public async ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation)
    {
        if (Fails is not { } wrong)
            return await kept.Commit(batch, cancellation);
        if (wrong.IsMade)
            await kept.Commit(batch, cancellation);
        attempted.TrySetResult();
        throw new StoreException(wrong.Fault, "The disk is full.");
    }

    public ValueTask<Instant> Now(CancellationToken cancellation) => kept.Now(cancellation);

    public ValueTask<ImmutableArray<StoredValue>> Read(ImmutableArray<string> keys, CancellationToken cancellation) =>
        kept.Read(keys, cancellation);

    public IAsyncEnumerable<StoredValue> ReadAll(string prefix, CancellationToken cancellation) =>
        kept.ReadAll(prefix, cancellation);

    public IAsyncEnumerable<LedgerEntry> ReadEntries(LedgerPeriod period, CancellationToken cancellation) =>
        kept.ReadEntries(period, cancellation);

    public IAsyncEnumerable<UsageSum> ReadUsage(LedgerPeriod period, CancellationToken cancellation) =>
        kept.ReadUsage(period, cancellation);

    public ValueTask<long> DropEntries(Instant before, CancellationToken cancellation) =>
        kept.DropEntries(before, cancellation);

    public ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation) =>
        kept.Erase(erasure, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
