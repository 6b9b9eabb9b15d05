using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Plimsoll.Gateway.Transport.Sockets;

/// <summary>Opens addresses for the server.</summary>
internal sealed class SocketListeners(IMemoryPoolFactory<byte> pools, ILoggerFactory loggers)
    : IConnectionListenerFactory, IDisposable
{
    private const int Backlog = 512;

    private readonly MemoryPool<byte> memory = pools.Create();
    private readonly ILogger log = loggers.CreateLogger(GatewayServer.TelemetryName);

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(Backlog);
            return new(new SocketListener(socket, memory, log));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket?.Dispose();
            throw new AddressInUseException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
