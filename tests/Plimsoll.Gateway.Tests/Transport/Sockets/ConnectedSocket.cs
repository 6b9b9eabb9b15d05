using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Plimsoll.Gateway.Transport.Sockets;

namespace Plimsoll.Gateway.Tests.Transport.Sockets;

/// <summary>A client's connection as the server has it, and the client's own end of it.</summary>
internal sealed class ConnectedSocket : IAsyncDisposable
{
    private ConnectedSocket(Socket client, ClientSocket server) => (Client, Server) = (client, server);

    public Socket Client { get; }

    public ClientSocket Server { get; }

    public SocketReader Input => (SocketReader)Server.Transport.Input;

    public PipeWriter Output => Server.Transport.Output;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ConnectedSocket> Open()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, Cancellation);
        var accepted = await listener.AcceptAsync(Cancellation);
        return new ConnectedSocket(client, new ClientSocket(accepted, MemoryPool<byte>.Shared, NullLogger.Instance));
    }

    /// <summary>The client says something.</summary>
    public async Task Say(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await Client.SendAsync(bytes.AsMemory(sent), Cancellation);
    }

    /// <summary>All that the client hears until the server closes.</summary>
    public async Task<byte[]> HearAll()
    {
        var heard = new MemoryStream();
        var block = new byte[4096];
        int count;
        while ((count = await Client.ReceiveAsync(block, Cancellation)) > 0)
            heard.Write(block, 0, count);
        return heard.ToArray();
    }

    /// <summary>The client is gone without a word.</summary>
    public void Reset()
    {
        Client.LingerState = new LingerOption(true, 0);
        Client.Dispose();
    }

    /// <summary>Waits until the connection knows that it is closed.</summary>
    public async Task Closed()
    {
        var closed = new TaskCompletionSource();
        await using var registration = Server.ConnectionClosed.Register(closed.SetResult);
        await closed.Task.WaitAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Client.Dispose();
    }
}
