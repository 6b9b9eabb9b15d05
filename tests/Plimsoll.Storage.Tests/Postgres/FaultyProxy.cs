using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>Stands between clients and a server, and does to what they send what a network may do.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> sockets = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> pumps = [];
    private readonly int target;
    private readonly Task accepting;

    public FaultyProxy(int target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    /// <summary>Where clients connect.</summary>
    public int Port { get; }

    /// <summary>Asked for everything that is sent; true: by the server. Default: all arrives.</summary>
    public Func<bool, NetworkFault> Fault { get; set; } = _ => NetworkFault.None;

    /// <summary>Whether new connections are cut at once. Default false.</summary>
    public bool IsDown { get; set; }

    /// <summary>Cuts every connection.</summary>
    public void CutAll()
    {
        foreach (var socket in sockets.Keys)
            Abort(socket);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        CutAll();
        await accepting;
        await Task.WhenAll(pumps);
        stop.Dispose();
    }

    private async Task Accept()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync(stop.Token);
            }
            catch (Exception error) when (IsOver(error))
            {
                return;
            }

            pumps.Add(Join(client));
        }
    }

    private async Task Join(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        sockets[client] = sockets[server] = 0;
        try
        {
            if (!IsDown)
            {
                await server.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                await Task.WhenAll(Pump(client, server, isAnswer: false), Pump(server, client, isAnswer: true));
            }
        }
        catch (Exception error) when (IsOver(error))
        {
            // The server is gone, and so is the connection.
        }
        finally
        {
            Abort(client);
            Abort(server);
        }
    }

    private async Task Pump(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, stop.Token) is > 0 and var length)
            {
                if (!await Pass(buffer.AsMemory(0, length), from, to, Fault(isAnswer)))
                    return;
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (IsOver(error))
        {
            Abort(from);
            Abort(to);
        }
    }

    private static bool IsOver(Exception error) =>
        error is OperationCanceledException or SocketException or ObjectDisposedException;

    /// <summary>Does to a part of a conversation what its fault says; false: nothing follows this way.</summary>
    private async Task<bool> Pass(ReadOnlyMemory<byte> part, Socket from, Socket to, NetworkFault fault)
    {
        switch (fault)
        {
            case NetworkFault.Cut:
                Abort(from);
                Abort(to);
                return false;
            case NetworkFault.Stall:
                return false;
            case NetworkFault.HalfClose:
                to.Shutdown(SocketShutdown.Send);
                return false;
            case NetworkFault.ArriveLate:
                Abort(from);
                await Task.Delay(20, stop.Token);
                await to.SendAsync(part, stop.Token);
                return true;
            case NetworkFault.Delay:
                await Task.Delay(5, stop.Token);
                await to.SendAsync(part, stop.Token);
                return true;
            default:
                await to.SendAsync(part, stop.Token);
                return true;
        }
    }

    /// <summary>Closes a socket so that the other end sees a reset, and no orderly end.</summary>
    private void Abort(Socket socket)
    {
        sockets.TryRemove(socket, out _);
        try
        {
            socket.Close(0);
        }
        catch (Exception error) when (IsOver(error))
        {
            // It is closed already.
        }
    }
}
