using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Batches;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Recording;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Limits.Values;

namespace Plimsoll.Gateway;

/// <content>What it opens as it begins.</content>
internal sealed partial class GatewayState
{
    private ShardedLimits NewLimits(PolicyTimeline timeline)
    {
        var (shards, journal) = Recorder is { } recorder
            ? (1, (Action<LimitEvent>)recorder.Note) : (ShardedLimits.DefaultShards, null);
        if (Stored is null)
            return new ShardedLimits(timeline, shards, journal);
        foreach (var (_, name) in Stored.State.Names.Where(known => known.Name.Thing == NamedThing.Purchase))
            Purchases.Remember(name.Id);
        return new ShardedLimits(timeline, Stored, shards, journal, Now);
    }

    /// <summary>Opens what is written to, all of it or none; what cannot be opened is told of all at once.</summary>
    private static (AuditLog Audit, LimitRecorder? Recorder, BatchFolder Folder, StoredLimits? Stored) OpenFiles(
        GatewayOptions options, TimeProvider clock, ILogger log)
    {
        var problems = new List<IOException>();

        // It makes its folder, in which others may be.
        var stored = options.Storage is { } storage ? Try(() => StoredLimits.Open(storage, clock, log)) : null;
        var audit = Try(() => new AuditLog(options.AuditFile, log));
        var recorder = options.RecordFile is { } path ? Try(() => new LimitRecorder(path, log)) : null;
        var folder = Try(() => BatchFolder.Open(options.Batches.Folder));
        if (problems.Count == 0)
            return (audit!, recorder, folder!, stored);
        audit?.Dispose();
        folder?.Dispose();
        recorder?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        stored?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        throw new IOException(string.Join('\n', problems.Select(problem => problem.Message)), problems[0]);

        T? Try<T>(Func<T> open)
            where T : class
        {
            try
            {
                return open();
            }
            catch (IOException e)
            {
                problems.Add(e);
                return null;
            }
        }
    }
}
