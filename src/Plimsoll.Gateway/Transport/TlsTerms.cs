using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Plimsoll.Gateway.Transport;

/// <summary>
/// TLS as one connection is to be accepted: made once for each <see cref="TlsOptions"/>, so that a handshake builds
/// nothing. Immutable.
/// </summary>
internal sealed class TlsTerms
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly TlsOptions options;

    /// <summary>The terms of some options.</summary>
    public TlsTerms(TlsOptions options)
    {
        this.options = options;
        Server = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(
                options.Certificate, options.Intermediates, offline: true),
            ClientCertificateRequired = options.Clients != ClientCertificates.None,
        };
        if (options.Clients == ClientCertificates.None)
            return;

        // The list of the machine does not count: who may come in is said by the operator and nobody else.
        Server.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { new Oid(ClientAuthentication) },
        };
        Server.CertificateChainPolicy.CustomTrustStore.AddRange(options.Authorities);
        Server.RemoteCertificateValidationCallback = (_, certificate, _, errors) => Admits(certificate, errors);
    }

    /// <summary>What the handshake is given.</summary>
    public SslServerAuthenticationOptions Server { get; }

    private bool Admits(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
            return options.Clients == ClientCertificates.Accepted;
        if (errors != SslPolicyErrors.None || certificate is not X509Certificate2 client)
            return false;
        return options.Subjects.Count == 0 || NamesOf(client).Any(options.Subjects.Contains);
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 client) => client.Extensions
        .OfType<X509SubjectAlternativeNameExtension>()
        .SelectMany(names => names.EnumerateDnsNames())
        .Append(client.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
}
