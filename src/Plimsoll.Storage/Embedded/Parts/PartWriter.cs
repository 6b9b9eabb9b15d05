using System.Diagnostics;
using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Frames;

namespace Plimsoll.Storage.Embedded.Parts;

/// <summary>
/// Writes a file of many frames, each filled with as many items as go into it. Commits share the disk: so it is synced
/// piece by piece, and left to them for as long after each piece as that took. All at once at the end would keep every
/// commit waiting behind hundreds of megabytes.
/// </summary>
internal sealed class PartWriter(StoreFile file) : IDisposable
{
    private const int FullAt = 1 << 18;
    private const int Piece = 1 << 22;
    private readonly ByteWriter buffer = new();
    private FrameKind? open;
    private int start;
    private long sequence;
    private long synced;

    /// <summary>Where the next frame begins, once the last has ended.</summary>
    public long Offset => file.Length;

    /// <summary>Where to write an item of some kind.</summary>
    public ByteWriter Item(FrameKind kind)
    {
        if (open != kind || buffer.Length > FullAt)
            EndFrame();
        if (open is null)
        {
            open = kind;
            start = Frame.Begin(buffer);
        }

        return buffer;
    }

    /// <summary>Ends the frame that is being filled.</summary>
    public void EndFrame()
    {
        if (open is not { } kind)
            return;
        Frame.End(buffer, start, kind, ++sequence);
        file.Append(buffer.Written);
        buffer.Truncate(0);
        open = null;
        if (file.Length - synced >= Piece)
            SyncPiece();
    }

    /// <summary>Makes all of it durable.</summary>
    public void Finish()
    {
        EndFrame();
        file.Sync();
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void SyncPiece()
    {
        var begun = Stopwatch.GetTimestamp();
        file.Sync();
        synced = file.Length;
        Thread.Sleep(Stopwatch.GetElapsedTime(begun));
    }
}
