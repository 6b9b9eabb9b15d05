using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Security;

/// <summary>What a client writes decides nothing about where the gateway connects to.</summary>
public class When_a_client_points_elsewhere
{
    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("../../admin/reset")]
    [InlineData("claude-sonnet-5\r\nx-api-key: stolen")]
    [InlineData("claude-sonnet-5\0")]
    public async Task A_model_that_is_no_name_is_unknown_and_in_no_header(string model)
    {
        await using var rig = await GatewayRig.Begin();

        using var response = await rig.Post(
            Question.Messages,
            Question.Body().Replace("\"claude-sonnet-5\"", JsonSerializer.Serialize(model), StringComparison.Ordinal));

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Empty(rig.Upstream.Seen);
        Assert.DoesNotContain("stolen", response.Headers.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_and_documents_by_URL_are_not_fetched()
    {
        await using var rig = await GatewayRig.Begin();
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        var url = $"http://{elsewhere.LocalEndpoint}/image.png";

        using var response = await rig.Post(Question.Messages, $$$"""
            {"model":"claude-sonnet-5","max_tokens":5,"messages":[{"role":"user","content":[
            {"type":"image","source":{"type":"url","url":"{{{url}}}"}},
            {"type":"document","source":{"type":"url","url":"{{{url}}}"}},{"type":"text","text":"x"}]}]}
            """);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains(url, Assert.Single(rig.Upstream.Seen).Body, StringComparison.Ordinal);
        Assert.False(elsewhere.Pending());
    }

    [Fact]
    public async Task Headers_of_the_connection_and_of_proxies_are_not_passed_on()
    {
        await using var rig = await GatewayRig.Begin();
        var body = Question.Body();

        var answers = await RawConnection.Exchange(
            rig.Url,
            $"POST /v1/messages HTTP/1.1\r\nHost: evil.example\r\nx-api-key: {rig.Key}\r\n"
            + "Connection: close, x-secret\r\nx-secret: 1\r\nProxy-Authorization: Basic eA==\r\n"
            + "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Host: evil\r\n"
            + "Forwarded: for=10.0.0.1\r\nTE: trailers\r\nCookie: a=b\r\nExpect-CT: x\r\ntraceparent: 00-1-1-01\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");

        Assert.Equal([200], RawConnection.Statuses(answers));
        var seen = Assert.Single(rig.Upstream.Seen);
        Assert.Equal(rig.Upstream.Url.Authority, seen.Headers["host"]);
        Assert.Empty(seen.Headers.Keys.Intersect(
            [
                "x-secret", "proxy-authorization", "x-forwarded-for", "x-forwarded-host", "forwarded", "te", "cookie",
                "expect-ct", "traceparent", "connection",
            ],
            StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("claude/1.0\u00e9")]
    [InlineData("a\tb")]
    public async Task A_header_that_is_passed_on_cannot_begin_another(string agent)
    {
        await using var rig = await GatewayRig.Begin();
        var body = Question.Body();

        var answers = await RawConnection.Exchange(
            rig.Url,
            $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {rig.Key}\r\nuser-agent: {agent}\r\n"
            + $"idempotency-key: {agent}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.All(RawConnection.Statuses(answers), status => Assert.True(status is 200 or 400, answers));
    }

    [Theory]
    [InlineData("content-type: application/json; x=\"\u00e9\"\r\n")]
    [InlineData("content-type: application/json\r\n folded: x\r\n")]
    [InlineData("content-type: application/json\rset-cookie: a=b\r\n")]
    [InlineData("content-type: application/json\0\r\n")]
    [InlineData("content-type: application/json\r\nset-cookie: a=b\r\nx-internal: secret-server\r\n")]
    [InlineData("content-type: nonsense\r\n")]
    public async Task Headers_of_an_upstream_begin_none_of_ours(string headers)
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Upstreams = [new UpstreamOptions(new Uri($"http://{upstream.LocalEndpoint}"), SpokenDialects.Both)],
        });
        const string body = """{"usage":{"input_tokens":1,"output_tokens":1}}""";
        var serving = Answer(upstream, $"HTTP/1.1 200 OK\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}");

        using var response = await rig.Ask();
        await serving;

        Assert.True((int)response.StatusCode is 200 or 500);
        Assert.False(response.Headers.Contains("set-cookie"));
        Assert.False(response.Headers.Contains("x-internal"));
        Assert.False(response.Headers.Contains("folded"));
    }

    private static async Task Answer(TcpListener upstream, string answer)
    {
        using var client = await upstream.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var request = new StringBuilder();
        var block = new byte[4096];
        while (!request.ToString().EndsWith('}'))
        {
            var read = await client.GetStream().ReadAsync(block, TestContext.Current.CancellationToken);
            request.Append(Encoding.Latin1.GetString(block, 0, read));
        }

        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer), TestContext.Current.CancellationToken);
    }
}
