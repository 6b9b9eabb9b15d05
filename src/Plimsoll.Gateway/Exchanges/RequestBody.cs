using System.Buffers;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>Reads a request's body whole, up to a bound.</summary>
internal static class RequestBody
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>The body, or why it is refused.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, ErrorAnswer? ErrorAnswer)> Read(HttpContext http, int maxBytes)
    {
        var encoding = http.Request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            var message = $"The body is encoded as '{encoding}'. Send it unencoded, without Content-Encoding.";
            return (default, new ErrorAnswer(ErrorKind.EncodedBody, message));
        }

        if (http.Request.ContentLength > maxBytes)
            return (default, TooLarge(maxBytes));
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            var body = new MemoryStream((int)(http.Request.ContentLength ?? BlockBytes));
            int read;
            while ((read = await http.Request.Body.ReadAsync(block, http.RequestAborted)) > 0)
            {
                if (body.Length + read > maxBytes)
                    return (default, TooLarge(maxBytes));
                body.Write(block, 0, read);
            }

            return (body.GetBuffer().AsMemory(0, (int)body.Length), null);
        }
        catch (BadHttpRequestException e)
        {
            return (default, new ErrorAnswer(ErrorKind.Malformed, $"The body could not be read: {e.Message}"));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
        }
    }

    private static ErrorAnswer TooLarge(int maxBytes) =>
        new(ErrorKind.BodyTooLarge, $"The body is larger than the {maxBytes} bytes that are accepted. Send less.");
}
