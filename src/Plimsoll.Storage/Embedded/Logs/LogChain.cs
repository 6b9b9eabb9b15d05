using System.Collections.Immutable;
using Plimsoll.Storage.Embedded.Files;

namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>The logs that hold what is not in the snapshot and the ledger, each following the one before.</summary>
/// <param name="Parts">All but the last, oldest first.</param>
/// <param name="Last">Number of the last.</param>
/// <param name="Tail">How the last ends.</param>
internal sealed record LogChain(ImmutableArray<LogPart> Parts, long Last, LogTail Tail)
{
    /// <summary>The last as far as it counts.</summary>
    public LogPart LastPart => new(Last, Tail.Start.Sequence, Tail.End);

    /// <summary>Reads the logs of a store in order.</summary>
    /// <exception cref="StoreException">One is missing or damaged.</exception>
    public static LogChain Read(ReadableFiles files, StoreManifest manifest, IGroupSink sink)
    {
        var starts = new SortedDictionary<long, LogStart>();
        foreach (var number in files.List().Select(name => FileNames.NumberOf(FileNames.Log, name)).OfType<long>())
        {
            using var log = new LogReader(files, number);
            if (log.ReadStart(manifest.Store) is { } start && start.Sequence > manifest.Covered)
                starts[number] = start;
        }

        var last = starts.Keys.LastOrDefault();
        if (last < manifest.LeastLog)
            throw Missing(files, manifest);
        var parts = new Stack<LogPart>();
        for (var follower = starts[last]; follower.Sequence != manifest.Covered + 1;)
        {
            if (!starts.TryGetValue(follower.Previous, out var start))
                throw Missing(files, manifest);
            parts.Push(new LogPart(follower.Previous, start.Sequence, follower.PreviousEnd));
            follower = start;
        }

        foreach (var part in parts)
        {
            using var log = new LogReader(files, part.Number);
            log.ReadTo(part, manifest.Store, sink);
        }

        using var head = new LogReader(files, last);
        return new LogChain([.. parts], last, head.ReadToEnd(manifest.Store, sink));
    }

    private static StoreException Missing(ReadableFiles files, StoreManifest manifest) => StoreDamage.Of(
        files, StoreManifest.Name, $"A log is missing that follows sequence {manifest.Covered}.");
}
