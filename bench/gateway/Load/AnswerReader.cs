using System.Buffers.Text;
using Plimsoll.Bench.Gateway.Wire;

namespace Plimsoll.Bench.Gateway.Load;

/// <summary>
/// Reads an HTTP answer as it arrives, and judges whether it is complete: JSON to its brace with the usage in it, a
/// stream to its last event with every chunk of text.
/// </summary>
internal sealed class AnswerReader(Action<long> onChunk)
{
    private const int FirstBufferBytes = 4 * 1024;

    private byte[] buffer = new byte[FirstBufferBytes];
    private int start;
    private int end;
    private HttpHead? head;
    private long left;
    private bool isInChunk;
    private byte[] text = new byte[FirstBufferBytes];
    private int textBytes;
    private bool hasLastEvent;

    /// <summary>Where to receive what arrives.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (start == end)
                (start, end) = (0, 0);
            if (end == buffer.Length && start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }

            if (end == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 4);
            return buffer.AsMemory(end);
        }
    }

    public int Status => head?.Status ?? 0;

    public bool Closes => head?.Closes ?? true;

    /// <summary>Chunks of text so far.</summary>
    public int Chunks { get; private set; }

    /// <summary>Tokens of output that the usage tells.</summary>
    public long OutputTokens { get; private set; }

    /// <summary>Whether anything of the body has arrived.</summary>
    public bool HasBody { get; private set; }

    /// <summary>Whether the complete answer holds all that it must, and nothing came behind it.</summary>
    public bool IsIntact(int chunks) => start == end && (chunks > 0
        ? hasLastEvent && Chunks == chunks && textBytes == 0
        : textBytes > 0 && text[textBytes - 1] == '}' && OutputTokens > 0);

    /// <summary>What came of a body that is not intact, for a message.</summary>
    public ReadOnlySpan<byte> Rest => text.AsSpan(0, Math.Min(textBytes, 200));

    public void Begin()
    {
        (start, end) = (0, 0);
        (head, left, isInChunk, textBytes, hasLastEvent) = (null, 0, false, 0, false);
        (Chunks, OutputTokens, HasBody) = (0, 0, false);
    }

    /// <summary>Takes what arrived; true when the answer is complete.</summary>
    public bool Advance(int received)
    {
        end += received;
        if (head is null)
        {
            if (!HttpHead.TryRead(buffer.AsSpan(start, end - start), out var read))
                return false;
            start += read.Bytes;
            head = read;
            left = read.IsChunked ? 0 : read.ContentLength
                ?? throw new InvalidDataException("An answer whose head tells no length of its body.");
        }

        var isComplete = head.Value.IsChunked ? ReadChunks() : ReadWhole();
        ReadEvents();
        if (isComplete && Chunks == 0)
            ReadUsage(text.AsSpan(0, textBytes));
        return isComplete;
    }

    private bool ReadWhole()
    {
        Take();
        return left == 0;
    }

    private bool ReadChunks()
    {
        while (true)
        {
            if (left > 0)
                Take();
            if (left > 0)
                return false;
            var rest = buffer.AsSpan(start, end - start);
            if (isInChunk)
            {
                // The line end behind a chunk's data.
                if (rest.Length < 2)
                    return false;
                start += 2;
                isInChunk = false;
                continue;
            }

            var line = rest.IndexOf("\r\n"u8);
            if (line < 0 || !Utf8Parser.TryParse(rest[..line], out left, out _, 'x'))
                return line < 0 ? false : throw new InvalidDataException("A chunk without a length.");
            if (left == 0)
            {
                if (rest.Length < line + 4)
                    return false;
                start += line + 4;
                return true;
            }

            start += line + 2;
            isInChunk = true;
        }
    }

    /// <summary>Moves what is there of the body to the text.</summary>
    private void Take()
    {
        var count = (int)Math.Min(left, end - start);
        if (textBytes + count > text.Length)
            Array.Resize(ref text, Math.Max(text.Length * 4, textBytes + count));
        buffer.AsSpan(start, count).CopyTo(text.AsSpan(textBytes));
        textBytes += count;
        start += count;
        left -= count;
        HasBody |= count > 0;
    }

    /// <summary>Counts the whole events at the head of the text and takes them out.</summary>
    private void ReadEvents()
    {
        var events = text.AsSpan(0, textBytes);
        var read = 0;
        for (var length = events.IndexOf("\n\n"u8); length >= 0; length = events[read..].IndexOf("\n\n"u8))
        {
            ReadEvent(events.Slice(read, length));
            read += length + 2;
        }

        events[read..].CopyTo(events);
        textBytes -= read;
    }

    private void ReadEvent(ReadOnlySpan<byte> data)
    {
        var stamp = data.IndexOf("t= "u8);
        if (stamp >= 0 && Utf8Parser.TryParse(data[(stamp + 2)..].TrimStart((byte)' '), out long written, out _))
        {
            Chunks++;
            onChunk(written);
        }
        else if (data.IndexOf("message_stop"u8) >= 0 || data.IndexOf("[DONE]"u8) >= 0)
        {
            hasLastEvent = true;
        }
        else
        {
            ReadUsage(data);
        }
    }

    private void ReadUsage(ReadOnlySpan<byte> json)
    {
        var name = "output_tokens\":"u8;
        var at = json.IndexOf(name);
        if (at < 0)
        {
            name = "completion_tokens\":"u8;
            at = json.IndexOf(name);
        }

        if (at >= 0
            && Utf8Parser.TryParse(json[(at + name.Length)..].TrimStart((byte)' '), out long tokens, out _))
        {
            OutputTokens = tokens;
        }
    }
}
