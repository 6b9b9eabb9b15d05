using Plimsoll.Storage.Embedded.Files;
using Plimsoll.Storage.Embedded.Frames;

namespace Plimsoll.Storage.Embedded.Parts;

/// <summary>Reads a file of many frames, all of which must be whole.</summary>
internal sealed class PartReader : IDisposable
{
    private readonly ReadableFiles files;
    private readonly string name;
    private readonly FrameReader frames;

    /// <summary>Opens a file.</summary>
    /// <exception cref="StoreException">It is missing.</exception>
    public PartReader(ReadableFiles files, string name)
    {
        (this.files, this.name) = (files, name);
        frames = new FrameReader(StoreDamage.Guard(files, name, () => files.Open(name)));
    }

    /// <summary>What the frame holds.</summary>
    public FrameKind Kind => frames.Kind;

    /// <summary>Its content.</summary>
    public ReadOnlySpan<byte> Content => frames.Content;

    /// <summary>Reads on at a place where a frame begins.</summary>
    public void Seek(long offset) => frames.Seek(offset);

    /// <summary>Reads the next frame; false: it is that which ends the file.</summary>
    /// <exception cref="StoreException">It is damaged, or the file ends before.</exception>
    public bool Next(FrameKind end)
    {
        if (frames.Read() != FrameState.Whole)
            throw StoreDamage.Of(files, name, $"What stands at byte {frames.Offset} is damaged or cut off.");
        return frames.Kind != end;
    }

    /// <summary>Refuses a file that does not end with a frame of one sector that ends such files.</summary>
    public void CheckEnd(FrameKind end)
    {
        frames.Seek(Math.Max(0, frames.FileLength - Frame.Sector));
        if (Next(end))
            throw StoreDamage.Of(files, name, "It is cut off.");
    }

    /// <summary>That what was read is malformed.</summary>
    public StoreException Damage(Exception cause) =>
        StoreDamage.Of(files, name, $"What stands at byte {frames.Offset} is malformed: {cause.Message}", cause);

    /// <inheritdoc/>
    public void Dispose() => frames.Dispose();
}
