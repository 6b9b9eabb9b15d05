using System.Collections.Frozen;
using System.Text;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Tests.Security;

public class When_a_client_asks_for_too_much
{
    [Theory]
    [InlineData(9, 200, 414)]
    [InlineData(200, 10, 431)]
    [InlineData(20, 2000, 431)]
    public async Task A_line_or_headers_beyond_the_bounds_are_refused(int headers, int bytes, int status)
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Bounds = options.Bounds with { RequestLineBytes = 128, HeaderBytes = 4096, Headers = 50 },
        });
        var target = status == 414 ? new string('a', bytes) : "healthz";
        var lines = string.Concat(Enumerable.Range(0, headers).Select(i => $"x-{i}: {new string('b', bytes)}\r\n"));

        var answers = await RawConnection.Exchange(rig.Url, $"GET /{target} HTTP/1.1\r\nHost: x\r\n{lines}\r\n");

        Assert.Equal([status], RawConnection.Statuses(answers));
    }

    [Fact]
    public async Task A_connection_beyond_the_bound_is_closed()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Bounds = options.Bounds with { Connections = 1 },
        });
        using var first = await RawConnection.Open(rig.Url);
        await first.Send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");

        // Connections are counted in no order: only one that was answered is sure to have been counted.
        var before = await first.ReadNext();
        var answers = await RawConnection.Exchange(rig.Url, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        await first.Send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var after = await first.ReadToEnd();

        Assert.Equal([200], RawConnection.Statuses(before));
        Assert.Empty(answers);
        Assert.Equal([200], RawConnection.Statuses(after));
    }

    [Fact]
    public async Task Headers_that_never_end_are_waited_for_no_longer_than_stated()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Bounds = options.Bounds with { HeaderTimeout = TimeSpan.FromSeconds(1) },
        });

        var answers = await RawConnection.Exchange(rig.Url, "GET /healthz HTTP/1.1\r\nHost: x\r\n");

        Assert.Equal([408], RawConnection.Statuses(answers));
    }

    [Fact]
    public async Task A_connection_without_a_request_is_kept_no_longer_than_stated()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Bounds = options.Bounds with { KeepAlive = TimeSpan.FromSeconds(1) },
        });

        var answers = await RawConnection.Exchange(rig.Url, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal([200], RawConnection.Statuses(answers));
    }

    [Fact]
    public async Task A_body_that_trickles_is_cut_off_and_holds_nothing()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Bounds = options.Bounds with { BodyGrace = TimeSpan.FromSeconds(1.1) },
        });

        var answers = await RawConnection.Exchange(
            rig.Url,
            $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {rig.Key}\r\nContent-Length: 1000\r\n\r\n{{");

        Assert.All(RawConnection.Statuses(answers), status => Assert.True(status is 400 or 408, answers));
        Assert.Empty(rig.Upstream.Seen);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task JSON_that_is_nested_without_end_is_refused(string path)
    {
        await using var rig = await GatewayRig.Begin();
        var deep = new string('[', 100_000) + new string(']', 100_000);

        using var response = await rig.Post(
            path, Question.Body().Replace("\"How far?\"", deep, StringComparison.Ordinal));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Empty(rig.Upstream.Seen);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("99999999999999999999999999")]
    [InlineData("-1")]
    [InlineData("5.5")]
    public async Task A_number_beyond_all_bounds_is_refused(string number)
    {
        await using var rig = await GatewayRig.Begin();

        using var response = await rig.Post(
            Question.Messages, Question.Body().Replace("50", number, StringComparison.Ordinal));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith("max_tokens: ", (await response.Error()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task The_largest_number_reserves_no_more_than_any_answer_has(string path)
    {
        var policy = TestPolicy.Version with
        {
            Classes = TestPolicy.Version.Classes.Values
                .Select(one => one with { Reserve = OutputReserve.MaxTokens }).ToFrozenDictionary(one => one.Name),
        };
        await using var rig = await GatewayRig.Begin(with: options => options with { Timeline = new([policy]) });
        var body = Question.Body().Replace("50", "9223372036854775807", StringComparison.Ordinal);

        using var response = await rig.Post(path, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal((20m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    [InlineData("zstd")]
    [InlineData("chunked")]
    public async Task Nothing_is_ever_decompressed(string encoding)
    {
        await using var rig = await GatewayRig.Begin();
        using var request = new HttpRequestMessage(HttpMethod.Post, Question.Messages)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Question.Body())),
        };
        request.Content.Headers.Add("Content-Encoding", encoding);

        using var response = await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(415, (int)response.StatusCode);
        Assert.Empty(rig.Upstream.Seen);
    }
}
