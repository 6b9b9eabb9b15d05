using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Security;

/// <summary>
/// A request in whose end two servers do not agree lets one client speak in the name of the next. Each of these is
/// refused, or read as the standard says, and what is hidden in it never becomes a request of its own.
/// </summary>
public class When_a_request_is_smuggled
{
    private const string Hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory]
    [InlineData("a length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 40\r\n\r\n0\r\n\r\n")]
    [InlineData("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde")]
    [InlineData("the same length twice", "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde")]
    [InlineData("a list of lengths", "Content-Length: 5, 5\r\n\r\nabcde")]
    [InlineData("a negative length", "Content-Length: -5\r\n\r\nabcde")]
    [InlineData("a length in another base", "Content-Length: 0x5\r\n\r\nabcde")]
    [InlineData("a coding that is none", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("chunks that are not last", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("a blank before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("a control character", "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("a folded line", "X-A: b\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("a line that ends in a line feed", "X-A: b\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("a lone carriage return", "X-A: b\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("a zero byte", "X-A: b\0\r\n\r\n")]
    [InlineData("a name with a blank", "X A: b\r\n\r\n")]
    [InlineData("a line without a name", ": b\r\n\r\n")]
    public async Task It_is_refused_and_the_connection_closed(string what, string rest)
    {
        await using var rig = await GatewayRig.Begin();

        var answers = await RawConnection.Exchange(
            rig.Url, $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {rig.Key}\r\n{rest}{Hidden}");

        var status = Assert.Single(RawConnection.Statuses(answers));
        Assert.True(status is 400, $"{what}: {answers}");
        Assert.Empty(rig.Upstream.Seen);
    }

    [Theory]
    [InlineData("z\r\nabc\r\n0\r\n\r\n")]
    [InlineData("-3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nabcde\r\n0\r\n\r\n")]
    [InlineData("3\nabc\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n")]
    public async Task A_body_in_broken_chunks_is_refused(string chunks)
    {
        await AssertRefused("/v1/messages", chunks);
        await AssertRefused("/v1/messages/batches", chunks);
        await AssertRefused("/usage/explain", chunks);
    }

    private static async Task AssertRefused(string path, string chunks)
    {
        await using var rig = await GatewayRig.Begin();

        var answers = await RawConnection.Exchange(
            rig.Url,
            $"POST {path} HTTP/1.1\r\nHost: x\r\nx-api-key: {rig.Key}\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"{chunks}{Hidden}");

        Assert.True(RawConnection.Statuses(answers) is [400], $"{path}: {answers}");
        Assert.Empty(rig.Upstream.Seen);
    }

    [Theory]
    [InlineData("GET /v1/models HTTP/1.1\r\n\r\n")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: x y\r\n\r\n")]
    [InlineData("GET http://other/v1/models HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET v1/models HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /v1/models\r\n\r\n")]
    [InlineData("GET /v1/models HTTP/1.1 \r\nHost: x\r\n\r\n")]
    [InlineData("GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task A_target_or_host_that_is_none_is_refused(string request)
    {
        await using var rig = await GatewayRig.Begin();

        var answers = await RawConnection.Exchange(rig.Url, request);

        Assert.True(Assert.Single(RawConnection.Statuses(answers)) is 400 or 505, answers);
    }

    [Theory]
    [InlineData("//v1/messages", 404)]
    [InlineData("/v1//messages", 404)]
    [InlineData("/v1%2fmessages", 404)]
    [InlineData("/V1/MESSAGES", 404)]
    [InlineData("/v1/messages/", 404)]
    [InlineData("/v1/messages;x", 404)]
    [InlineData("/v1/messages%00", 404)]
    [InlineData("/v1/messages%20", 404)]
    [InlineData("/admin/../v1/messages", 200)]
    [InlineData("/v1/%6dessages", 200)]
    public async Task A_path_leads_where_its_standard_form_does_and_nowhere_else(string path, int status)
    {
        await using var rig = await GatewayRig.Begin();
        var body = Question.Body();

        var answers = await RawConnection.Exchange(
            rig.Url,
            $"POST {path} HTTP/1.1\r\nHost: x\r\nx-api-key: {rig.Key}\r\nanthropic-version: 1\r\nConnection: close\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");

        var found = Assert.Single(RawConnection.Statuses(answers));
        Assert.True(found == status || (status == 404 && found == 400), answers);
        Assert.Equal(status == 200 ? 1 : 0, rig.Upstream.Seen.Count);
        Assert.All(rig.Upstream.Seen, seen => Assert.Equal("/v1/messages", seen.Target));
    }

    [Fact]
    public async Task Requests_that_come_at_once_are_answered_one_after_the_other()
    {
        await using var rig = await GatewayRig.Begin();
        var body = Question.Body();
        var request = $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {rig.Key}\r\n"
            + $"Content-Length: {body.Length}\r\n";

        var answers = await RawConnection.Exchange(
            rig.Url,
            $"{request}\r\n{body}GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
            + $"{request}Connection: close\r\n\r\n{body}");

        Assert.Equal([200, 404, 200], RawConnection.Statuses(answers));
    }

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n")]
    public async Task Another_protocol_in_the_clear_is_refused(string preface)
    {
        await using var rig = await GatewayRig.Begin();

        var answers = await RawConnection.Exchange(rig.Url, preface);

        Assert.All(RawConnection.Statuses(answers), status => Assert.True(status >= 400, answers));
    }

    [Fact]
    public async Task Nobody_is_upgraded_to_another_protocol()
    {
        await using var rig = await GatewayRig.Begin();

        var answers = await RawConnection.Exchange(
            rig.Url,
            "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

        Assert.Equal([200], RawConnection.Statuses(answers));
    }

    [Theory]
    [InlineData("CONNECT upstream:443 HTTP/1.1\r\nHost: upstream:443\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("TRACE /v1/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    public async Task It_is_no_proxy_for_others(string request)
    {
        await using var rig = await GatewayRig.Begin();

        var answers = await RawConnection.Exchange(rig.Url, request);

        Assert.Equal([404], RawConnection.Statuses(answers));
        Assert.Empty(rig.Upstream.Seen);
    }
}
