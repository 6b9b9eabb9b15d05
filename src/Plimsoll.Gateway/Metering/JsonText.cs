using System.Buffers;
using System.Text.Json;

namespace Plimsoll.Gateway.Metering;

/// <summary>Sizes of JSON strings.</summary>
internal static class JsonText
{
    private const int BytesPerToken = 4;

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

    /// <summary>Tokens that a text of so many bytes is taken to have: a quarter, rounded up.</summary>
    public static long TokensOf(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;
}
