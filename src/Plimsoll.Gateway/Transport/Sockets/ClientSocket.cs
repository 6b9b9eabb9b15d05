using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Plimsoll.Gateway.Transport.Sockets;

/// <summary>
/// A client's connection, read and written on its socket with nothing in between. It is closed when the client has
/// ended its side, when it breaks, or when it is aborted.
/// </summary>
internal sealed class ClientSocket : DefaultConnectionContext, IDuplexPipe, IMemoryPoolFeature
{
    private static long latest;

    private readonly Socket socket;
    private readonly ILogger log;
    private readonly SocketReader input;
    private readonly SocketWriter output;
    private readonly CancellationTokenSource closed = new();
    private int isShut;

    /// <summary>A connection that was accepted.</summary>
    /// <param name="socket">Its socket.</param>
    /// <param name="memory">Memory for who reads HTTP from it.</param>
    /// <param name="log">Told when somebody fails who was told of its end.</param>
    public ClientSocket(Socket socket, MemoryPool<byte> memory, ILogger log)
        : base(Interlocked.Increment(ref latest).ToString("X"))
    {
        MemoryPool = memory;
        Features.Set<IMemoryPoolFeature>(this);
        (this.socket, this.log) = (socket, log);
        socket.Blocking = false;
        input = new SocketReader(socket, TellClosed);
        output = new SocketWriter(socket, Abort);
        (LocalEndPoint, RemoteEndPoint, ConnectionClosed) = (socket.LocalEndPoint, socket.RemoteEndPoint, closed.Token);
        Transport = this;
    }

    /// <inheritdoc/>
    public MemoryPool<byte> MemoryPool { get; }

    PipeReader IDuplexPipe.Input => input;

    PipeWriter IDuplexPipe.Output => output;

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        input.Abort(abortReason);
        Shut();
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Abort(new ConnectionAbortedException("The connection has ended."));
        input.Dispose();
        output.Dispose();
        return base.DisposeAsync();
    }

    private void TellClosed()
    {
        try
        {
            closed.Cancel();
        }
        catch (AggregateException fault)
        {
            GatewayLog.Faulted(log, ConnectionId, fault);
        }
    }

    private void Shut()
    {
        if (Interlocked.Exchange(ref isShut, 1) != 0)
            return;
        try
        {
            // What was sent arrives before the end does.
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The client was first.
        }

        socket.Dispose();
    }
}
