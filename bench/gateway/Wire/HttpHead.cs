using System.Buffers.Text;
using System.Text;

namespace Plimsoll.Bench.Gateway.Wire;

/// <summary>What is needed of the head of an HTTP/1.1 request or answer.</summary>
/// <param name="Bytes">Length of the head with its blank line.</param>
/// <param name="Status">Status of an answer; 0 for a request.</param>
/// <param name="ContentLength">Length of the body; null when the head does not tell.</param>
/// <param name="IsChunked">Whether the body comes in chunks.</param>
/// <param name="Closes">Whether the connection ends with this message.</param>
internal readonly record struct HttpHead(int Bytes, int Status, long? ContentLength, bool IsChunked, bool Closes)
{
    /// <summary>Reads a head; false while it is incomplete.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out HttpHead head)
    {
        head = default;
        var end = text.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var status = 0;
        if (text.StartsWith("HTTP/1.1 "u8) && !Utf8Parser.TryParse(text[9..12], out status, out _))
            throw new InvalidDataException("An answer without a status.");
        head = new HttpHead(end + 4, status, null, false, false);
        var lines = text[..end];
        for (var next = lines.IndexOf("\r\n"u8); next >= 0; next = lines.IndexOf("\r\n"u8))
        {
            lines = lines[(next + 2)..];
            var length = lines.IndexOf("\r\n"u8);
            head = head.With(length < 0 ? lines : lines[..length]);
        }

        return true;
    }

    private HttpHead With(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0)
            return this;
        var name = line[..colon];
        var value = line[(colon + 1)..].Trim((byte)' ');
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8) && Utf8Parser.TryParse(value, out long length, out _))
            return this with { ContentLength = length };
        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
            return this with { IsChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8) };
        if (Ascii.EqualsIgnoreCase(name, "connection"u8))
            return this with { Closes = Ascii.EqualsIgnoreCase(value, "close"u8) };
        return this;
    }
}
