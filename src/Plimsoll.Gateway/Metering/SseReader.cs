using System.Buffers;

namespace Plimsoll.Gateway.Metering;

/// <summary>
/// Cuts a server-sent event stream into events, whatever the boundaries at which its bytes arrive. Lines may end in LF,
/// CR or CRLF. The raw bytes of all events, followed by <see cref="Rest"/>, are exactly the bytes that were appended.
/// Holds memory only while an event is incomplete.
/// </summary>
internal sealed class SseReader(int maxEventBytes = SseReader.DefaultMaxEventBytes) : IDisposable
{
    private const int DefaultMaxEventBytes = 16 * 1024 * 1024;
    private const int LeastBytes = 1024;

    private ArrayBufferWriter<byte>? joined;
    private byte[] buffer = [];
    private int start;
    private int scanned;
    private int lineStart;
    private int end;
    private int dataStart;
    private int dataBytes;
    private bool hasData;
    private bool isJoined;
    private bool afterCr;
    private bool first = true;

    /// <summary>The data of the last event read, its lines joined by LF. Valid until the next read.</summary>
    public ReadOnlySpan<byte> Data => isJoined ? joined!.WrittenSpan : buffer.AsSpan(dataStart, dataBytes);

    /// <summary>Bytes that belong to no complete event yet.</summary>
    public ReadOnlySpan<byte> Rest => buffer.AsSpan(start, end - start);

    /// <summary>Takes the next bytes of the stream.</summary>
    /// <exception cref="InvalidDataException">An event is larger than is allowed.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (end - start + bytes.Length > maxEventBytes)
            throw new InvalidDataException($"A server-sent event is larger than {maxEventBytes} bytes.");
        if (bytes.Length > buffer.Length - end)
            MakeRoom(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(end));
        end += bytes.Length;
    }

    /// <summary>Reads the next complete event.</summary>
    /// <param name="raw">Its bytes as they came, with its closing blank line. Valid until the next read.</param>
    /// <returns>False when more bytes are needed.</returns>
    public bool TryRead(out ReadOnlySpan<byte> raw)
    {
        BeginEvent();
        while (scanned < end)
        {
            if (afterCr && buffer[scanned] == '\n')
            {
                // The second half of a CRLF: its line was closed by the CR.
                afterCr = false;
                lineStart = ++scanned;
                continue;
            }

            var at = buffer.AsSpan(scanned, end - scanned).IndexOfAny((byte)'\n', (byte)'\r');
            afterCr = at >= 0 && buffer[scanned + at] == '\r';
            if (at < 0)
            {
                scanned = end;
                break;
            }

            scanned += at + 1;
            var isBlank = TakeLine(scanned - 1);
            lineStart = scanned;
            if (!isBlank)
                continue;

            // The LF of a blank line's CRLF goes out with its event: a client waits for it before it reads the event.
            if (afterCr && scanned < end && buffer[scanned] == '\n')
            {
                afterCr = false;
                lineStart = ++scanned;
            }

            raw = buffer.AsSpan(start, scanned - start);
            start = scanned;
            return true;
        }

        raw = default;
        if (start == end)
            GiveBack();
        return false;
    }

    /// <summary>
    /// Takes <see cref="Rest"/> for an event, which the end of the stream has closed. All complete events were read.
    /// </summary>
    public void ReadRest()
    {
        BeginEvent();
        TakeLine(end);
        lineStart = end;
    }

    /// <inheritdoc/>
    public void Dispose() => GiveBack();

    private void MakeRoom(int needed)
    {
        BeginEvent();
        var (held, from) = (end - start, buffer);
        var isFull = held + needed > buffer.Length;
        if (isFull)
            buffer = ArrayPool<byte>.Shared.Rent(Math.Max(LeastBytes, Math.Max(held + needed, buffer.Length * 2)));
        from.AsSpan(start, held).CopyTo(buffer);
        if (isFull && from.Length > 0)
            ArrayPool<byte>.Shared.Return(from, clearArray: true);
        (scanned, lineStart, dataStart) = (scanned - start, lineStart - start, hasData ? dataStart - start : 0);
        (start, end) = (0, held);
    }

    private void GiveBack()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        (buffer, start, scanned, lineStart, end) = ([], 0, 0, 0, 0);
        BeginEvent();
    }

    /// <summary>An event of which no line was taken has no data.</summary>
    private void BeginEvent()
    {
        if (lineStart == start)
            (dataStart, dataBytes, hasData, isJoined) = (0, 0, false, false);
    }

    /// <summary>Takes the line that ends before <paramref name="to"/>.</summary>
    /// <returns>Whether it is blank.</returns>
    private bool TakeLine(int to)
    {
        var line = buffer.AsSpan(lineStart, to - lineStart);
        var isBlank = line.IsEmpty;
        if (first && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        first = false;
        if (line.StartsWith("data:"u8))
            TakeData(line[(line.Length > 5 && line[5] == ' ' ? 6 : 5)..], to);
        return isBlank;
    }

    /// <summary>Nearly every event has one line of data, which is left where it is.</summary>
    private void TakeData(ReadOnlySpan<byte> line, int to)
    {
        if (!hasData)
        {
            (dataStart, dataBytes, hasData) = (to - line.Length, line.Length, true);
            return;
        }

        if (!isJoined)
        {
            joined ??= new ArrayBufferWriter<byte>();
            joined.ResetWrittenCount();
            joined.Write(buffer.AsSpan(dataStart, dataBytes));
            isJoined = true;
        }

        if (joined!.WrittenCount > 0)
            joined.Write("\n"u8);
        joined.Write(line);
    }
}
