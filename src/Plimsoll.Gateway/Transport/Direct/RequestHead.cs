using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>
/// The head of a request that is as plain as those of well-behaved clients: <c>POST</c> in HTTP/1.1 to one of a few
/// routes, with a host and a length, and nothing that changes what the connection is. Everything else, what is wrong
/// included, is not judged here. It keeps its memory for the next request of its connection.
/// </summary>
internal sealed class RequestHead
{
    // A length of more digits is nobody's body.
    private const int MostLengthDigits = 10;

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> HostBytes = SearchValues.Create(
        "-.:[]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> QueryBytes = SearchValues.Create(
        "!$%&'()*+,-./:;=?@_~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // A bit for each length of a name that there is: most headers that are asked for are not there.
    private ulong lengths;
    private byte[] bytes = new byte[1024];
    private Line[] lines = new Line[16];

    // Clients send the same values again and again: their texts are kept from one request to the next.
    private string?[] texts = new string?[16];

    /// <summary>How it begins.</summary>
    public static ReadOnlySpan<byte> Method => "POST "u8;

    /// <summary>Its route.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Its query with the question mark; empty when it has none.</summary>
    public string Query { get; private set; } = "";

    /// <summary>Length of the body.</summary>
    public long ContentLength { get; private set; }

    /// <summary>How many headers it has.</summary>
    public int Count { get; private set; }

    /// <summary>Reads a head.</summary>
    /// <param name="head">It, with the empty line at its end.</param>
    /// <param name="routes">Paths that are served, in ASCII.</param>
    /// <param name="bounds">What a head may have.</param>
    /// <returns>Whether it is plain.</returns>
    public bool TryRead(ReadOnlySpan<byte> head, DirectRoute[] routes, TransportBounds bounds)
    {
        if (head.Length > bytes.Length)
            bytes = new byte[Math.Max(head.Length, 2 * bytes.Length)];
        head.CopyTo(bytes);
        head = bytes.AsSpan(0, head.Length);
        var end = head.IndexOf("\r\n"u8);
        if (end < 0 || end > bounds.RequestLineBytes || !TryReadFirst(head[..end], routes))
            return false;
        (Count, ContentLength, lengths) = (0, -1, 0);
        var hasHost = false;
        for (var at = end + 2; ;)
        {
            var length = head[at..].IndexOf("\r\n"u8);
            if (length == 0)
                return hasHost && ContentLength >= 0 && at + 2 == head.Length && at - end <= bounds.HeaderBytes;
            if (length < 0 || Count == bounds.Headers || !TryReadLine(head, at, length, ref hasHost))
                return false;
            at += length + 2;
        }
    }

    /// <summary>Place of the first header of a name from another on; -1: there is none.</summary>
    public int Find(string name, int from = 0)
    {
        if ((lengths & BitOf(name.Length)) == 0)
            return -1;
        for (var i = from; i < Count; i++)
        {
            if (lines[i].NameLength == name.Length && Ascii.EqualsIgnoreCase(NameOf(i), name))
                return i;
        }

        return -1;
    }

    /// <summary>Name of a header.</summary>
    public ReadOnlySpan<byte> NameOf(int header) => bytes.AsSpan(lines[header].NameAt, lines[header].NameLength);

    /// <summary>Value of a header.</summary>
    public string ValueOf(int header)
    {
        var value = bytes.AsSpan(lines[header].ValueAt, lines[header].ValueLength);
        ref var text = ref texts[header];
        if (text is null || !Ascii.Equals(value, text))
            text = Encoding.ASCII.GetString(value);
        return text;
    }

    private static ulong BitOf(int length) => 1UL << (length & 63);

    private bool TryReadFirst(ReadOnlySpan<byte> line, DirectRoute[] routes)
    {
        var method = Method;
        var version = " HTTP/1.1"u8;
        if (!line.StartsWith(method) || !line.EndsWith(version))
            return false;
        var target = line[method.Length..^version.Length];
        var question = target.IndexOf((byte)'?');
        var path = question < 0 ? target : target[..question];
        foreach (var route in routes)
        {
            if (!path.SequenceEqual(route.Bytes))
                continue;
            Path = route.Path;
            if (question < 0)
            {
                Query = "";
                return true;
            }

            var query = target[question..];
            if (!Ascii.Equals(query, Query))
                Query = Encoding.ASCII.GetString(query);
            return !query.ContainsAnyExcept(QueryBytes);
        }

        return false;
    }

    private bool TryReadLine(ReadOnlySpan<byte> head, int at, int length, ref bool hasHost)
    {
        var line = head.Slice(at, length);
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(NameBytes))
            return false;
        var value = line[(colon + 1)..];
        var start = value.IndexOfAnyExcept((byte)' ', (byte)'\t');
        value = start < 0 ? default : value[start..].TrimEnd(" \t"u8);

        // A tab within a value, and what is not ASCII, are left to who knows what to make of them.
        if (value.ContainsAnyExceptInRange((byte)' ', (byte)'~') || !IsPlain(line[..colon], value, ref hasHost))
            return false;
        if (Count == lines.Length)
        {
            Array.Resize(ref lines, 2 * Count);
            Array.Resize(ref texts, 2 * Count);
        }

        lengths |= BitOf(colon);
        lines[Count++] = new Line(at, colon, at + colon + 1 + Math.Max(0, start), value.Length);
        return true;
    }

    /// <summary>Whether a header says nothing of the connection, and of the body no more than its length.</summary>
    private bool IsPlain(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref bool hasHost)
    {
        switch (name.Length)
        {
            case 4 when Ascii.EqualsIgnoreCase(name, "host"u8):
                var isFirst = !hasHost;
                hasHost = true;
                return isFirst && !value.IsEmpty && !value.ContainsAnyExcept(HostBytes);
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                return Ascii.EqualsIgnoreCase(value, "keep-alive"u8);
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                if (ContentLength >= 0
                    || value.Length is 0 or > MostLengthDigits
                    || value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                    || !Utf8Parser.TryParse(value, out long length, out _))
                {
                    return false;
                }

                ContentLength = length;
                return true;
            case 2 when Ascii.EqualsIgnoreCase(name, "te"u8):
            case 6 when Ascii.EqualsIgnoreCase(name, "expect"u8):
            case 7 when Ascii.EqualsIgnoreCase(name, "upgrade"u8) || Ascii.EqualsIgnoreCase(name, "trailer"u8):
            case 14 when Ascii.EqualsIgnoreCase(name, "http2-settings"u8):
            case 16 when Ascii.EqualsIgnoreCase(name, "proxy-connection"u8):
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                return false;
            default:
                return true;
        }
    }

    private readonly record struct Line(int NameAt, int NameLength, int ValueAt, int ValueLength);
}
