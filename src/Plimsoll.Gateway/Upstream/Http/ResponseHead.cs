using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>
/// The head of an answer, read strictly: what a server and a gateway might read in two ways is refused. The bytes stay
/// with the caller. <c>default</c> is none.
/// </summary>
/// <param name="Status">Status, from 100 to 599.</param>
/// <param name="HeadersAt">Where the headers' lines begin.</param>
/// <param name="Length">Bytes up to the end of the head.</param>
/// <param name="KeepsAlive">Whether the connection may be used again after the answer.</param>
/// <param name="ContentLength">Length of the body as stated; null: it is not.</param>
/// <param name="IsChunked">Whether the body comes in chunks.</param>
internal readonly record struct ResponseHead(
    int Status, int HeadersAt, int Length, bool KeepsAlive, long? ContentLength, bool IsChunked)
{
    /// <summary>Longest head that is read, in bytes.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>Most headers that are read.</summary>
    public const int MaxHeaders = 128;

    private const string NoStatus = "it does not begin with the status of HTTP/1.1";
    private const int VersionBytes = 8;

    // Controls end lines, or are taken for an end by somebody.
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Where(c => c != '\t').Select(c => (byte)c), 0x7f]);

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Reads the head of an answer.</summary>
    /// <param name="bytes">What came so far.</param>
    /// <param name="scanned">How much of it was looked at before.</param>
    /// <returns>The head; null when more has to come.</returns>
    /// <exception cref="UpstreamException">It is malformed or too long.</exception>
    public static ResponseHead? Read(ReadOnlySpan<byte> bytes, int scanned)
    {
        var from = Math.Max(0, scanned - 3);
        var end = bytes[from..].IndexOf("\r\n\r\n"u8);
        var length = end < 0 ? bytes.Length : from + end + 4;
        if (length > MaxBytes || (end < 0 && length == MaxBytes))
            throw Malformed($"its head is longer than {MaxBytes} bytes");
        if (end >= 0)
            return Parse(bytes[..length]);
        RefuseEarly(bytes, from);
        return null;
    }

    /// <summary>Finds the value of a header in a head that was read.</summary>
    /// <param name="head">Its bytes.</param>
    /// <param name="name">The header's name, in any case.</param>
    /// <param name="skip">How many headers of that name to pass over.</param>
    /// <param name="value">The value without blanks at its ends.</param>
    public bool TryFind(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name, int skip, out ReadOnlySpan<byte> value)
    {
        var lines = head[HeadersAt..Length];
        while (TryCutLine(ref lines, out var line) && !line.IsEmpty)
        {
            if (line.Length <= name.Length
                || line[name.Length] != ':'
                || !Ascii.EqualsIgnoreCase(line[..name.Length], name)
                || skip-- > 0)
            {
                continue;
            }

            value = line[(name.Length + 1)..].Trim(" \t"u8);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Splits a header's line, strictly.</summary>
    /// <exception cref="UpstreamException">It is none.</exception>
    public static void Split(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(NameBytes))
            throw Malformed("a line of its head begins with no header's name");
        name = line[..colon];
        value = line[(colon + 1)..].Trim(" \t"u8);
        if (value.ContainsAny(Controls))
            throw Malformed("a header has a control character in its value");
    }

    /// <summary>What can become no head is refused at once: nobody waits for the rest of it.</summary>
    private static void RefuseEarly(ReadOnlySpan<byte> bytes, int from)
    {
        var begin = "HTTP/1."u8;
        if (!bytes.StartsWith(begin[..Math.Min(begin.Length, bytes.Length)]))
            throw Malformed(NoStatus);
        for (var at = from; bytes[at..].IndexOf((byte)'\n') is >= 0 and var next; at += next + 1)
        {
            if (at + next == 0 || bytes[at + next - 1] != '\r')
                throw Malformed("a line of its head does not end in CR and LF");
        }
    }

    private static ResponseHead Parse(ReadOnlySpan<byte> head)
    {
        var lines = head;
        TryCutLine(ref lines, out var first);
        var (status, isOld) = ReadStatus(first);
        var framing = new Framing { KeepsAlive = !isOld };
        var headersAt = head.Length - lines.Length;
        var count = 0;
        while (TryCutLine(ref lines, out var line) && !line.IsEmpty)
        {
            if (++count > MaxHeaders)
                throw Malformed($"it has more than {MaxHeaders} headers");
            Split(line, out var name, out var value);
            framing.Read(name, value);
        }

        if (framing.IsChunked && (framing.Length is not null || isOld))
            throw Malformed("it frames its body in two ways");
        return new ResponseHead(
            status, headersAt, head.Length, framing.KeepsAlive, framing.Length, framing.IsChunked);
    }

    private static (int Status, bool IsOld) ReadStatus(ReadOnlySpan<byte> line)
    {
        var isOld = line.StartsWith("HTTP/1.0 "u8);
        var rest = isOld || line.StartsWith("HTTP/1.1 "u8) ? line[(VersionBytes + 1)..] : default;
        var isWhole = rest.Length == 3 || (rest.Length > 3 && rest[3] == ' ');
        if (!isWhole
            || !Utf8Parser.TryParse(rest[..3], out int status, out var read)
            || read != 3
            || rest[0] is < (byte)'1' or > (byte)'5')
        {
            throw Malformed(NoStatus);
        }

        if (rest[3..].ContainsAny(Controls))
            throw Malformed("its status has a control character");
        return (status, isOld);
    }

    /// <summary>Cuts a line off; what is cut ends in CR and LF, and has neither of them inside.</summary>
    private static bool TryCutLine(scoped ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line)
    {
        var end = bytes.IndexOf("\r\n"u8);
        line = end < 0 ? default : bytes[..end];
        bytes = end < 0 ? default : bytes[(end + 2)..];
        return end >= 0;
    }

    private static UpstreamException Malformed(string what) => new(UpstreamFault.Malformed, $"Its answer: {what}.");

    /// <summary>What headers say of where the answer ends, and of the connection.</summary>
    private struct Framing
    {
        private bool isClosed;

        public bool KeepsAlive { get; set; }

        public long? Length { get; private set; }

        public bool IsChunked { get; private set; }

        public void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            switch (name.Length)
            {
                case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                    ReadConnection(value);
                    break;
                case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                    if (Length is not null)
                        throw Malformed("it states its length twice");
                    if (value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                        || !Utf8Parser.TryParse(value, out long length, out var read)
                        || read != value.Length)
                    {
                        throw Malformed("its length is no number");
                    }

                    Length = length;
                    break;
                case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                    if (IsChunked || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
                        throw Malformed("its transfer encoding is not chunked");
                    IsChunked = true;
                    break;
            }
        }

        private void ReadConnection(ReadOnlySpan<byte> value)
        {
            foreach (var range in value.Split((byte)','))
            {
                var option = value[range].Trim(" \t"u8);
                if (Ascii.EqualsIgnoreCase(option, "close"u8))
                    (KeepsAlive, isClosed) = (false, true);
                else if (Ascii.EqualsIgnoreCase(option, "keep-alive"u8))
                    KeepsAlive = !isClosed;
            }
        }
    }
}
