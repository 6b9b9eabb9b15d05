using System.Security.Cryptography.X509Certificates;

namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>
/// How an upstream is spoken to in TLS. Its certificate has to be in force, for its host, and from an authority that is
/// trusted: that cannot be turned off.
/// </summary>
/// <param name="Authorities">Authorities to trust in place of the machine's; null: the machine's.</param>
/// <param name="Client">Certificate, with its private key, by which the gateway proves itself; null: none.</param>
public sealed record UpstreamTls(X509Certificate2Collection? Authorities = null, X509Certificate2? Client = null);
