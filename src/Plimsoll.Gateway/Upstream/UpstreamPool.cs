using System.Runtime.CompilerServices;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Upstream;

/// <summary>
/// Connections to the servers behind the gateway. The only credential that goes out is the gateway's own, and no trace
/// context of a client, in which it may write what it likes. Safe to share between threads.
/// </summary>
internal sealed class UpstreamPool(ConnectionOptions options, TimeProvider clock) : IDisposable
{
    // Connections to an upstream that is no longer known go with its options.
    private readonly ConditionalWeakTable<UpstreamOptions, ConnectionPool> connections = [];

    /// <summary>Path, from the root of its host, of a route of an upstream.</summary>
    /// <param name="upstream">The upstream; its URL may or may not end in <c>/v1</c>.</param>
    /// <param name="route">Path that begins with <c>/v1</c>.</param>
    public string PathOf(UpstreamOptions upstream, string route) => Of(upstream).Origin.PathOf(route);

    /// <summary>Sends a request and returns as soon as the answer's head is there.</summary>
    /// <inheritdoc cref="ConnectionPool.Send"/>
    public ValueTask<UpstreamReply> Send(
        UpstreamOptions upstream, UpstreamRequest request, CancellationToken cancellation) =>
        Of(upstream).Send(request, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, pool) in connections)
            pool.Dispose();
    }

    private ConnectionPool Of(UpstreamOptions upstream) =>
        connections.TryGetValue(upstream, out var pool) ? pool : connections.GetValue(upstream, Begin);

    private ConnectionPool Begin(UpstreamOptions upstream) =>
        new(upstream.BaseUrl, upstream.Tls, options, clock);
}
