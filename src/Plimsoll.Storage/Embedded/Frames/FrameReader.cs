namespace Plimsoll.Storage.Embedded.Frames;

/// <summary>
/// Reads the frames of a file one after the other, as long as the file was when it was opened: whoever appends to it
/// meanwhile is not seen half.
/// </summary>
internal sealed class FrameReader(Stream file) : IDisposable
{
    private readonly long end = file.Length;
    private byte[] buffer = new byte[1 << 16];
    private FrameHeader header;

    /// <summary>Where the frame begins that was read last.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the frame ends that was read last, and the next begins.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Bytes in the file.</summary>
    public long FileLength => end;

    /// <summary>What the frame holds.</summary>
    public FrameKind Kind => header.Kind;

    /// <summary>Its place in the order.</summary>
    public long Sequence => header.Sequence;

    /// <summary>Its content, until the next is read.</summary>
    public ReadOnlySpan<byte> Content => buffer.AsSpan(Frame.HeaderBytes, header.Length);

    /// <summary>Reads on at a place where a frame begins.</summary>
    public void Seek(long offset) => NextOffset = file.Seek(offset, SeekOrigin.Begin);

    /// <summary>Reads the next frame. After anything but a whole one there is nothing more to read.</summary>
    public FrameState Read()
    {
        Offset = NextOffset;
        if (Offset + Frame.Sector > end)
            return Offset == end ? FrameState.End : FrameState.Torn;
        file.ReadExactly(buffer.AsSpan(0, Frame.Sector));
        if (!Frame.TryReadHeader(buffer, out header))
            return Frame.ZeroSectors(buffer.AsSpan(0, Frame.Sector)) == 1 ? FrameState.Torn : FrameState.Damaged;
        var length = (int)Frame.PaddedLength(header.Length);
        if (Offset + length > end)
            return FrameState.Torn;
        if (buffer.Length < length)
            Array.Resize(ref buffer, Math.Max(length, buffer.Length * 2));
        var rest = buffer.AsSpan(Frame.Sector, length - Frame.Sector);
        file.ReadExactly(rest);
        if (Frame.Checksum(Content) != header.Checksum)
            return Frame.ZeroSectors(rest) > header.ZeroSectors ? FrameState.Torn : FrameState.Damaged;
        NextOffset = Offset + length;
        return FrameState.Whole;
    }

    /// <summary>
    /// Whether a frame later than <paramref name="sequence"/> begins anywhere after <paramref name="offset"/>. There is
    /// nothing more to read afterwards.
    /// </summary>
    public bool HasLaterFrame(long offset, long sequence)
    {
        var sector = buffer.AsSpan(0, Frame.Sector);
        file.Seek(offset, SeekOrigin.Begin);
        for (var at = offset; at + Frame.Sector <= end; at += Frame.Sector)
        {
            file.ReadExactly(sector);
            if (at > offset && Frame.TryReadHeader(sector, out var later) && later.Sequence > sequence)
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
