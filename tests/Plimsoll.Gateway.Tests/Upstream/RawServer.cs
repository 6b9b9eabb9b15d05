using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plimsoll.Gateway.Tests.Upstream;

/// <summary>A server on loopback that does with each connection, by its number from 1, what a test says.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> sockets = [];
    private readonly Task accepting;

    public RawServer(Func<Socket, int, Task> serve)
    {
        listener.Start();
        accepting = Accept(serve);
    }

    public Uri Url => new($"http://{listener.LocalEndpoint}");

    public int Connections => sockets.Count;

    /// <summary>Reads a request's head and, where it states a length, its body.</summary>
    public static async Task<string> Request(Socket socket)
    {
        var text = new StringBuilder();
        var block = new byte[1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(block, TestContext.Current.CancellationToken);
            if (read == 0)
                return text.ToString();
            text.Append(Encoding.Latin1.GetString(block, 0, read));
            var request = text.ToString();
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            const string length = "content-length: ";
            var at = request.IndexOf(length, StringComparison.Ordinal);
            var body = at < 0 ? 0 : int.Parse(
                request[(at + length.Length)..request.IndexOf('\r', at)],
                System.Globalization.CultureInfo.InvariantCulture);
            if (end >= 0 && request.Length >= end + 4 + body)
                return request;
        }
    }

    public static Task Send(Socket socket, string text) => socket.SendAsync(
        Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    /// <summary>Answers a request.</summary>
    public static async Task Answer(Socket socket, string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    {
        await Request(socket);
        await Send(socket, answer);
    }

    /// <summary>Ends when the other side has closed the connection, or reset it.</summary>
    public static async Task Closed(Socket socket)
    {
        var block = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(block, TestContext.Current.CancellationToken) > 0)
            {
                // What was sent before does not matter.
            }
        }
        catch (SocketException)
        {
            // Reset: also closed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        foreach (var socket in sockets.ToArray())
            socket.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Accept(Func<Socket, int, Task> serve)
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            sockets.Add(socket);
            _ = serve(socket, sockets.Count);
        }
    }
}
