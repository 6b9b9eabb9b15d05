using System.Collections.Immutable;
using System.Net;

namespace Plimsoll.Gateway.Upstream;

/// <summary>Connections to the servers behind the gateway. Safe to share between threads.</summary>
internal sealed class UpstreamPool(ImmutableArray<UpstreamOptions> upstreams) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    // The gateway's own patience bounds a request, and its own key is the only credential that goes out: no proxy from
    // the environment, no redirect and no cookie may carry either elsewhere. Nor does a client's trace context go out,
    // in which it may write what it likes.
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The first upstream that speaks a dialect; the first of all when none does.</summary>
    public UpstreamOptions For(SpokenDialects dialect) =>
        upstreams.FirstOrDefault(u => u.Speaks.HasFlag(dialect)) ?? upstreams[0];

    /// <summary>Address of a route on an upstream.</summary>
    /// <param name="upstream">The upstream; its URL may or may not end in <c>/v1</c>.</param>
    /// <param name="path">Path that begins with <c>/v1</c>.</param>
    /// <param name="query">Query with its question mark, or empty.</param>
    public static Uri Address(UpstreamOptions upstream, string path, string? query)
    {
        var root = upstream.BaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (root.EndsWith("/v1", StringComparison.Ordinal))
            root = root[..^"/v1".Length];
        return new Uri(root + path + query);
    }

    /// <summary>Sends a request and returns as soon as the answer's headers are there.</summary>
    public Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellation) =>
        client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
