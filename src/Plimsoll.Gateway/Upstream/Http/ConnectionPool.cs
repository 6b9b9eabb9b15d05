using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>
/// Connections to one upstream: HTTP/1.1, plain or in TLS. No proxy, no redirect, no cookie and no decompression: what
/// is sent goes where it was meant to go, and what comes is what was sent. Safe to share between threads.
/// </summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly ConnectionOptions options;
    private readonly TimeProvider clock;
    private readonly SslClientAuthenticationOptions? tls;
    private readonly Lock gate = new();
    private readonly ITimer pruning;

    // The one that was used last is taken first, so that those that are not needed grow old.
    private readonly List<HttpConnection> idle = [];
    private bool isPruning;
    private bool isDisposed;

    /// <summary>A pool without connections.</summary>
    /// <param name="url">Where the upstream listens.</param>
    /// <param name="trust">How it is spoken to in TLS; null: the machine's authorities, no certificate.</param>
    /// <param name="options">How connections are made and kept.</param>
    /// <param name="clock">Time.</param>
    /// <exception cref="ArgumentException">The URL is none of <c>http</c> or <c>https</c>.</exception>
    public ConnectionPool(Uri url, UpstreamTls? trust, ConnectionOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        Origin = new HttpOrigin(url);
        tls = Origin.IsTls ? Tls(Origin.Host, trust ?? new UpstreamTls()) : null;
        pruning = clock.CreateTimer(
            static pool => ((ConnectionPool)pool!).Prune(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Where the upstream listens.</summary>
    public HttpOrigin Origin { get; }

    /// <summary>Connections that nobody uses.</summary>
    public int Idle
    {
        get
        {
            lock (gate)
                return idle.Count;
        }
    }

    /// <summary>
    /// Sends a request and reads the head of its answer. Where a connection that was used before turns out to be closed
    /// and nothing came of an answer, the request is sent once more, on a new one.
    /// </summary>
    /// <param name="request">The request; it and its body stay as they are until the answer is disposed.</param>
    /// <param name="cancellation">Gives up: the connection is closed at once, also while the body is read.</param>
    /// <exception cref="UpstreamException">The upstream failed.</exception>
    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    public ValueTask<UpstreamReply> Send(UpstreamRequest request, CancellationToken cancellation) =>
        Take() is { } used ? used.Ask(request, cancellation) : SendAnew(request, cancellation);

    /// <summary>The same on a new connection.</summary>
    internal async ValueTask<UpstreamReply> SendAnew(UpstreamRequest request, CancellationToken cancellation)
    {
        var connection = await Connect(cancellation);
        return await connection.Ask(request, cancellation);
    }

    /// <summary>Takes a connection back that may serve another request.</summary>
    public void Return(HttpConnection connection)
    {
        var now = clock.GetTimestamp();
        connection.IdleSince = now;
        lock (gate)
        {
            if (!isDisposed && idle.Count < options.MaxIdle && !IsOld(connection, now))
            {
                idle.Add(connection);
                if (!isPruning)
                    pruning.Change(options.Idle, Timeout.InfiniteTimeSpan);
                isPruning = true;
                return;
            }
        }

        connection.Abort();
    }

    /// <summary>Closes idle connections, and others once they are returned.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            foreach (var connection in idle)
                connection.Abort();
            idle.Clear();
        }

        pruning.Dispose();
    }

    private HttpConnection? Take()
    {
        var now = clock.GetTimestamp();
        while (true)
        {
            HttpConnection last;
            lock (gate)
            {
                if (idle.Count == 0)
                    return null;
                last = idle[^1];
                idle.RemoveAt(idle.Count - 1);
            }

            if (!IsOld(last, now) && last.IsQuiet)
                return last;
            last.Abort();
        }
    }

    private bool IsOld(HttpConnection connection, long now) =>
        clock.GetElapsedTime(connection.BornAt, now) >= options.Lifetime
        || clock.GetElapsedTime(connection.IdleSince, now) >= options.Idle;

    private void Prune()
    {
        var now = clock.GetTimestamp();
        lock (gate)
        {
            foreach (var old in idle.Where(connection => IsOld(connection, now)))
                old.Abort();
            idle.RemoveAll(connection => IsOld(connection, now));
            isPruning = idle.Count > 0 && !isDisposed;
            if (isPruning)
                pruning.Change(options.Idle, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A socket that sends small pieces at once: a first token must not wait for an acknowledgement.</summary>
    internal static Socket NewSocket() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private async ValueTask<HttpConnection> Connect(CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(options.Connect, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        var socket = NewSocket();
        SslStream? stream = null;
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(Origin.Host, Origin.Port, either.Token);
            if (tls is not null)
            {
                stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
                await stream.AuthenticateAsClientAsync(tls, either.Token);
            }
            else
            {
                // A stream does not take such a socket.
                socket.Blocking = false;
            }

            return new HttpConnection(this, socket, stream, clock.GetTimestamp());
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (stream is not null)
                await stream.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            throw e switch
            {
                OperationCanceledException => new UpstreamException(
                    UpstreamFault.Unreachable, $"It took no connection within {options.Connect}.", e),
                AuthenticationException => new UpstreamException(UpstreamFault.Untrusted, e.Message, e),
                SocketException or IOException => new UpstreamException(UpstreamFault.Unreachable, e.Message, e),
                _ => e,
            };
        }
    }

    private static SslClientAuthenticationOptions Tls(string host, UpstreamTls trust)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateContext = trust.Client is { } own ? SslStreamCertificateContext.Create(own, null) : null,
        };
        if (trust.Authorities is { } authorities)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return tls;
    }
}
