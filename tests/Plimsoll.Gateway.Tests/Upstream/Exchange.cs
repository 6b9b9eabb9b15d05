using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Tests.Upstream;

/// <summary>What became of an exchange: status, body, whether the connection is used again, what went wrong.</summary>
internal sealed record Exchange(int Status, string Body, bool IsReusable, UpstreamFault? Fault)
{
    /// <summary>Asks a server whose answer comes in given pieces.</summary>
    public static async Task<Exchange> Of(string method, params IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        using var pool = Pool(new Uri("http://fleet.test"));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var connection = new HttpConnection(
            pool, socket, new PiecewiseWire(pieces), TimeProvider.System.GetTimestamp());
        return await Of(method, pool, request => connection.Ask(request, CancellationToken.None));
    }

    /// <summary>Asks a server.</summary>
    public static Task<Exchange> Of(string method, ConnectionPool pool, CancellationToken cancellation) =>
        Of(method, pool, request => pool.Send(request, cancellation));

    /// <summary>An answer in two pieces.</summary>
    public static Task<Exchange> Of(string method, string answer, int cut)
    {
        var bytes = Encoding.Latin1.GetBytes(answer);
        return Of(method, [bytes.AsMemory(0, cut), bytes.AsMemory(cut)]);
    }

    public static ConnectionPool Pool(Uri url, ConnectionOptions? options = null, UpstreamTls? tls = null) =>
        new(url, tls, options ?? new ConnectionOptions(), TimeProvider.System);

    private static async Task<Exchange> Of(
        string method, ConnectionPool pool, Func<UpstreamRequest, ValueTask<UpstreamReply>> ask)
    {
        using var request = new UpstreamRequest(method, "/v1/messages")
        {
            Body = method == "POST" ? new ReadOnlySequence<byte>("{}"u8.ToArray()) : null,
        };
        var (status, body) = (0, new StringBuilder());
        try
        {
            await using (var reply = await ask(request))
            {
                status = reply.Status;
                while (await reply.Read() is { IsEmpty: false } piece)
                    body.Append(Encoding.Latin1.GetString(piece.Span));
            }

            return new Exchange(status, body.ToString(), pool.Idle > 0, null);
        }
        catch (UpstreamException e)
        {
            return new Exchange(status, body.ToString(), pool.Idle > 0, e.Fault);
        }
    }
}
