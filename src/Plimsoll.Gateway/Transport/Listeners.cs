using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Plimsoll.Gateway.Transport.Direct;

namespace Plimsoll.Gateway.Transport;

/// <summary>Opens the addresses of a gateway, bounded as its options say.</summary>
internal static class Listeners
{
    private const string NoBareLineFeeds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    // Lines end in CR LF and in nothing else: a proxy in front that does not take a lone line feed for an end would see
    // other headers than we do. The server reads this once, for the whole process.
    static Listeners() => AppContext.SetSwitch(NoBareLineFeeds, true);

    /// <summary>Sets a server up.</summary>
    /// <param name="kestrel">The server.</param>
    /// <param name="options">Where it listens and what it bears.</param>
    /// <param name="tls">TLS as the next connection is to be accepted: it may change while the server runs.</param>
    /// <param name="direct">Serves the plain requests of clients.</param>
    /// <exception cref="ArgumentException">An address is none, or has TLS without a certificate.</exception>
    public static void Open(
        KestrelServerOptions kestrel, GatewayOptions options, Func<TlsTerms?> tls, DirectServer direct)
    {
        var bounds = options.Bounds;
        kestrel.AddServerHeader = false;

        // The gateway bounds bodies itself, to say so in the client's dialect.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestLineSize = bounds.RequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = bounds.HeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = bounds.Headers;
        kestrel.Limits.MaxConcurrentConnections = bounds.Connections;
        kestrel.Limits.RequestHeadersTimeout = bounds.HeaderTimeout;
        kestrel.Limits.KeepAliveTimeout = bounds.KeepAlive;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bounds.BodyRate, bounds.BodyGrace);
        foreach (var address in Read(options.Url))
            Listen(kestrel, address, tls, direct);
        if (options.ManagementUrl is { } management)
        {
            foreach (var address in Read(management))
                Listen(kestrel, address, tls, direct: null);
        }
    }

    /// <summary>Whether a request came in on the address for operators.</summary>
    public static bool IsManagement(IFeatureCollection features) => features.Get<ManagementConnection>() is not null;

    private static IReadOnlyList<ListenAddress> Read(string urls) => ListenAddress.ParseAll(urls)
        ?? throw new ArgumentException($"Found '{urls}' to listen on; expected {ListenAddress.Expected}.");

    private static void Listen(
        KestrelServerOptions kestrel, ListenAddress address, Func<TlsTerms?> tls, DirectServer? direct)
    {
        if (address.IsTls && tls() is null)
            throw new ArgumentException($"Port {address.Port} is to have TLS, but there is no certificate.");
        if (address.Ip is { } ip)
            kestrel.Listen(ip, address.Port, Accept);
        else
            kestrel.ListenLocalhost(address.Port, Accept);

        void Accept(ListenOptions listener)
        {
            // HTTP/2 in the clear is refused: without TLS nothing tells one protocol from a smuggled other.
            listener.Protocols = address.IsTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            if (address.IsTls)
            {
                listener.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(tls()!.Server),
                });
            }

            // Operators have no need to be fast.
            listener.Use(next => direct is null
                ? connection => Mark(next, connection)
                : connection => direct.Serve(connection, next));
        }
    }

    private static Task Mark(ConnectionDelegate next, ConnectionContext connection)
    {
        connection.Features.Set(ManagementConnection.Mark);
        return next(connection);
    }

    private sealed class ManagementConnection
    {
        public static readonly ManagementConnection Mark = new();
    }
}
