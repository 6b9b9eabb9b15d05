using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Memory;

/// <summary>
/// A store in the memory of one process: for tests, simulations and a gateway that may forget. It knows every request
/// for ever, and grows with every entry.
/// </summary>
/// <param name="clock">Its clock.</param>
public sealed class MemoryStore(TimeProvider clock) : IStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, StoredValue> values = new(KeyOrder.Instance);
    private readonly HashSet<UInt128> known = [];
    private List<LedgerEntry> entries = [];
    private UsageSums sums = new();
    private long version;

    /// <inheritdoc/>
    public ValueTask<Instant> Now(CancellationToken cancellation) =>
        ValueTask.FromResult(Instant.From(clock.GetUtcNow()));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredValue>> Read(ImmutableArray<string> keys, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
            return ValueTask.FromResult(keys.Select(Value).ToImmutableArray());
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredValue> ReadAll(string prefix, CancellationToken cancellation)
    {
        lock (gate)
        {
            StoredValue[] found = [.. values.Values.Where(v => v.Key.StartsWith(prefix, StringComparison.Ordinal))];
            return Each(found, cancellation);
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation)
    {
        batch.Check();
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            ImmutableArray<string> conflicts =
            [
                .. from change in batch.Changes where Value(change.Key).Version != change.Expected select change.Key,
            ];
            if (conflicts.Length > 0)
                return ValueTask.FromResult<CommitResult>(new CommitResult.Conflict(conflicts));
            version++;
            foreach (var change in batch.Changes)
            {
                if (change.Bytes is { } bytes)
                    values[change.Key] = new StoredValue(change.Key, version, bytes.ToArray());
                else
                    values.Remove(change.Key);
            }

            var isNew = batch.Entries.Select(Append).ToImmutableArray();
            return ValueTask.FromResult<CommitResult>(new CommitResult.Committed(version, isNew));
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LedgerEntry> ReadEntries(LedgerPeriod period, CancellationToken cancellation)
    {
        lock (gate)
        {
            LedgerEntry[] found =
            [
                .. entries.Where(entry => period.Contains(entry.At)).OrderBy(entry => entry.At).ThenBy(e => e.Request),
            ];
            return Each(found, cancellation);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<UsageSum> ReadUsage(LedgerPeriod period, CancellationToken cancellation)
    {
        lock (gate)
            return Each(sums.InOrder().Where(sum => period.Contains(sum.Key.Hour)).ToArray(), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> DropEntries(Instant before, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
            return ValueTask.FromResult((long)entries.RemoveAll(entry => entry.At < before));
    }

    /// <inheritdoc/>
    public ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            long concerned = entries.Count(entry => erasure.Concerns(entry));
            entries = [.. entries.Select(entry => erasure.Of(entry))];
            var erased = new UsageSums();
            foreach (var sum in sums.InOrder())
                erased.Add(erasure.Of(sum));
            sums = erased;
            return ValueTask.FromResult(concerned);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StoredValue Value(string key) => values.TryGetValue(key, out var value) ? value : StoredValue.None(key);

    private bool Append(LedgerEntry entry)
    {
        if (!known.Add(entry.Request))
            return false;
        entries.Add(entry);
        sums.Add(entry);
        return true;
    }

    private static async IAsyncEnumerable<T> Each<T>(T[] found, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var item in found)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }

        await ValueTask.CompletedTask;
    }
}
