using System.Collections.Concurrent;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Tests.History;

/// <summary>
/// Clients that append to lists by compare-and-set, and what they were told; checked against what the store holds in
/// the end. An operation appends its number to each of its keys and to the ledger, all in one commit.
/// </summary>
internal sealed class RecordedHistory : IDisposable
{
    private readonly ConcurrentBag<Operation> operations = [];
    private readonly SemaphoreSlim changed = new(0);
    private int committed;
    private int lastNumber;
    private long lastMoment;

    /// <summary>Commits that were made.</summary>
    public int Committed => committed;

    /// <summary>Operations whose outcome was never known.</summary>
    public int Unknown => operations.Count(operation => operation.Outcome == Outcome.Unknown);

    /// <summary>Reads some keys, and tries to append an operation to all: every other time in an exchange.</summary>
    public async Task<Outcome> Append(IStore store, ImmutableArray<string> keys, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref lastNumber);
        var begin = Interlocked.Increment(ref lastMoment);
        var seen = ImmutableDictionary<string, ImmutableArray<int>>.Empty;
        var (outcome, isSent) = (Outcome.Unavailable, false);
        try
        {
            var result = number % 2 == 0
                ? await store.Exchange(new StoreExchange(keys, keys, Decide), cancellation)
                : await store.Commit(Decide(await store.Read(keys, cancellation)), cancellation);
            outcome = result is CommitResult.Committed ? Outcome.Committed : Outcome.Conflict;
            Assert.True(result is not CommitResult.Committed { IsNew: [false] }, $"{number} was known before.");
        }
        catch (StoreException error)
        {
            outcome = error.Fault == StoreFault.Unknown ? Outcome.Unknown : Outcome.Unavailable;
        }

        if (isSent)
            Record(number, begin, outcome, seen);
        if (outcome == Outcome.Committed)
            Interlocked.Increment(ref committed);
        changed.Release();
        return outcome;

        StoreBatch Decide(ImmutableArray<StoredValue> read)
        {
            seen = read.ToImmutableDictionary(value => value.Key, AppendedList.Read);
            // The reading has its own end: what it saw was there by then, whatever becomes of the commit.
            Record(number, begin, Outcome.Read, seen);
            (begin, isSent) = (Interlocked.Increment(ref lastMoment), true);
            var changes = read.Select(value => StoreChange.Put(
                value.Key, value.Version, AppendedList.Write(seen[value.Key].Add(number))));
            return new StoreBatch([.. changes], [Entry(number)]);
        }
    }

    /// <summary>Returns once so many commits are made.</summary>
    public async Task Reach(int commits, CancellationToken cancellation)
    {
        while (Committed < commits)
            await changed.WaitAsync(cancellation);
    }

    /// <summary>Holds everything that was told against what is there.</summary>
    public async Task Check(IStore store, ImmutableArray<string> keys, CancellationToken cancellation)
    {
        var lists = (await store.Read(keys, cancellation)).ToDictionary(value => value.Key, AppendedList.Read);
        var entries = new List<int>();
        await foreach (var entry in store.ReadEntries(LedgerPeriod.Ever, cancellation))
            entries.Add((int)entry.Request);
        Assert.Equal(entries.Distinct().Count(), entries.Count);
        var written = operations.Where(operation => operation.Outcome != Outcome.Read).ToList();
        foreach (var operation in written)
            CheckOnce(operation, lists, entries);
        Assert.Empty(entries.Except(written.Select(operation => operation.Number)));
        foreach (var (key, list) in lists)
            CheckOrder(key, list);
    }

    /// <summary>All or nothing, once: in each of its lists and in the ledger, or in none.</summary>
    private static void CheckOnce(Operation operation, Dictionary<string, ImmutableArray<int>> lists, List<int> entries)
    {
        var times = operation.Seen.Keys.Select(key => lists[key].Count(number => number == operation.Number)).ToList();
        var expected = operation.Outcome switch
        {
            Outcome.Committed => 1,
            Outcome.Unknown => times[0],
            _ => 0,
        };
        Assert.InRange(expected, 0, 1);
        Assert.All(times, found => Assert.True(
            found == expected, $"{operation.Number} was told {operation.Outcome} and is there {found} times."));
        Assert.Equal(expected == 1, entries.Contains(operation.Number));
    }

    /// <summary>
    /// The history of a key is linearizable: each saw a beginning of the one list there is; a commit follows directly
    /// on what it saw; and what ended before another began is seen by it.
    /// </summary>
    private void CheckOrder(string key, ImmutableArray<int> list)
    {
        var place = list.Select((number, at) => (number, at)).ToDictionary(pair => pair.number, pair => pair.at);
        var concerned = operations.Where(operation => operation.Seen.ContainsKey(key)).ToList();
        var byEnd = concerned.Where(o => o.Outcome is Outcome.Read or Outcome.Committed).OrderBy(o => o.End).ToList();
        foreach (var operation in concerned)
        {
            var seen = operation.Seen[key];
            Assert.True(list.AsSpan().StartsWith(seen.AsSpan()), $"{operation.Number} saw what is not in '{key}'.");
            if (place.TryGetValue(operation.Number, out var at) && operation.Outcome == Outcome.Committed)
                Assert.Equal(seen.Length, at);
        }

        // How much of the list each is known to have seen or made, the longest so far in the order of the ends.
        var (longest, next) = (0, 0);
        foreach (var operation in concerned.Where(o => o.Outcome == Outcome.Read).OrderBy(o => o.Begin))
        {
            for (; next < byEnd.Count && byEnd[next].End < operation.Begin; next++)
            {
                var made = byEnd[next].Outcome == Outcome.Committed ? 1 : 0;
                longest = Math.Max(longest, byEnd[next].Seen[key].Length + made);
            }

            Assert.True(
                operation.Seen[key].Length >= longest, $"{operation.Number} did not see what was committed before.");
        }
    }

    public void Dispose() => changed.Dispose();

    private void Record(
        int number, long begin, Outcome outcome, ImmutableDictionary<string, ImmutableArray<int>> seen) =>
        operations.Add(new Operation(number, begin, Interlocked.Increment(ref lastMoment), outcome, seen));

    private static LedgerEntry Entry(int number) => new()
    {
        Request = (UInt128)number,
        At = Instant.FromUnixSeconds(1_780_000_000 + number),
        Scope = ScopeName.Parse("acme/anna"),
        Class = "large",
        Pool = "east",
        Plan = "max",
        Usage = new TokenUsage(new Tokens(number), default, default, default),
    };
}
