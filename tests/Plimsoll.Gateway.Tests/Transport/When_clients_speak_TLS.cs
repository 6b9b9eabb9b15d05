using System.Collections.Frozen;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Transport;

namespace Plimsoll.Gateway.Tests.Transport;

public sealed class When_clients_speak_TLS : IDisposable
{
    private readonly Certificates ours = new();
    private readonly Certificates others = new("another authority");

    public void Dispose()
    {
        ours.Dispose();
        others.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task They_may_speak_either_version_of_HTTP(int version)
    {
        await using var rig = await Begin(ClientCertificates.None);
        using var http = Client(rig);

        using var response = await http.GetAsync("/healthz", TestContext.Current.CancellationToken);
        using var asked = await Ask(http, rig.Key, new Version(version, version == 1 ? 1 : 0));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(200, (int)asked.StatusCode);
        Assert.Equal(version, asked.Version.Major);
    }

    [Theory]
    [InlineData(ClientCertificates.None, "none", true)]
    [InlineData(ClientCertificates.Accepted, "none", true)]
    [InlineData(ClientCertificates.Accepted, "ours", true)]
    [InlineData(ClientCertificates.Accepted, "theirs", false)]
    [InlineData(ClientCertificates.Required, "none", false)]
    [InlineData(ClientCertificates.Required, "ours", true)]
    [InlineData(ClientCertificates.Required, "theirs", false)]
    [InlineData(ClientCertificates.Required, "a server's", false)]
    public async Task A_certificate_is_asked_for_as_stated(ClientCertificates asked, string shown, bool isServed)
    {
        await using var rig = await Begin(asked);
        using var certificate = shown switch
        {
            "ours" => ours.Client("alice"),
            "theirs" => others.Client("alice"),
            "a server's" => ours.Server(),
            _ => null,
        };
        using var http = Client(rig, certificate);

        Assert.Equal(isServed, await IsServed(http));
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("alice.example", true)]
    [InlineData("bob", false)]
    public async Task Only_those_who_are_named_are_let_in_where_any_are(string subject, bool isServed)
    {
        await using var rig = await Begin(ClientCertificates.Required, subject);
        using var certificate = ours.Client("alice");
        using var http = Client(rig, certificate);

        Assert.Equal(isServed, await IsServed(http));
    }

    [Fact]
    public async Task The_next_connection_sees_a_certificate_that_was_renewed()
    {
        var renewed = ours.Server();
        await using var rig = await Begin(
            ClientCertificates.None,
            next: first => new ConfigurationReading.Valid(
                first with { Tls = first.Tls! with { Certificate = renewed } }));
        string? before = null, after = null;
        using var old = Client(rig, seen: certificate => before = certificate.Thumbprint);
        Assert.True(await IsServed(old));

        rig.App.Services.GetRequiredService<ConfigurationReload>().Run("test");
        Assert.True(await IsServed(old));
        using var next = Client(rig, seen: certificate => after = certificate.Thumbprint);
        Assert.True(await IsServed(next));

        Assert.Equal(renewed.Thumbprint, after);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task A_client_that_speaks_in_the_clear_is_not_understood()
    {
        await using var rig = await Begin(ClientCertificates.None);

        Assert.Empty(RawConnection.Statuses(
            await RawConnection.Exchange(rig.Url, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")));
    }

    [Fact]
    public async Task An_address_with_TLS_and_no_certificate_is_refused()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(
            () => GatewayRig.Begin(with: options => options with { Url = "https://127.0.0.1:0" }));

        Assert.Contains("there is no certificate", fault.Message, StringComparison.Ordinal);
    }

    private Task<GatewayRig> Begin(
        ClientCertificates clients, string? subject = null, Func<GatewayOptions, ConfigurationReading>? next = null)
    {
        var tls = new TlsOptions
        {
            Certificate = ours.Server(),
            Clients = clients,
            Authorities = [ours.Authority],
            Subjects = subject is null ? [] : new[] { subject }.ToFrozenSet(),
        };
        return GatewayRig.Begin(with: options => options with { Url = "https://127.0.0.1:0", Tls = tls }, next: next);
    }

    private HttpClient Client(
        GatewayRig rig, X509Certificate2? certificate = null, Action<X509Certificate2>? seen = null)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
                RemoteCertificateValidationCallback = (_, shown, chain, _) =>
                {
                    seen?.Invoke((X509Certificate2)shown!);
                    return ours.Vouches(shown, chain);
                },
            },
        };
        return new HttpClient(handler) { BaseAddress = rig.Url };
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient http, string key, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Question.Messages)
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(Question.Body(stream: false)),
        };
        request.Headers.Add("x-api-key", key);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<bool> IsServed(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync("/healthz", TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
