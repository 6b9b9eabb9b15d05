using System.Collections.Immutable;
using Plimsoll.Limits.Ledger;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Logs;
using Plimsoll.Storage.Embedded.Parts;

namespace Plimsoll.Storage.Embedded.Upkeep;

/// <summary>
/// Makes a snapshot and a part of the ledger out of the snapshot before and the logs since. It reads only files that
/// nobody writes to, so nobody waits for it.
/// </summary>
internal static class Compaction
{
    // A part of about 400 MB. More entries would be written anew at once, for fewer files.
    private const long MostEntries = 4_000_000;

    /// <summary>Writes them. Durable when it returns, but for their names.</summary>
    /// <param name="files">Where.</param>
    /// <param name="view">The files; the logs that are sealed are read.</param>
    /// <param name="inUse">Numbers new files.</param>
    /// <param name="expected">About how many values there are.</param>
    /// <param name="knownRequests">How many of the latest requests are kept.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>A manifest that does without those logs.</returns>
    public static StoreManifest Run(
        StoreFiles files,
        FileView view,
        StoreFilesInUse inUse,
        int expected,
        int knownRequests,
        CancellationToken cancellation)
    {
        var (before, content) = (view.Manifest, new LogContent());
        foreach (var part in view.Sealed)
        {
            using var log = new LogReader(files, part.Number);
            log.ReadTo(part, before.Store, content);
        }

        var requests = new List<UInt128>();
        var values = Merge(files, before, content, requests, cancellation);
        var latest = Latest(requests, content.Entries, knownRequests);
        var snapshot = inUse.NextNumber();
        var bytes = SnapshotFile.Write(files, snapshot, values, latest, expected);
        var ledger = content.Entries.Count > 0
            ? Appended(files, before.Ledger, content.Entries, inUse.NextNumber(), cancellation)
            : before.Ledger;
        return before with
        {
            Covered = view.Current.Start - 1,
            Version = Math.Max(before.Version, content.Version),
            Snapshot = snapshot,
            SnapshotBytes = bytes,
            LeastLog = view.Current.Number,
            Ledger = ledger,
        };
    }

    /// <summary>
    /// The parts with one more, which takes in the latest as long as they have no more entries than it: so an entry is
    /// written anew a few times, and there are few parts.
    /// </summary>
    private static ImmutableArray<LedgerPart> Appended(
        StoreFiles files,
        ImmutableArray<LedgerPart> parts,
        List<LedgerEntry> entries,
        long number,
        CancellationToken cancellation)
    {
        long count = entries.Count;
        var taken = new List<LedgerPart>();
        for (var at = parts.Length - 1; at >= 0 && IsTaken(parts[at]); at--)
        {
            taken.Add(parts[at]);
            count += parts[at].Entries;
        }

        var sums = LedgerReading.Sums(files, taken, entries);
        var all = LedgerReading.Entries(files, taken, entries, LedgerPeriod.Ever).Select(Checked);
        return parts[..^taken.Count].Add(LedgerFile.Write(files, number, all, sums));

        bool IsTaken(LedgerPart part) =>
            part.Entries > 0 && part.Entries <= count && part.Entries + count <= MostEntries;

        LedgerEntry Checked(LedgerEntry entry)
        {
            cancellation.ThrowIfCancellationRequested();
            return entry;
        }
    }

    /// <summary>The values of the snapshot, and in their place what logs changed.</summary>
    private static IEnumerable<StoredValue> Merge(
        StoreFiles files,
        StoreManifest before,
        LogContent content,
        List<UInt128> requests,
        CancellationToken cancellation)
    {
        var changed = content.Values.Values.OrderBy(value => value.Key, KeyOrder.Instance).ToList();
        var next = 0;
        var old = before.Snapshot > 0 ? SnapshotFile.Values(files, before.Snapshot, requests) : [];
        foreach (var value in old)
        {
            cancellation.ThrowIfCancellationRequested();
            for (; next < changed.Count && KeyOrder.Instance.Compare(changed[next].Key, value.Key) < 0; next++)
            {
                if (changed[next].Exists)
                    yield return changed[next];
            }

            if (!content.Values.ContainsKey(value.Key))
                yield return value;
        }

        for (; next < changed.Count; next++)
        {
            if (changed[next].Exists)
                yield return changed[next];
        }
    }

    /// <summary>The latest requests, oldest first. Read once the values have been.</summary>
    private static IEnumerable<UInt128> Latest(List<UInt128> before, List<LedgerEntry> entries, int count)
    {
        foreach (var request in before.Skip(Math.Max(0, before.Count + entries.Count - count)))
            yield return request;
        foreach (var entry in entries.Skip(Math.Max(0, entries.Count - count)))
            yield return entry.Request;
    }
}
