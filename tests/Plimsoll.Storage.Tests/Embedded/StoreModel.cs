using System.Collections.Immutable;
using System.Text;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Tests.Embedded;

/// <summary>What a store ought to hold, as plainly as it can be told.</summary>
internal sealed record StoreModel
{
    public static StoreModel Empty { get; } = new();

    /// <summary>Version of the last commit that changed something.</summary>
    public long Version { get; private init; }

    public ImmutableSortedDictionary<string, (long Version, string Text)> Values { get; init; } =
        ImmutableSortedDictionary<string, (long Version, string Text)>.Empty.WithComparers(StringComparer.Ordinal);

    public ImmutableList<LedgerEntry> Entries { get; init; } = [];

    public ImmutableList<LedgerEntry> Counted { get; init; } = [];

    /// <summary>After a batch was committed.</summary>
    public StoreModel With(StoreBatch batch)
    {
        var version = Version + 1;
        var values = Values;
        foreach (var change in batch.Changes)
        {
            values = change.Bytes is { } bytes
                ? values.SetItem(change.Key, (version, Encoding.UTF8.GetString(bytes.Span)))
                : values.Remove(change.Key);
        }

        var known = Counted.Select(entry => entry.Request).ToHashSet();
        var news = batch.Entries.Where(entry => known.Add(entry.Request)).ToList();
        if (batch.Changes.IsEmpty && news.Count == 0)
            return this;
        return new StoreModel
        {
            Version = version,
            Values = values,
            Entries = Entries.AddRange(news),
            Counted = Counted.AddRange(news),
        };
    }

    public StoreModel Dropped(Instant before) => this with { Entries = Entries.RemoveAll(entry => entry.At < before) };

    public StoreModel Erased(ScopeErasure erasure) => this with
    {
        Entries = [.. Entries.Select(entry => erasure.Of(entry))],
        Counted = [.. Counted.Select(entry => erasure.Of(entry))],
    };

    /// <summary>All that it holds, as one text.</summary>
    public string Told()
    {
        var sums = new UsageSums();
        foreach (var entry in Counted)
            sums.Add(entry);
        return Tell(
            Version,
            Values.Select(value => (value.Key, value.Value.Version, value.Value.Text)),
            Entries.OrderBy(entry => entry.At).ThenBy(entry => entry.Request),
            sums.InOrder());
    }

    /// <summary>All that a store holds, as the same text.</summary>
    public static async Task<string> TellOf(IStore store)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var nothing = await store.Commit(new StoreBatch([], []), cancellation);
        return Tell(
            ((CommitResult.Committed)nothing).Version,
            await store.ReadAll("", cancellation)
                .Select(value => (value.Key, value.Version, Encoding.UTF8.GetString(value.Bytes.Span)))
                .ToListAsync(cancellation),
            await store.ReadEntries(LedgerPeriod.Ever, cancellation).ToListAsync(cancellation),
            await store.ReadUsage(LedgerPeriod.Ever, cancellation).ToListAsync(cancellation));
    }

    private static string Tell(
        long version,
        IEnumerable<(string Key, long Version, string Text)> values,
        IEnumerable<LedgerEntry> entries,
        IEnumerable<UsageSum> sums) =>
        string.Join<object>(
            '\n', [$"version {version}", .. values.Cast<object>(), .. entries.Cast<object>(), .. sums.Cast<object>()]);
}
