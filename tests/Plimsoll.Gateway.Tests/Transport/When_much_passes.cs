using System.Net;
using System.Text;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Transport;

namespace Plimsoll.Gateway.Tests.Transport;

/// <summary>A large request and a large answer are the same on the other side, whichever way they take.</summary>
public sealed class When_much_passes : IDisposable
{
    private const int Characters = 3 * 1024 * 1024;

    private readonly Certificates ours = new();

    public void Dispose() => ours.Dispose();

    [Theory]
    [InlineData(false, 1, false)]
    [InlineData(false, 1, true)]
    [InlineData(true, 1, false)]
    [InlineData(true, 1, true)]
    [InlineData(true, 2, false)]
    public async Task It_arrives_whole(bool isTls, int version, bool isChunked)
    {
        await using var rig = await GatewayRig.Begin(with: options => isTls
            ? options with { Url = "https://127.0.0.1:0", Tls = new TlsOptions { Certificate = ours.Server() } }
            : options);
        var (asked, answered) = (Text('q'), Text('a'));
        rig.Upstream.Script = Replies.Plain(text: answered);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, chain, _) => ours.Vouches(shown, chain) },
        });
        for (var round = 0; round < 3; round++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(rig.Url, Question.Messages))
            {
                Version = new Version(version, version == 1 ? 1 : 0),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new StringContent(
                    $$"""
                    {"model":"claude-sonnet-5","max_tokens":50,"messages":[{"role":"user","content":"{{asked}}"}]}
                    """,
                    Encoding.UTF8,
                    "application/json"),
            };
            request.Headers.Add("x-api-key", rig.Key);
            request.Headers.TransferEncodingChunked = isChunked;

            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains($"\"{answered}\"", body, StringComparison.Ordinal);
            Assert.Contains($"\"{asked}\"", rig.Upstream.Seen.Last().Body, StringComparison.Ordinal);
        }
    }

    private static string Text(char filling) =>
        string.Concat(Enumerable.Range(0, Characters / 8).Select(i => $"{filling}{i:x7}"));
}
