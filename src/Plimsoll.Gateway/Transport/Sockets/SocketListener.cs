using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Plimsoll.Gateway.Transport.Sockets;

/// <summary>Accepts clients at one address.</summary>
internal sealed class SocketListener(Socket socket, MemoryPool<byte> memory, ILogger log) : IConnectionListener
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Socket? client = null;
            try
            {
                client = await socket.AcceptAsync(cancellationToken);

                // What is written goes out at once: a first token must not wait for an acknowledgement.
                client.NoDelay = client.ProtocolType == ProtocolType.Tcp;
                return new ClientSocket(client, memory, log);
            }
            catch (Exception e) when (e is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets
                or SocketError.NoBufferSpaceAvailable)
            {
                // It would fail again at once: a client has to leave first.
                await Task.Delay(Pause, cancellationToken);
            }
            catch (SocketException)
            {
                // That client has left before it was accepted.
                client?.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
