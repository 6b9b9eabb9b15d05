using System.Buffers;

namespace Plimsoll.Gateway.Metering;

/// <summary>
/// Cuts a server-sent event stream into events, whatever the boundaries at which its bytes arrive. Lines may end in LF,
/// CR or CRLF. The raw bytes of all events, followed by <see cref="Rest"/>, are exactly the bytes that were appended.
/// </summary>
internal sealed class SseReader(int maxEventBytes = SseReader.DefaultMaxEventBytes)
{
    private const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> data = new();
    private byte[] buffer = new byte[8192];
    private int start;
    private int scanned;
    private int lineStart;
    private int end;
    private bool afterCr;
    private bool first = true;

    /// <summary>The data of the last event read, its lines joined by LF. Valid until the next read.</summary>
    public ReadOnlySpan<byte> Data => data.WrittenSpan;

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
    /// <param name="raw">Its bytes as they came, with its closing blank line. Valid until the next append.</param>
    /// <returns>False when more bytes are needed.</returns>
    public bool TryRead(out ReadOnlySpan<byte> raw)
    {
        while (scanned < end)
        {
            var next = buffer[scanned++];
            if (next == '\n' && afterCr)
            {
                // The second half of a CRLF: its line was closed by the CR.
                afterCr = false;
                lineStart = scanned;
                continue;
            }

            afterCr = next == '\r';
            if (next is not ((byte)'\n' or (byte)'\r'))
                continue;
            var isBlank = lineStart == scanned - 1;
            lineStart = scanned;
            if (!isBlank)
                continue;

            // The LF of a blank line's CRLF goes out with its event: a client waits for it before it reads the event.
            if (next == '\r' && scanned < end && buffer[scanned] == '\n')
            {
                afterCr = false;
                lineStart = ++scanned;
            }

            raw = buffer.AsSpan(start, scanned - start);
            ReadData(raw);
            start = scanned;
            return true;
        }

        raw = default;
        return false;
    }

    /// <summary>Takes <see cref="Rest"/> for an event, which the end of the stream has closed.</summary>
    public void ReadRest() => ReadData(Rest);

    private void MakeRoom(int needed)
    {
        var held = end - start;
        var target = held + needed > buffer.Length ? new byte[Math.Max(held + needed, buffer.Length * 2)] : buffer;
        buffer.AsSpan(start, held).CopyTo(target);
        buffer = target;
        scanned -= start;
        lineStart -= start;
        start = 0;
        end = held;
    }

    private void ReadData(ReadOnlySpan<byte> raw)
    {
        data.ResetWrittenCount();
        if (first && raw.StartsWith("\uFEFF"u8))
            raw = raw[3..];
        first = false;
        foreach (var range in raw.SplitAny("\r\n"u8))
        {
            var line = raw[range];
            if (!line.StartsWith("data:"u8))
                continue;
            if (data.WrittenCount > 0)
                data.Write("\n"u8);
            data.Write(line[(line.Length > 5 && line[5] == ' ' ? 6 : 5)..]);
        }
    }
}
