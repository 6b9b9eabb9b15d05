using Plimsoll.Limits.Ledger;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Logs;
using Plimsoll.Storage.Embedded.Parts;

namespace Plimsoll.Storage.Embedded.Upkeep;

/// <summary>Reads a store that another process may have open: it takes no lock and writes nothing.</summary>
public static class StoreInspection
{
    private const int Attempts = 20;

    /// <summary>Reads every file of a store.</summary>
    /// <param name="folder">Path of its folder.</param>
    /// <exception cref="StoreException">There is no store, or it is damaged: the message says where.</exception>
    public static StoreReport Check(string folder)
    {
        var files = new DiskFiles(folder);
        return Stable(files, manifest => Inspect(files, manifest));
    }

    /// <summary>Whether a folder has files of a store, whole or not.</summary>
    public static bool IsStore(string folder) =>
        Directory.Exists(folder) && new DiskFiles(folder).List().Any(
            name => name == StoreManifest.Name || FileNames.NumberOf(name) is not null);

    /// <summary>Copies a store as it is at one moment, and reads the copy.</summary>
    /// <param name="folder">Path of its folder.</param>
    /// <param name="target">Folder to copy to: empty, or not there yet.</param>
    /// <exception cref="StoreException">
    /// There is no store, it is damaged, or the target cannot be used.
    /// </exception>
    public static StoreReport Backup(string folder, string target)
    {
        var source = new DiskFiles(folder);
        try
        {
            var copy = DiskFiles.Make(target);
            if (Directory.EnumerateFileSystemEntries(target).Any())
            {
                throw new StoreException(
                    StoreFault.Unreadable, $"{target}: found files; expected an empty folder or none. Choose another.");
            }

            return Backup(source, copy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.Unavailable, $"{target}: {e.Message.TrimEnd('.')}. The copy is not complete.", e);
        }
    }

    /// <inheritdoc cref="Backup(string, string)"/>
    internal static StoreReport Backup(StoreFiles source, StoreFiles target)
    {
        Stable(source, manifest =>
        {
            foreach (var left in target.List())
                target.Delete(left);
            // A log that is begun after this list was made begins behind what is copied.
            var logs = source.List().Where(name => FileNames.NumberOf(FileNames.Log, name) is not null);
            foreach (var name in manifest.Names().Concat(logs.Order(StringComparer.Ordinal)))
                Copy(source, target, name);
            manifest.Write(target);
            return manifest;
        });
        return Inspect(target, StoreManifest.Read(target)!);
    }

    private static StoreReport Inspect(StoreFiles files, StoreManifest manifest)
    {
        var state = new StoreState(1);
        if (manifest.Snapshot > 0)
            SnapshotFile.Read(files, manifest.Snapshot, state.Expect, state.Put, _ => { });
        state.EndBatch(manifest.Version);
        var chain = LogChain.Read(files, manifest, state);
        var view = new FileView(manifest, chain.Parts, chain.LastPart);
        // Entries are read in full, so that each is seen to be whole; sums tell of those that were dropped too.
        var entries = LedgerReading.Entries(files, view, LedgerPeriod.Ever).LongCount();
        var sums = new UsageSpan();
        foreach (var sum in LedgerReading.Sums(files, view, LedgerPeriod.Ever))
            sums.Add(sum);
        return new StoreReport
        {
            Version = state.Version,
            Values = KindsOf(state.Of("")),
            Entries = entries,
            Requests = sums.Requests,
            FirstHour = sums.First,
            LastHour = sums.Last,
            Files =
            [
                Sizes(files, FileNames.Snapshot, manifest.Names()),
                Sizes(files, FileNames.Ledger, manifest.Names()),
                Sizes(files, FileNames.Log, view.Names()),
            ],
            TornBytes = chain.Tail.TornBytes,
            IsClosed = chain.Tail.Ending == LogEnding.Closed,
        };
    }

    /// <summary>Reads again when files were replaced meanwhile, which whoever has the store open does.</summary>
    internal static T Stable<T>(StoreFiles files, Func<StoreManifest, T> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            var manifest = StoreManifest.Read(files)
                ?? throw StoreDamage.Of(files, StoreManifest.Name, "The file is missing.");
            try
            {
                return read(manifest);
            }
            catch (Exception e) when (attempt < Attempts && (IsGone(e) || IsReplaced(files, manifest)))
            {
            }
        }
    }

    private static bool IsGone(Exception e) => e is FileNotFoundException || e.InnerException is FileNotFoundException;

    private static bool IsReplaced(StoreFiles files, StoreManifest manifest) =>
        StoreManifest.Read(files) is { } now
        && (now.Covered, now.Snapshot, now.LeastLog) != (manifest.Covered, manifest.Snapshot, manifest.LeastLog);

    private static void Copy(StoreFiles source, StoreFiles target, string name)
    {
        using var from = source.Open(name);
        using var to = target.Create(name);
        var buffer = new byte[1 << 20];
        for (int read; (read = from.Read(buffer)) > 0;)
            to.Append(buffer.AsSpan(0, read));
        to.Sync();
    }

    private static List<(string Kind, long Values, long Bytes)> KindsOf(List<StoredValue> values) =>
    [
        .. values.GroupBy(value => value.Key.Split('/')[0], StringComparer.Ordinal)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => (kind.Key, kind.LongCount(), kind.Sum(value => (long)value.Bytes.Length))),
    ];

    private static (string Kind, long Files, long Bytes) Sizes(StoreFiles files, string kind, IEnumerable<string> names)
    {
        var (count, bytes) = (0L, 0L);
        foreach (var name in names.Where(name => FileNames.NumberOf(kind, name) is not null))
        {
            using var file = files.Open(name);
            count++;
            bytes += file.Length;
        }

        return (kind.TrimEnd('-'), count, bytes);
    }
}
