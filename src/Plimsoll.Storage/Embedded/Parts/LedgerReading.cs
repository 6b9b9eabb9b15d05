using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Logs;

namespace Plimsoll.Storage.Embedded.Parts;

/// <summary>Reads the ledger from its parts, and from the logs what is not in a part yet.</summary>
internal static class LedgerReading
{
    /// <summary>The entries of a period, in order.</summary>
    public static IEnumerable<LedgerEntry> Entries(ReadableFiles files, FileView view, LedgerPeriod period) =>
        Entries(files, view.Manifest.Ledger, FromLogs(files, view, period), period);

    /// <summary>The entries of a period that are in parts, and others of it, in order.</summary>
    public static IEnumerable<LedgerEntry> Entries(
        ReadableFiles files, IEnumerable<LedgerPart> parts, List<LedgerEntry> others, LedgerPeriod period)
    {
        others.Sort((left, right) => KeyOf(left).CompareTo(KeyOf(right)));
        var sources = parts
            .Where(part => part.HasEntriesIn(period))
            .Select(part => (First: (part.First, UInt128.Zero), LedgerFile.Entries(files, part, period)))
            .Append((First: (period.From, UInt128.Zero), others));
        return OrderedMerge.Of(sources, KeyOf);
    }

    /// <summary>The sums of the hours that begin in a period, in order.</summary>
    public static IEnumerable<UsageSum> Sums(ReadableFiles files, FileView view, LedgerPeriod period)
    {
        var parts = view.Manifest.Ledger.Where(part => part.HasSumsIn(period));
        return Sums(files, parts, FromLogs(files, view, LedgerPeriod.Ever))
            .TakeWhile(sum => sum.Key.Hour < period.To).Where(sum => period.Contains(sum.Key.Hour));
    }

    /// <summary>The sums of parts, and of other entries, in order.</summary>
    public static IEnumerable<UsageSum> Sums(
        ReadableFiles files, IEnumerable<LedgerPart> parts, IEnumerable<LedgerEntry> others)
    {
        var sums = new UsageSums();
        foreach (var entry in others)
            sums.Add(entry);
        var sources = parts
            .Select(part => (new UsageKey(part.FirstHour, "", "", "", ""), LedgerFile.Sums(files, part)))
            .Append((new UsageKey(new Instant(long.MinValue), "", "", "", ""), sums.InOrder()));
        return OrderedMerge.Sums(sources);
    }

    private static (Instant, UInt128) KeyOf(LedgerEntry entry) => (entry.At, entry.Request);

    private static List<LedgerEntry> FromLogs(ReadableFiles files, FileView view, LedgerPeriod period)
    {
        var entries = new LogEntries(period);
        foreach (var part in view.Logs)
        {
            using var log = new LogReader(files, part.Number);
            log.ReadTo(part, view.Manifest.Store, entries);
        }

        return entries.Found;
    }
}
