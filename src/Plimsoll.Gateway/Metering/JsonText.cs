using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Plimsoll.Gateway.Metering;

/// <summary>Sizes of JSON strings.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> Blanks => " \t\r\n\uFEFF"u8;

    /// <summary>
    /// Whether an answer can be one of any dialect: a page that something wrote in the server's stead may have the
    /// status of an answer, too.
    /// </summary>
    public static bool BeginsObject(ReadOnlySpan<byte> body) => body.TrimStart(Blanks).StartsWith((byte)'{');

    /// <summary>Bytes of text that a token is taken to have.</summary>
    public const int BytesPerToken = 4;

    // A unit of UTF-16 as an escape.
    private const int UnitBytes = 6;

    /// <summary>UTF-8 bytes of the string that <paramref name="json"/> stands on, with its escapes undone.</summary>
    /// <exception cref="InvalidOperationException">The string holds an escape that is no character.</exception>
    public static int ByteCount(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
            return json.ValueSpan.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            return json.CopyString(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The same for a text that may hold half a character: a server that writes for UTF-16 may cut a character in two
    /// between two events. A half counts as the sign that stands for what is no character.
    /// </summary>
    public static int LooseByteCount(ref Utf8JsonReader json)
    {
        var text = json.ValueSpan;
        if (!json.ValueIsEscaped)
            return text.Length;
        var bytes = 0;
        for (var at = text.IndexOf((byte)'\\'); at >= 0; at = text.IndexOf((byte)'\\'))
        {
            bytes += at;
            text = text[at..];
            var unit = UnitOf(text);
            var isPair = char.IsHighSurrogate(unit) && text.Length > UnitBytes
                && char.IsLowSurrogate(UnitOf(text[UnitBytes..]));
            bytes += isPair ? 4 : unit switch { < '\u0080' => 1, < '\u0800' => 2, _ => 3 };
            text = text[(isPair ? 2 * UnitBytes : text[1] == 'u' ? UnitBytes : 2)..];
        }

        return bytes + text.Length;
    }

    /// <summary>The unit of UTF-16 that a text begins with as an escape; one of one byte for short escapes.</summary>
    private static char UnitOf(ReadOnlySpan<byte> text) =>
        text.StartsWith("\\u"u8) && Utf8Parser.TryParse(text[2..UnitBytes], out ushort unit, out _, 'x')
            ? (char)unit
            : '\0';

    /// <summary>Tokens that a text of so many bytes is taken to have: a quarter, rounded up.</summary>
    public static long TokensOf(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;
}
