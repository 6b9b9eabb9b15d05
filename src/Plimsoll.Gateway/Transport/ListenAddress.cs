using System.Net;

namespace Plimsoll.Gateway.Transport;

/// <summary>An address of this machine on which a server listens. Immutable.</summary>
/// <param name="Ip">Which of the machine's addresses; null: both of loopback's, as <c>localhost</c> asks.</param>
/// <param name="Port">Port; 0 takes a free one.</param>
/// <param name="IsTls">Whether clients speak TLS there.</param>
public sealed record ListenAddress(IPAddress? Ip, int Port, bool IsTls)
{
    /// <summary>What an address may be, in words.</summary>
    public const string Expected =
        "http:// or https:// with an IP address of this machine or localhost, and a port, such as "
        + "http://127.0.0.1:8080";

    /// <summary>
    /// Reads an address such as <c>https://0.0.0.0:8443</c>; null when it is none. A host name is none: it would have
    /// to be looked up, and a name that is mistyped must not open every address of the machine. Nor is one with a path.
    /// </summary>
    public static ListenAddress? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }

        var isTls = uri.Scheme == Uri.UriSchemeHttps;
        if (uri.Host == "localhost")
            return new(null, uri.Port, isTls);
        return uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? new(IPAddress.Parse(uri.DnsSafeHost), uri.Port, isTls) : null;
    }

    /// <summary>Reads several that are separated by semicolons; null when one is none.</summary>
    public static IReadOnlyList<ListenAddress>? ParseAll(string text)
    {
        var texts = text.Split(';');
        var addresses = texts.Select(Parse).OfType<ListenAddress>().ToList();
        return addresses.Count == texts.Length ? addresses : null;
    }
}
