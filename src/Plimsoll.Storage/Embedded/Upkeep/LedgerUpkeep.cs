using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Parts;

namespace Plimsoll.Storage.Embedded.Upkeep;

/// <summary>Rewrites parts of the ledger: drops old entries, takes a person out.</summary>
/// <param name="files">Where they are.</param>
/// <param name="inUse">Numbers new files.</param>
/// <param name="cancellation">Ends it early.</param>
internal sealed class LedgerUpkeep(StoreFiles files, StoreFilesInUse inUse, CancellationToken cancellation)
{
    /// <summary>
    /// Drops the entries before an instant. Parts that are left with nothing but sums become one, so that their number
    /// does not grow with the years.
    /// </summary>
    /// <returns>The parts, and how many entries were dropped.</returns>
    public (ImmutableArray<LedgerPart> Parts, long Dropped) Drop(ImmutableArray<LedgerPart> parts, Instant before)
    {
        bool IsDropped(LedgerPart part) => part.Entries > 0 && part.Last < before;
        if (!parts.Any(part => part.Entries > 0 && part.First < before))
            return (parts, 0);
        var dropped = parts.Where(IsDropped).Sum(part => part.Entries);
        var kept = ImmutableArray.CreateBuilder<LedgerPart>();
        var empty = parts.Where(part => part.Entries == 0 || IsDropped(part)).ToList();
        if (empty.Count > 0)
        {
            kept.Add(LedgerFile.Write(files, inUse.NextNumber(), [], Each(LedgerReading.Sums(files, empty, []))));
        }

        foreach (var part in parts.Except(empty))
        {
            var rest = part.First < before ? Rewrite(part, new LedgerPeriod(before, LedgerPeriod.Ever.To)) : part;
            dropped += part.Entries - rest.Entries;
            kept.Add(rest);
        }

        return (kept.ToImmutable(), dropped);
    }

    /// <summary>Takes a person out.</summary>
    /// <returns>The parts, and how many entries named it.</returns>
    public (ImmutableArray<LedgerPart> Parts, long Erased) Erase(
        ImmutableArray<LedgerPart> parts, ScopeErasure erasure)
    {
        var erased = 0L;
        var kept = ImmutableArray.CreateBuilder<LedgerPart>();
        foreach (var part in parts)
        {
            var named = Entries(part).LongCount(entry => erasure.Concerns(entry));
            var isSummed = erasure.Scope.Above is null
                && LedgerFile.Sums(files, part).Any(sum => erasure.Of(sum).Key != sum.Key);
            erased += named;
            kept.Add(named > 0 || isSummed ? Rewrite(part, erasure) : part);
        }

        return (kept.ToImmutable(), erased);
    }

    private LedgerPart Rewrite(LedgerPart part, LedgerPeriod period) => LedgerFile.Write(
        files, inUse.NextNumber(), Each(LedgerFile.Entries(files, part, period)), LedgerFile.Sums(files, part));

    private LedgerPart Rewrite(LedgerPart part, ScopeErasure erasure)
    {
        var sums = new UsageSums();
        foreach (var sum in LedgerFile.Sums(files, part))
            sums.Add(erasure.Of(sum));
        return LedgerFile.Write(
            files, inUse.NextNumber(), Entries(part).Select(entry => erasure.Of(entry)), sums.InOrder());
    }

    private IEnumerable<LedgerEntry> Entries(LedgerPart part) =>
        Each(LedgerFile.Entries(files, part, LedgerPeriod.Ever));

    private IEnumerable<T> Each<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
