using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>A request's body, read whole up to a bound, in memory that is lent until the request has ended.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBytes = 16 * 1024;
    private const int MostAtOnceHere = 128 * 1024;
    private const int MostAtOnce = 1024 * 1024;

    private byte[] buffer;
    private int length;

    private RequestBody(int bytes) => buffer = ArrayPool<byte>.Shared.Rent(bytes);

    /// <summary>The body, which lasts as long as the request, or why it is refused.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(ReadOnlyMemory<byte> Body, ErrorAnswer? ErrorAnswer)> Read(
        HttpContext http, int maxBytes)
    {
        if (Unacceptable(http, maxBytes) is { } refusal)
            return (default, refusal);

        // One byte more than is stated, so that its end needs no more room; but no client gets much for a mere promise.
        var stated = http.Request.ContentLength + 1 ?? FirstBytes;
        var body = new RequestBody((int)Math.Min(stated, MostAtOnce));
        http.Response.RegisterForDispose(body);
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(body.Room(), http.RequestAborted)) > 0)
            {
                body.length += read;
                if (body.length > maxBytes)
                    return (default, TooLarge(maxBytes));
            }

            // Who reads from sockets is not to be kept from it by what takes long.
            if (body.length > MostAtOnceHere)
                await Task.Yield();
            return (body.buffer.AsMemory(0, body.length), null);
        }
        catch (IOException e) when (!http.RequestAborted.IsCancellationRequested)
        {
            // One that breaks the protocol; of one whose client is gone nobody is to be told.
            return (default, Unreadable(e));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        buffer.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private Memory<byte> Room()
    {
        if (length == buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan().CopyTo(larger);
            buffer.AsSpan().Clear();
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsMemory(length);
    }

    /// <summary>Why a body is refused before any of it is read; null: it is not.</summary>
    public static ErrorAnswer? Unacceptable(HttpContext http, long maxBytes)
    {
        var encoding = http.Request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            var message = $"The body is encoded as '{encoding}'. Send it unencoded, without Content-Encoding.";
            return new ErrorAnswer(ErrorKind.EncodedBody, message);
        }

        return http.Request.ContentLength > maxBytes ? TooLarge(maxBytes) : null;
    }

    /// <summary>The refusal of a body that breaks off or is framed wrongly.</summary>
    public static ErrorAnswer Unreadable(IOException e) =>
        new(ErrorKind.Malformed, $"The body could not be read: {e.Message}");

    /// <summary>The refusal of a body that is too large.</summary>
    public static ErrorAnswer TooLarge(long maxBytes) =>
        new(ErrorKind.BodyTooLarge, $"The body is larger than the {maxBytes} bytes that are accepted. Send less.");
}
