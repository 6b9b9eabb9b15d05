using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Tests.Upstream;

public class When_a_server_speaks_TLS
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly X509Certificate2 Authority = Certificate("Authority", null, Now.AddDays(2));
    private static readonly X509Certificate2 Stranger = Certificate("Stranger", null, Now.AddDays(2));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_asked_over_the_same_connection_again()
    {
        await using var server = Server(Certificate("localhost", Authority, Now.AddDays(1)));
        using var pool = Pool(server, new UpstreamTls([Authority]));

        Assert.Equal(new Exchange(200, "{}", true, null), await Exchange.Of("POST", pool, Cancellation));
        Assert.Equal(new Exchange(200, "{}", true, null), await Exchange.Of("POST", pool, Cancellation));

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_not_trusted() =>
        await AssertUntrusted(Certificate("fleet.test", Authority, Now.AddDays(1)), new UpstreamTls([Authority]));

    [Fact]
    public async Task A_certificate_that_is_no_longer_in_force_is_not_trusted() =>
        await AssertUntrusted(Certificate("localhost", Authority, Now.AddHours(-1)), new UpstreamTls([Authority]));

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_trusted()
    {
        await AssertUntrusted(Certificate("localhost", Stranger, Now.AddDays(1)), new UpstreamTls([Authority]));
        await AssertUntrusted(Certificate("localhost", Authority, Now.AddDays(1)), null);
    }

    [Fact]
    public async Task The_gateway_proves_itself_where_it_has_a_certificate()
    {
        var seen = new TaskCompletionSource<string?>();
        using var own = Certificate("gateway", Authority, Now.AddDays(1));
        await using var server = Server(Certificate("localhost", Authority, Now.AddDays(1)), seen);
        using var pool = Pool(server, new UpstreamTls([Authority], own));

        Assert.Null((await Exchange.Of("POST", pool, Cancellation)).Fault);

        Assert.Equal("CN=gateway", await seen.Task);
    }

    [Fact]
    public async Task One_that_speaks_something_else_is_a_failure_before_anything_is_sent()
    {
        var seen = new TaskCompletionSource<string>();
        await using var server = new RawServer(async (socket, _) =>
        {
            await RawServer.Send(socket, "HTTP/1.1 400 This is no TLS\r\n\r\n");
            socket.Shutdown(SocketShutdown.Send);
            seen.SetResult(await RawServer.Request(socket));
        });
        using var pool = Pool(server, null);

        var found = await Exchange.Of("POST", pool, Cancellation);

        Assert.True(found.Fault is UpstreamFault.Untrusted or UpstreamFault.Unreachable);
        Assert.DoesNotContain("POST", await seen.Task, StringComparison.Ordinal);
    }

    private static async Task AssertUntrusted(X509Certificate2 certificate, UpstreamTls? tls)
    {
        await using var server = Server(certificate);
        using var pool = Pool(server, tls);

        Assert.Equal(UpstreamFault.Untrusted, (await Exchange.Of("POST", pool, Cancellation)).Fault);
    }

    private static ConnectionPool Pool(RawServer server, UpstreamTls? tls) =>
        Exchange.Pool(new Uri($"https://localhost:{server.Url.Port}"), tls: tls);

    private static RawServer Server(X509Certificate2 certificate, TaskCompletionSource<string?>? client = null) =>
        new(async (socket, _) =>
        {
            await using var tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = client is not null,
                    RemoteCertificateValidationCallback = (_, shown, _, _) => shown is null == client is null,
                },
                Cancellation);
            client?.SetResult(tls.RemoteCertificate?.Subject);
            var block = new byte[4096];
            while (await tls.ReadAsync(block, Cancellation) > 0)
            {
                var answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                await tls.WriteAsync(answer, Cancellation);
            }
        });

    /// <summary>A certificate for a host from an authority; without one, that of an authority.</summary>
    private static X509Certificate2 Certificate(string name, X509Certificate2? authority, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var isAuthority = authority is null;
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        if (authority is null)
            return request.CreateSelfSigned(Now.AddDays(-2), until);
        using var signed = request.Create(authority, Now.AddDays(-1), until, [1, 2, 3, 4]);
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
