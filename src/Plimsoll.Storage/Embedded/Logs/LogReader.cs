using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Frames;

namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>Reads one log.</summary>
internal sealed class LogReader : IDisposable
{
    private readonly ReadableFiles files;
    private readonly string name;
    private readonly FrameReader frames;

    /// <summary>Opens a log.</summary>
    /// <exception cref="StoreException">It is missing.</exception>
    public LogReader(ReadableFiles files, long number)
    {
        (this.files, name) = (files, FileNames.Of(FileNames.Log, number));
        frames = new FrameReader(StoreDamage.Guard(files, name, () => files.Open(name)));
    }

    /// <summary>
    /// Reads its first frame; null: its writing was not completed, and so nothing else was ever written to it.
    /// </summary>
    /// <exception cref="StoreException">It is damaged, or no log of this store.</exception>
    public LogStart? ReadStart(UInt128 store)
    {
        var state = frames.Read();
        if (state is FrameState.End || (state is FrameState.Torn && !frames.HasLaterFrame(0, -1)))
            return null;
        if (state is not FrameState.Whole || frames.Kind != FrameKind.LogStart)
            throw StoreDamage.Of(files, name, "Its beginning is damaged.");
        var start = Guarded(() => LogStart.Read(frames.Content, frames.Sequence));
        return start.Store == store
            ? start
            : throw StoreDamage.Of(files, name, "It belongs to another store.");
    }

    /// <summary>Reads from the beginning to a place up to which every frame must be whole.</summary>
    public void ReadTo(LogPart part, UInt128 store, IGroupSink sink)
    {
        var start = ReadStart(store) ?? throw StoreDamage.Of(files, name, "Its beginning is missing.");
        ReadGroup(start.Carried.Span, sink);
        var sequence = start.Sequence;
        while (frames.NextOffset < part.End)
        {
            if (frames.Read() != FrameState.Whole || frames.Sequence != ++sequence || frames.Kind != FrameKind.Group)
                throw Damage();
            ReadGroup(frames.Content, sink);
        }
    }

    /// <summary>Reads the last log, whose end nobody has said yet.</summary>
    /// <exception cref="StoreException">Something is damaged that was acknowledged.</exception>
    public LogTail ReadToEnd(UInt128 store, IGroupSink sink)
    {
        var start = ReadStart(store) ?? throw StoreDamage.Of(files, name, "Its beginning is missing.");
        ReadGroup(start.Carried.Span, sink);
        var tail = new LogTail(start, LogEnding.Cut, frames.NextOffset, 0, 0, start.Sequence, default);
        for (var state = frames.Read(); ; state = frames.Read())
        {
            switch (state)
            {
                case FrameState.Whole when frames.Sequence == tail.Sequence + 1 && frames.Kind == FrameKind.Group:
                    ReadGroup(frames.Content, sink);
                    tail = tail with
                    {
                        Sequence = frames.Sequence,
                        Last = frames.Offset,
                        End = frames.NextOffset,
                        LastGroup = frames.Content.ToArray(),
                    };
                    break;
                case FrameState.Whole when frames.Sequence == tail.Sequence + 1 && frames.Kind == FrameKind.LogClose:
                    if (frames.Read() != FrameState.End)
                        throw StoreDamage.Of(files, name, "Something stands behind its end.");
                    return tail with { Ending = LogEnding.Closed };
                case FrameState.End:
                    return tail;
                case FrameState.Torn when !frames.HasLaterFrame(frames.Offset, tail.Sequence):
                    return tail with { TornBytes = frames.FileLength - tail.End };
                default:
                    throw Damage();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => frames.Dispose();

    private void ReadGroup(ReadOnlySpan<byte> group, IGroupSink sink)
    {
        try
        {
            GroupForm.Read(group, sink);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw StoreDamage.Of(files, name, $"What stands at byte {frames.Offset} is malformed: {e.Message}", e);
        }
    }

    private LogStart Guarded(Func<LogStart> read) => StoreDamage.Guard(files, name, read);

    private StoreException Damage() => StoreDamage.Of(
        files,
        name,
        $"Bytes from {frames.Offset} on, of {frames.FileLength}, are damaged, and held what was acknowledged.");
}
