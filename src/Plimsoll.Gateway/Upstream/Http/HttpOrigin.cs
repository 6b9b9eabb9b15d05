using System.Globalization;
using System.Text;

namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>Where an upstream listens, as its URL says.</summary>
internal sealed class HttpOrigin
{
    // What comes before /v1: mostly nothing.
    private readonly string prefix;

    /// <summary>The place that a URL names.</summary>
    /// <param name="url">An absolute URL of <c>http</c> or <c>https</c>, with or without a trailing <c>/v1</c>.</param>
    /// <exception cref="ArgumentException">It is another.</exception>
    public HttpOrigin(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.IdnHost.Length == 0)
            throw new ArgumentException($"{url} is no URL of http or https.", nameof(url));
        IsTls = url.Scheme == "https";
        Host = url.IdnHost;
        Port = url.Port;
        var host = url.HostNameType == UriHostNameType.IPv6 ? $"[{Host}]" : Host;
        Authority = Encoding.ASCII.GetBytes(
            url.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}"));
        var path = url.AbsolutePath.TrimEnd('/');
        prefix = path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^"/v1".Length] : path;
    }

    /// <summary>Name or address of the host.</summary>
    public string Host { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Whether it is spoken to in TLS.</summary>
    public bool IsTls { get; }

    /// <summary>What a request's <c>Host</c> says.</summary>
    public ReadOnlyMemory<byte> Authority { get; }

    /// <summary>Path, from the root of the host, of a route of the API.</summary>
    /// <param name="route">Path that begins with <c>/v1</c>.</param>
    public string PathOf(string route) => prefix.Length == 0 ? route : prefix + route;
}
