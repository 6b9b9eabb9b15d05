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

    // Who has no room now has some as soon as others are answered.
    private const long RetryWhenHeld = 1;

    private readonly HeldBodies held;
    private readonly long mostHeld;
    private byte[] buffer = [];
    private int length;

    private RequestBody(HeldBodies held, long mostHeld) => (this.held, this.mostHeld) = (held, mostHeld);

    /// <summary>The body, which lasts as long as the request, or why it is refused.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(ReadOnlyMemory<byte> Body, ErrorAnswer? ErrorAnswer)> Read(
        HttpContext http, GatewayState gateway, int maxBytes)
    {
        if (Unacceptable(http, maxBytes) is { } refusal)
            return (default, refusal);

        // One byte more than is stated, so that its end needs no more room; but no client gets much for a mere promise.
        var stated = http.Request.ContentLength + 1 ?? FirstBytes;
        var body = new RequestBody(gateway.Bodies, gateway.Options.MaxBodiesBytes);
        http.Response.RegisterForDispose(body);
        try
        {
            if (!body.TryGrow((int)Math.Min(stated, MostAtOnce)))
                return (default, NoRoom);
            int read;
            while ((read = await http.Request.Body.ReadAsync(body.Room, http.RequestAborted)) > 0)
            {
                body.length += read;
                if (body.length > maxBytes)
                    return (default, TooLarge(maxBytes));
                if (body.Room.IsEmpty && !body.TryGrow(body.buffer.Length * 2))
                    return (default, NoRoom);
            }

            // Who reads from sockets is not to be kept from it by what takes long.
            if (body.length > MostAtOnceHere)
                await Task.Yield();
            return (body.buffer.AsMemory(0, body.length), null);
        }
        catch (IOException e) when (!ClientConnection.HasLeft(http))
        {
            // One that breaks the protocol; of one whose client is gone nobody is to be told.
            return (default, Unreadable(e));
        }
    }

    private Memory<byte> Room => buffer.AsMemory(length);

    /// <inheritdoc/>
    public void Dispose()
    {
        GiveBack();
        length = 0;
    }

    /// <summary>Makes room, unless all bodies together would take too much.</summary>
    private bool TryGrow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes);
        if (!held.TryTake(larger.Length, mostHeld))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        buffer.AsSpan(0, length).CopyTo(larger);
        GiveBack();
        buffer = larger;
        return true;
    }

    private void GiveBack()
    {
        if (buffer.Length == 0)
            return;
        held.Return(buffer.Length);
        buffer.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private static ErrorAnswer NoRoom { get; } = new(
        ErrorKind.FleetFull,
        "The gateway holds as many bytes of requests as it may. This is not a usage limit, and nothing was charged.",
        null,
        RetryWhenHeld);

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
