namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>
/// Where the body of an answer lies in what comes after its head: of a stated length, in chunks, or up to the end of
/// the connection. Reads strictly, whatever the boundaries at which bytes arrive. For one thread at a time.
/// </summary>
internal struct BodyFraming
{
    private const int MaxSizeDigits = 15;
    private const int UsualSizeDigits = 8;
    private const int MaxLineBytes = 4096;
    private const int MaxTrailers = 64;

    private State state;
    private long left;
    private int lineBytes;
    private int trailers;
    private byte[]? trailer;

    /// <summary>The framing of an answer's body.</summary>
    /// <param name="head">Its head.</param>
    /// <param name="method">Method of the request.</param>
    public BodyFraming(in ResponseHead head, string method)
    {
        if (head.Status is < 200 or 204 or 304 || method == "HEAD")
        {
            state = State.Ended;
        }
        else if (head.IsChunked)
        {
            state = State.Size;
        }
        else if (head.ContentLength is { } length)
        {
            left = length;
            state = length > 0 ? State.Counted : State.Ended;
        }
        else
        {
            state = State.UntilClose;
        }
    }

    private enum State
    {
        Ended,
        Counted,
        UntilClose,
        Size,
        Extension,
        SizeEnd,
        Chunk,
        ChunkCr,
        ChunkEnd,
        Trailer,
        TrailerEnd,
    }

    /// <summary>Whether the body came to its end.</summary>
    public readonly bool IsEnded => state == State.Ended;

    /// <summary>Takes the end of the connection.</summary>
    /// <returns>Whether that is the body's end.</returns>
    public bool TakeClose()
    {
        if (state != State.UntilClose)
            return false;
        state = State.Ended;
        return true;
    }

    /// <summary>Takes bytes as they came and moves those of the body to their front.</summary>
    /// <param name="bytes">What came; it is written over.</param>
    /// <param name="taken">How much of it belongs to the answer: all, unless its end is in between.</param>
    /// <returns>How many bytes of the body lie at the front.</returns>
    /// <exception cref="UpstreamException">The framing is malformed.</exception>
    public int Take(Span<byte> bytes, out int taken)
    {
        switch (state)
        {
            case State.Ended:
                taken = 0;
                return 0;
            case State.UntilClose:
                taken = bytes.Length;
                return taken;
            case State.Counted:
                taken = (int)Math.Min(left, bytes.Length);
                left -= taken;
                if (left == 0)
                    state = State.Ended;
                return taken;
            default:
                return TakeChunks(bytes, out taken);
        }
    }

    private int TakeChunks(Span<byte> bytes, out int taken)
    {
        var body = 0;
        taken = 0;
        while (taken < bytes.Length && state != State.Ended)
        {
            if (state != State.Chunk)
            {
                var usual = TakeUsualFrame(bytes[taken..]);
                if (usual == 0)
                    TakeFrame(bytes[taken++]);
                taken += usual;
                continue;
            }

            var count = (int)Math.Min(left, bytes.Length - taken);
            bytes.Slice(taken, count).CopyTo(bytes[body..]);
            (body, taken, left) = (body + count, taken + count, left - count);
            if (left == 0)
                state = State.ChunkCr;
        }

        return body;
    }

    /// <summary>Takes the end of a chunk and the size of the next at once where both are there and usual.</summary>
    /// <returns>Bytes taken; 0: it is to be taken byte by byte.</returns>
    private int TakeUsualFrame(ReadOnlySpan<byte> bytes)
    {
        var line = "\r\n"u8;
        var at = state == State.ChunkCr && bytes.StartsWith(line) ? line.Length : 0;
        if (at == 0 && (state != State.Size || lineBytes > 0))
            return 0;
        var size = 0L;
        var first = at;
        for (; at < Math.Min(bytes.Length, first + UsualSizeDigits) && char.IsAsciiHexDigit((char)bytes[at]); at++)
            size = (size * 16) + HexValue(bytes[at]);
        if (at == first || !bytes[at..].StartsWith(line))
            return 0;
        left = size;
        state = left > 0 ? State.Chunk : State.Trailer;
        return at + line.Length;
    }

    private void TakeFrame(byte next)
    {
        switch (state)
        {
            case State.Size:
                TakeSize(next);
                break;
            case State.Extension when next == '\r':
                state = State.SizeEnd;
                break;
            case State.Extension when !IsControl(next) && ++lineBytes <= MaxLineBytes:
                break;
            case State.SizeEnd when next == '\n':
                lineBytes = 0;
                state = left > 0 ? State.Chunk : State.Trailer;
                break;
            case State.ChunkCr when next == '\r':
                state = State.ChunkEnd;
                break;
            case State.ChunkEnd when next == '\n':
                state = State.Size;
                break;
            case State.Trailer:
                TakeTrailer(next);
                break;
            case State.TrailerEnd when next == '\n':
                EndTrailer();
                break;
            default:
                throw Malformed("its chunks are malformed");
        }
    }

    private void TakeSize(byte next)
    {
        if (lineBytes > 0 && next == '\r')
        {
            state = State.SizeEnd;
        }
        else if (lineBytes > 0 && next is (byte)';' or (byte)' ' or (byte)'\t')
        {
            state = State.Extension;
        }
        else
        {
            if (!char.IsAsciiHexDigit((char)next) || ++lineBytes > MaxSizeDigits)
                throw Malformed("the size of a chunk is no number");
            left = (left * 16) + HexValue(next);
        }
    }

    private void TakeTrailer(byte next)
    {
        if (next == '\r')
        {
            state = State.TrailerEnd;
            return;
        }

        trailer ??= new byte[MaxLineBytes];
        if (lineBytes == trailer.Length)
            throw Malformed("a trailer is too long");
        trailer[lineBytes++] = next;
    }

    /// <summary>A trailer has to be a header and is dropped: nothing that comes behind a body counts.</summary>
    private void EndTrailer()
    {
        if (lineBytes == 0)
        {
            (state, trailer) = (State.Ended, null);
            return;
        }

        if (++trailers > MaxTrailers)
            throw Malformed("it has too many trailers");
        ResponseHead.Split(trailer.AsSpan(0, lineBytes), out _, out _);
        lineBytes = 0;
        state = State.Trailer;
    }

    private static int HexValue(byte digit) => digit switch
    {
        <= (byte)'9' => digit - '0',
        <= (byte)'F' => digit - 'A' + 10,
        _ => digit - 'a' + 10,
    };

    private static bool IsControl(byte next) => next is < (byte)' ' and not (byte)'\t' or 0x7f;

    private static UpstreamException Malformed(string what) =>
        new(UpstreamFault.Malformed, $"The body of its answer: {what}.");
}
