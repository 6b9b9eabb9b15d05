using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>Writes requests as bytes.</summary>
internal static class RequestWriter
{
    private const int MaxLengthDigits = 20;

    // A character of UTF-16 has up to three bytes of UTF-8, each of which is escaped as three.
    private const int MaxEscapedBytes = 9;

    /// <summary>Writes a request, head and body, into a block as far as it goes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="origin">Where it goes.</param>
    /// <param name="maxBytes">Length of a block that a head and a small body fit into.</param>
    /// <param name="length">Bytes written.</param>
    /// <param name="rest">What of the body is still to be sent.</param>
    /// <returns>The block, rented from the shared pool.</returns>
    public static byte[] Write(
        UpstreamRequest request, HttpOrigin origin, int maxBytes, out int length, out ReadOnlySequence<byte> rest)
    {
        var body = request.Body ?? default;
        var headBytes = request.Method.Length
            + (MaxEscapedBytes * (request.Path.Length + request.Query.Length))
            + origin.Authority.Length + request.Headers.Length + MaxLengthDigits
            + "  HTTP/1.1\r\nhost: \r\ncontent-length: \r\n\r\n".Length;
        var block = ArrayPool<byte>.Shared.Rent(headBytes + (int)Math.Min(body.Length, maxBytes));
        var output = new Output(block);
        output.Put(request.Method);
        output.Put(" "u8);
        output.PutTarget(request.Path);
        output.PutTarget(request.Query);
        output.Put(" HTTP/1.1\r\nhost: "u8);
        output.Put(origin.Authority.Span);
        output.Put("\r\n"u8);
        output.Put(request.Headers);
        if (request.Body is not null)
        {
            output.Put("content-length: "u8);
            output.Put(body.Length);
            output.Put("\r\n"u8);
        }

        output.Put("\r\n"u8);
        var fits = body.Slice(0, Math.Min(body.Length, block.Length - output.Length));
        fits.CopyTo(block.AsSpan(output.Length));
        length = output.Length + (int)fits.Length;
        rest = body.Slice(fits.Length);
        return block;
    }

    private ref struct Output(Span<byte> bytes)
    {
        private static readonly SearchValues<char> TargetCharacters = SearchValues.Create(
            [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Except("\"#<>\\^`{|}")]);

        private readonly Span<byte> bytes = bytes;

        public int Length { get; private set; }

        public void Put(scoped ReadOnlySpan<byte> part)
        {
            part.CopyTo(bytes[Length..]);
            Length += part.Length;
        }

        public void Put(string ascii) => Length += Encoding.ASCII.GetBytes(ascii, bytes[Length..]);

        public void Put(long number)
        {
            Utf8Formatter.TryFormat(number, bytes[Length..], out var written);
            Length += written;
        }

        /// <summary>Writes a part of the request's target; what might end it, or be no URL, is escaped.</summary>
        public void PutTarget(string part)
        {
            if (!part.AsSpan().ContainsAnyExcept(TargetCharacters))
            {
                Put(part);
                return;
            }

            Span<byte> utf8 = stackalloc byte[4];
            foreach (var rune in part.EnumerateRunes())
            {
                if (rune.IsAscii && TargetCharacters.Contains((char)rune.Value))
                {
                    bytes[Length++] = (byte)rune.Value;
                    continue;
                }

                foreach (var item in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    bytes[Length++] = (byte)'%';
                    Utf8Formatter.TryFormat(item, bytes[Length..], out var written, new StandardFormat('X', 2));
                    Length += written;
                }
            }
        }
    }
}
