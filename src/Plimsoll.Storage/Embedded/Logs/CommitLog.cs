using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Frames;

namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>The log that is being written. For one thread.</summary>
internal sealed class CommitLog : IDisposable
{
    private readonly ByteWriter buffer = new();
    private readonly StoreFile file;
    private readonly long start;
    private int frame;

    private CommitLog(long number, StoreFile file, LogStart first)
    {
        (Number, this.file, Sequence, start, Store) = (number, file, first.Sequence, first.Sequence, first.Store);
    }

    /// <summary>Number of its file.</summary>
    public long Number { get; }

    /// <summary>Sequence of its last frame.</summary>
    public long Sequence { get; private set; }

    /// <summary>Name of its store.</summary>
    public UInt128 Store { get; }

    /// <summary>As much of it as is durable.</summary>
    public LogPart Part => new(Number, start, file.Length);

    /// <summary>Begins a log. Durable when it returns.</summary>
    public static CommitLog Begin(StoreFiles files, long number, LogStart start)
    {
        var log = new CommitLog(number, files.Create(FileNames.Of(FileNames.Log, number)), start);
        try
        {
            start.Write(log.buffer);
            log.Write();
            files.Sync();
            return log;
        }
        catch
        {
            log.Abandon(files);
            throw;
        }
    }

    /// <summary>
    /// Takes a log away that was begun and that nobody relies on, so that starts which fail leave no files. Where that
    /// fails too, it does no harm: nothing was committed to it.
    /// </summary>
    public void Abandon(StoreFiles files)
    {
        Dispose();
        try
        {
            files.Delete(FileNames.Of(FileNames.Log, Number));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Begins a group.</summary>
    /// <returns>Where its batches are written.</returns>
    public ByteWriter BeginGroup()
    {
        frame = Frame.Begin(buffer);
        return buffer;
    }

    /// <summary>Drops the group that was begun.</summary>
    public void DropGroup() => buffer.Truncate(0);

    /// <summary>Appends the group. Durable when it returns; after a failure nothing more may be written.</summary>
    public void EndGroup()
    {
        Frame.End(buffer, frame, FrameKind.Group, ++Sequence);
        Write();
    }

    /// <summary>Notes that it was closed in order.</summary>
    public void Close()
    {
        Frame.End(buffer, Frame.Begin(buffer), FrameKind.LogClose, ++Sequence);
        Write();
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Write()
    {
        file.Append(buffer.Written);
        file.Sync();
        buffer.Truncate(0);
    }
}
