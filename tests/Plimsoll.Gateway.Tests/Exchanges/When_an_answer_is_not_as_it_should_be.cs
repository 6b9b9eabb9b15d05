using System.Text;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_an_answer_is_not_as_it_should_be
{
    // Two tokens of input were reserved; eleven bytes of text are three tokens at five credits.
    private const decimal ByTheText = 17;

    [Theory]
    [InlineData(Question.Messages, long.MaxValue)]
    [InlineData(Question.Messages, 9_223_372_036_854_775)]
    [InlineData(Question.Messages, -5)]
    [InlineData(Question.Chat, long.MaxValue)]
    [InlineData(Question.Chat, -5)]
    public async Task A_usage_that_no_answer_can_have_is_charged_by_the_text_and_holds_nothing_back(
        string path, long tokens)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(tokens, tokens);

        using var response = await rig.Ask(path);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal((ByTheText, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_stream_that_ends_within_an_event_ends_with_an_error_of_its_own()
    {
        await using var rig = await GatewayRig.Begin();
        var half = Replies.AnthropicEvents(110, 50, "Eleven byte")[..4];
        rig.Upstream.Script = Replies.Stream([.. half, "event: content_block_delta\ndata: {\"half\":"]);

        var text = await Read(rig, Question.Messages);

        Assert.StartsWith(string.Concat(half) + "event: error\ndata: {", text, StringComparison.Ordinal);
        Assert.Equal((128m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_stream_that_ends_within_its_first_event_is_an_error_that_costs_nothing()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Stream(["event: message_start\ndata: {\"type\":\"mess"]);

        using var response = await rig.Ask(stream: true);

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal("api_error", (await response.Error()).Name);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(Question.Messages, 160)]
    [InlineData(Question.Chat, 103)]
    public async Task The_end_of_a_stream_closes_its_last_event(string path, int charged)
    {
        await using var rig = await GatewayRig.Begin();
        var whole = string.Concat(path == Question.Messages
            ? Replies.AnthropicEvents(107, 10, "Eleven byte")
            : Replies.OpenAiEvents(57, 10, "Eleven byte"));
        rig.Upstream.Script = Replies.Stream([whole[..^1]]);

        var text = await Read(rig, path);

        Assert.EndsWith(path == Question.Messages ? "{\"type\":\"message_stop\"}\n" : "data: [DONE]\n", text,
            StringComparison.Ordinal);
        Assert.Equal((charged, 0m), await rig.Session());
    }

    [Fact]
    public async Task An_error_that_the_upstream_streams_is_passed_on_once_and_costs_nothing_before_any_output()
    {
        await using var rig = await GatewayRig.Begin();
        var events = Replies.AnthropicEvents(110, 50)[..2];
        const string error = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n";
        rig.Upstream.Script = Replies.Stream([.. events, error]);

        Assert.Equal(string.Concat(events) + error, await Read(rig, Question.Messages));
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task An_error_in_a_chat_stream_costs_nothing_before_any_output()
    {
        await using var rig = await GatewayRig.Begin();
        const string text = "data: {\"error\":{\"message\":\"out of memory\"}}\n\ndata: [DONE]\n\n";
        rig.Upstream.Script = Replies.Stream([text]);

        Assert.Equal(text, await Read(rig, Question.Chat));
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData("gzip", 200)]
    [InlineData("", 204)]
    [InlineData("", 205)]
    public async Task An_answer_that_nobody_can_read_is_a_failure_that_costs_nothing(string encoding, int status)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = async http =>
        {
            http.Response.StatusCode = status;
            if (encoding.Length == 0)
                return;
            http.Response.Headers.ContentEncoding = encoding;
            await http.Response.Body.WriteAsync(new byte[] { 0x1f, 0x8b });
        };

        using var response = await rig.Ask();

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal("api_error", (await response.Error()).Name);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task An_event_goes_out_whole_when_its_lines_end_in_carriage_return_and_line_feed()
    {
        await using var rig = await GatewayRig.Begin();
        const string ping = "event: ping\r\ndata: {\"type\":\"ping\"}\r\n\r\n";
        var received = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream([ping])(http);
            await received.Task;
            await Replies.Stream(Replies.AnthropicEvents())(http);
        };

        using var response = await rig.Ask(stream: true);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var first = new byte[ping.Length];
        await stream.ReadExactlyAsync(first, TestContext.Current.CancellationToken);

        Assert.Equal(ping, Encoding.UTF8.GetString(first));
        received.SetResult();
    }

    [Fact]
    public async Task The_type_of_a_stream_is_known_in_any_case()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = async http =>
        {
            http.Response.ContentType = "Text/Event-Stream";
            foreach (var item in Replies.AnthropicEvents(107, 10, "Eleven byte"))
                await Replies.Send(http, item);
        };

        await Read(rig, Question.Messages);

        Assert.Equal((160m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_client_header_that_cannot_be_sent_on_is_left_out()
    {
        await using var rig = await GatewayRig.Begin();
        var request = Encoding.UTF8.GetBytes(Question.Body());
        using var client = new System.Net.Sockets.TcpClient(rig.Url.Host, rig.Url.Port);
        await using var wire = client.GetStream();
        await wire.WriteAsync(
            (byte[])[.. Encoding.UTF8.GetBytes(
                $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {rig.Key}\r\nUser-Agent: Größe\r\n" +
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n" +
                $"Connection: close\r\nContent-Length: {request.Length}\r\n\r\n"), .. request],
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(wire);

        Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        var seen = Assert.Single(rig.Upstream.Seen);
        Assert.DoesNotContain("User-Agent", seen.Headers.Keys);
        Assert.DoesNotContain("traceparent", seen.Headers.Keys);
    }

    private static async Task<string> Read(GatewayRig rig, string path)
    {
        using var response = await rig.Ask(path, stream: true);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
