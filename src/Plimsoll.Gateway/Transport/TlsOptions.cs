using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;

namespace Plimsoll.Gateway.Transport;

/// <summary>What the gateway shows of itself on addresses with TLS, and whom it lets in there.</summary>
public sealed record TlsOptions
{
    /// <summary>Its certificate, with the private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Certificates between it and a root that clients trust; sent along. Default: none.</summary>
    public X509Certificate2Collection Intermediates { get; init; } = [];

    /// <summary>Whether clients show a certificate. Default: they are not asked.</summary>
    public ClientCertificates Clients { get; init; }

    /// <summary>Authorities that may sign those of clients, and no others. Needed where clients are asked.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>
    /// Clients that are let in: a common name or a DNS name of their certificate. Default empty: whoever one of the
    /// authorities signed.
    /// </summary>
    public FrozenSet<string> Subjects { get; init; } = FrozenSet<string>.Empty;
}
