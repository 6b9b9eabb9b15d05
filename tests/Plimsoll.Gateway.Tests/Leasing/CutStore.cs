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

    /// <summary>So many commits are made whose answers are lost.</summary>
    public int AnswersLost;

    /// <summary>Comes between a decision and its commit.</summary>
    public Func<StoreBatch, Task>? BeforeCommit;

    /// <summary>Readings that are not answered yet.</summary>
    public int Unanswered;

    private TaskCompletionSource? held;

    /// <summary>Readings are answered from when it is said.</summary>
    public void Hold() => held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers all readings.</summary>
    public void Answer() => held!.SetResult();

    public ValueTask<Instant> Now(CancellationToken cancellation) => Reached().Now(cancellation);

    public async ValueTask<ImmutableArray<StoredValue>> Read(
        ImmutableArray<string> keys, CancellationToken cancellation)
    {
        Interlocked.Increment(ref Unanswered);
        if (held is { Task: var answers })
            await answers;
        Interlocked.Decrement(ref Unanswered);
        return await Reached().Read(keys, cancellation);
    }

    public IAsyncEnumerable<StoredValue> ReadAll(string prefix, CancellationToken cancellation) =>
        Reached().ReadAll(prefix, cancellation);

    public async ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation)
    {
        if (BeforeCommit is { } first)
            await first(batch);
        var result = await Reached().Commit(batch, cancellation);
        if (result is CommitResult.Committed && Interlocked.Decrement(ref AnswersLost) >= 0)
            throw new StoreException(StoreFault.Unknown, "The answer was lost.");
        return result;
    }

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
