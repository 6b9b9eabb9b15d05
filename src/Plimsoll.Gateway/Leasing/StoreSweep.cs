using System.Collections.Concurrent;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Durability;
using Plimsoll.Limits;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>Takes out of a shared store what nobody will end: leases that expired untold, and old names.</summary>
/// <param name="limits">Whose store it is.</param>
/// <param name="find">Finds a path by its name.</param>
internal sealed class StoreSweep(LeasedLimits limits, Func<string, LimitPath?> find)
{
    /// <summary>How long names of resets, purchases and uses of grants are kept.</summary>
    public static readonly Duration NamesFor = Duration.FromHours(400 * 24);

    private const int MostAtOnce = 512;

    private readonly ConcurrentDictionary<string, LimitPath> unknown = new(StringComparer.Ordinal);

    /// <summary>Ends leases whose gateways never told what became of them.</summary>
    public async Task Leases(CancellationToken cancellation)
    {
        await limits.Clock.Read(cancellation);
        await foreach (var value in limits.Store.ReadAll("open/", cancellation))
        {
            if (limits.Read(value) is not { } lease || lease.ExpiresAt >= limits.Clock.Earliest)
                continue;
            if ((find(lease.Path) ?? await PathOf(lease.Path, cancellation)) is { } path)
                await limits.Try(new PathChange(path, null) { Expired = value.Key });
        }
    }

    /// <summary>Forgets names whose time is over. Other gateways may do so at the same time.</summary>
    public async Task Names(CancellationToken cancellation)
    {
        await limits.Clock.Read(cancellation);
        var over = new List<StoreChange>();
        await foreach (var value in limits.Store.ReadAll("name/", cancellation))
        {
            if (IsOver(value))
                over.Add(StoreChange.Remove(value.Key, value.Version));
            if (over.Count == MostAtOnce)
                await Remove(over, cancellation);
        }

        await Remove(over, cancellation);
    }

    private bool IsOver(in StoredValue value)
    {
        try
        {
            var (name, now) = (RememberedName.Read(value.Bytes.Span), limits.Clock.Earliest!.Value);
            return value.Key.StartsWith(SharedNames.Prefix, StringComparison.Ordinal)
                ? SharedNames.IsOver(name, now)
                : name.At + NamesFor < now;
        }
        catch (FormatException fault)
        {
            limits.CannotRead(value.Key, fault);
            return false;
        }
    }

    private async Task Remove(List<StoreChange> over, CancellationToken cancellation)
    {
        while (over.Count > 0)
        {
            if (await limits.Store.Commit(StoreBatch.Of([.. over]), cancellation) is not CommitResult.Conflict met)
                over.Clear();
            else
                over.RemoveAll(change => met.Keys.Contains(change.Key));
        }
    }

    /// <summary>
    /// The path of a lease whose last key is gone: its scopes are as the store has them, so that those that others
    /// still use get back what it held.
    /// </summary>
    private async Task<LimitPath?> PathOf(string name, CancellationToken cancellation)
    {
        if (unknown.TryGetValue(name, out var known))
            return known;
        LimitPath? path = null;
        for (var end = 0; end < name.Length;)
        {
            var begin = end == 0 ? 0 : end + 1;
            end = name.IndexOf('/', begin) is > 0 and var slash ? slash : name.Length;
            var value = (await limits.Store.Read([StoreKeys.Scopes + name[..end]], cancellation))[0];
            path = find(name[..end]) ?? Added(path, name[begin..end], value);
        }

        return path is null ? null : unknown.GetOrAdd(name, path);
    }

    private LimitPath Added(LimitPath? above, string name, StoredValue value)
    {
        var begins = new Instant(long.MinValue);
        var terms = value.Exists ? LimitBook.TermsOf(value.Bytes.Span) : new ScopeTerms([]);
        var level = value.Exists ? LimitBook.LevelOf(value.Bytes.Span)
            : (above?.Scope.Lowest ?? 0) + 1;
        var path = above is null
            ? limits.Book.Add(name, level, terms, begins)
            : limits.Book.Add(above, name, level, terms, begins);
        path.IsOfNobody = true;
        return path;
    }
}
