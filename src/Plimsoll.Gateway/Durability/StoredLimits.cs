using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Durability;

/// <summary>
/// The state of a gateway's limits in a store: what was there when it started, and whatever changes since. Safe to
/// share between threads.
/// </summary>
internal sealed class StoredLimits : IAsyncDisposable
{
    private const int BitsOfNumber = 48;

    private readonly ulong process = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly StorageOptions options;
    private readonly StoredKey course;

    private StoredLimits(StorageOptions options, Committer committer, StoredState state)
    {
        (this.options, Committer, State) = (options, committer, state);
        course = new StoredKey(StoreKeys.Course, state.Course.Version);
    }

    /// <summary>Commits what changes.</summary>
    public Committer Committer { get; }

    /// <summary>What was there, and was not taken yet.</summary>
    public StoredState State { get; }

    /// <summary>Opens a store and reads it.</summary>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public static StoredLimits Open(StorageOptions options, TimeProvider clock, ILogger log)
    {
        Committer? committer = null;
        try
        {
            committer = new Committer(options, clock, log);
            var store = committer.Store;
            var state = Task.Run(() => StoredState.Read(store, CancellationToken.None)).GetAwaiter().GetResult();
            DurabilityLog.Opened(log, options.Place, state.ScopeCount, state.OpenCount);
            return new StoredLimits(options, committer, state);
        }
        catch (Exception e) when (e is StoreException or IOException)
        {
            committer?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw new IOException(e is StoreException ? e.Message : $"{options.Place}: {e.Message}", e);
        }
    }

    /// <summary>A book that goes on where the last process ended.</summary>
    public LimitBook NewBook(PolicyTimeline timeline, Instant now)
    {
        var book = State.Course.Exists
            ? StoredState.Named(StoreKeys.Course, () => new LimitBook(timeline, State.Course.Bytes.Span, now))
            : new LimitBook(timeline);
        book.NoteChanges();
        return book;
    }

    /// <summary>What is noted of a book.</summary>
    public ShardNotes NewNotes(LimitBook book, int shard, int shards)
    {
        var names = new UInt128(process, (ulong)shard << BitsOfNumber);
        var notes = new ShardNotes(book, names, Committer.Note);
        foreach (var (key, name) in State.Names)
        {
            if ((StoreKeys.ShardOf(key.Key, shards) ?? shard) == shard)
                notes.Remember(key, name);
        }

        return notes;
    }

    /// <summary>The key of the course for the book that writes it: all have the same.</summary>
    public StoredKey? CourseOf(int shard) => shard == 0 ? course : null;

    /// <summary>
    /// Whether requests of a path are refused while the store is late, as a limit of theirs is not to go on in memory.
    /// </summary>
    public bool Refuses(ShardedLimits limits, LimitPath path, Instant now)
    {
        if (!Committer.IsLate)
            return false;
        foreach (var state in limits.States(path, null, now))
        {
            if (options.RefuseWhenLate.Contains(state.Kind))
                return true;
        }

        return false;
    }

    /// <summary>Whether some requests are refused because the store is late.</summary>
    public bool RefusesSome => Committer.IsLate && !options.RefuseWhenLate.IsEmpty;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Committer.DisposeAsync();
}
