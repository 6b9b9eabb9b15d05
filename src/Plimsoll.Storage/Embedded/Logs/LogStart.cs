using Plimsoll.Storage.Embedded.Frames;

namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>
/// The first frame of a log: which log it follows, and up to where. So no log is ever cut or written to again: what of
/// it does not count is said by its follower.
/// </summary>
/// <param name="Store">Name of the store.</param>
/// <param name="Sequence">Sequence of this frame.</param>
/// <param name="Previous">Number of the log that it follows; 0: none.</param>
/// <param name="PreviousEnd">Where that log ends.</param>
/// <param name="Carried">
/// A group that stands behind that end and is written here again, because nobody knows whether it is durable there;
/// empty: none.
/// </param>
internal sealed record LogStart(
    UInt128 Store, long Sequence, long Previous, long PreviousEnd, ReadOnlyMemory<byte> Carried)
{
    /// <summary>Writes the frame.</summary>
    public void Write(ByteWriter to)
    {
        var start = Frame.Begin(to);
        to.Fixed(Store);
        to.Number(Previous);
        to.Number(PreviousEnd);
        to.Bytes(Carried.Span);
        Frame.End(to, start, FrameKind.LogStart, Sequence);
    }

    /// <summary>Reads what the frame holds.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static LogStart Read(ReadOnlySpan<byte> content, long sequence)
    {
        var from = new ByteReader(content);
        var start = new LogStart(
            from.Fixed128(), sequence, from.Number(), from.Number(), from.Bytes().ToArray());
        from.End();
        return start;
    }
}
