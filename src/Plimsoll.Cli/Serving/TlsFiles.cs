using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plimsoll.Gateway.Transport;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Serving;

/// <summary>Reads certificates from their files.</summary>
internal static class TlsFiles
{
    /// <summary>What the gateway shows and whom it lets in; null where something is wrong, which is told.</summary>
    public static TlsOptions? Load(TlsSpec spec, Faults faults)
    {
        const string place = "tls";
        var chain = Chain(place, (spec.Certificate, spec.Key, spec.Password), faults);
        var authorities = Authorities($"{place}.clients", spec.Clients?.Authorities, faults);
        return chain is null || authorities is null ? null : new TlsOptions
        {
            Certificate = chain[0],
            Intermediates = [.. chain.Skip(1)],
            Clients = spec.Clients?.Certificates switch
            {
                null => ClientCertificates.None,
                CertificateDemand.Accepted => ClientCertificates.Accepted,
                _ => ClientCertificates.Required,
            },
            Authorities = authorities,
            Subjects = (spec.Clients?.Subjects ?? []).ToFrozenSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Whom the gateway trusts to be a server, and what it shows to it; what is wrong is told.</summary>
    /// <param name="spec">What was written.</param>
    /// <param name="place">Where.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static UpstreamTls Load(UpstreamTlsSpec spec, string place, Faults faults)
    {
        if (spec.Certificate is null && (spec.Key is not null || spec.Password is not null))
            faults.Add(place, "there is a key or a password, but no certificate; name its file as 'certificate'.");
        var chain = spec.Certificate is { } certificate
            ? Chain(place, (certificate, spec.Key, spec.Password), faults)
            : null;
        var authorities = Authorities(place, spec.Authorities, faults);
        return new UpstreamTls(spec.Authorities is null ? null : authorities, chain?[0]);
    }

    /// <summary>A certificate that can be shown, and those behind it; null where it cannot, which is told.</summary>
    private static X509Certificate2Collection? Chain(
        string place, (FilePath Certificate, FilePath? Key, SecretSpec? Password) shown, Faults faults)
    {
        var before = faults.Count;
        var password = Secrets.Read(shown.Password, $"{place}.password", faults);
        if (faults.Count > before)
            return null;
        var (path, file) = ($"{place}.certificate", shown.Certificate.Value);
        if (Read(path, file, faults, () => Own(shown.Certificate, shown.Key, password)) is not { } chain)
            return null;
        var own = chain[0];
        if (!own.HasPrivateKey)
            faults.Add(path, $"{file} has no private key; name its file as 'key'.");
        if (own.NotAfter < TimeProvider.System.GetLocalNow())
            faults.Add(path, $"{file} expired on {own.NotAfter:yyyy-MM-dd}; renew it.");
        return faults.Count > before ? null : chain;
    }

    /// <summary>Authorities of a file; none where none is named, null where it cannot be read, which is told.</summary>
    private static X509Certificate2Collection? Authorities(string place, FilePath? named, Faults faults) =>
        named is { } file ? Read($"{place}.authorities", file.Value, faults, () => Pem(file)) : [];

    /// <summary>The gateway's own certificate, and behind it those that are sent along.</summary>
    private static X509Certificate2Collection Own(FilePath certificate, FilePath? key, string? password)
    {
        var file = certificate.Value;
        if (Path.GetExtension(file) is ".pfx" or ".p12")
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password);
            return [.. all.OrderByDescending(one => one.HasPrivateKey)];
        }

        var own = password is null
            ? X509Certificate2.CreateFromPemFile(file, key?.Value)
            : X509Certificate2.CreateFromEncryptedPemFile(file, password, key?.Value);
        return [own, .. Pem(certificate).Skip(1)];
    }

    private static X509Certificate2Collection Pem(FilePath file)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(file.Value);
        return all.Count > 0 ? all : throw new CryptographicException("no certificate in PEM form is in it.");
    }

    private static X509Certificate2Collection? Read(
        string path, string file, Faults faults, Func<X509Certificate2Collection> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            faults.Add(path, $"{file} cannot be used: {e.Message}");
            return null;
        }
    }
}
