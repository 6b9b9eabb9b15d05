using System.Security.Cryptography;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Logs;
using Plimsoll.Storage.Embedded.Parts;

namespace Plimsoll.Storage.Embedded;

/// <summary>A store as it is after its files were read, or made.</summary>
/// <param name="State">What they hold.</param>
/// <param name="View">The files that count.</param>
/// <param name="Log">A log begun for this process.</param>
/// <param name="InUse">Numbers and deletes files.</param>
internal sealed record OpenedFiles(StoreState State, FileView View, CommitLog Log, StoreFilesInUse InUse)
{
    /// <summary>Reads the files of a store, or makes one where there is nothing.</summary>
    public static OpenedFiles Open(StoreFiles files, EmbeddedTerms terms)
    {
        var manifest = StoreManifest.Read(files);
        if (manifest is null)
        {
            CheckThatNothingIsThere(files);
            return Make(files, terms);
        }

        var state = new StoreState(terms.KnownRequests);
        if (manifest.Snapshot > 0)
            SnapshotFile.Read(files, manifest.Snapshot, state.Expect, state.Put, state.Requests.Add);
        state.EndBatch(manifest.Version);
        foreach (var part in manifest.Ledger)
            LedgerFile.CheckThatItIsThere(files, part);
        var chain = LogChain.Read(files, manifest, state);
        var inUse = new StoreFilesInUse(files, LastNumber(files, manifest));
        var start = chain.Tail.Next(chain.Last);
        var log = CommitLog.Begin(files, inUse.NextNumber(), start);
        manifest = manifest with { LeastLog = log.Number };
        Prepare(manifest, files, log);
        try
        {
            StoreManifest.PutInPlace(files);
            var sealedLogs = start.Previous == chain.Last
                ? chain.Parts.Add(chain.LastPart with { End = start.PreviousEnd })
                : chain.Parts;
            var view = new FileView(manifest, sealedLogs, log.Part);
            inUse.DeleteAllBut(view);
            return new OpenedFiles(state, view, log, inUse);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    private static OpenedFiles Make(StoreFiles files, EmbeddedTerms terms)
    {
        var store = new UInt128(
            BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)),
            BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        var manifest = new StoreManifest(store, 0, 0, 0, 0, LeastLog: 1, []);
        var inUse = new StoreFilesInUse(files, 0);
        var log = CommitLog.Begin(files, inUse.NextNumber(), new LogStart(store, 1, 0, 0, default));
        Prepare(manifest, files, log);
        try
        {
            StoreManifest.PutInPlace(files);
            var view = new FileView(manifest, [], log.Part);
            return new OpenedFiles(new StoreState(terms.KnownRequests), view, log, inUse);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>As long as the manifest is not in its place, the log that it counts can be taken away.</summary>
    private static void Prepare(StoreManifest manifest, StoreFiles files, CommitLog log)
    {
        try
        {
            manifest.Prepare(files);
        }
        catch
        {
            log.Abandon(files);
            throw;
        }
    }

    /// <summary>What a start leaves that ended before the store was made may stand there, and nothing else.</summary>
    private static void CheckThatNothingIsThere(StoreFiles files)
    {
        var first = FileNames.Of(FileNames.Log, 1);
        foreach (var name in files.List().Where(name => FileNames.NumberOf(name) is not null))
        {
            using var file = files.Open(name);
            if (name != first || file.Length > Frames.Frame.Sector)
                throw StoreDamage.Of(files, StoreManifest.Name, $"The file is missing, though {name} is there.");
        }
    }

    private static long LastNumber(StoreFiles files, StoreManifest manifest)
    {
        var numbers = files.List().Select(FileNames.NumberOf).OfType<long>();
        return numbers.Concat(manifest.Ledger.Select(part => part.Number)).Append(manifest.Snapshot).Max();
    }
}
