using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Exchanges;

/// <summary>Before an upstream that speaks Responses itself, which gets and gives every byte as it came.</summary>
public class When_Responses_pass_through
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_body_goes_on_and_comes_back_byte_for_byte_and_is_charged_by_its_usage()
    {
        await using var rig = await Rig();
        rig.Upstream.Script = ResponsesReplies.Plain(input: 100, output: 9, text: "Ten miles.");
        const string kept = """
            "previous_response_id":"resp_0", "tools":[{"type":"web_search"}],
            """;
        var asked = Question.Response().Insert(1, kept);

        using var response = await rig.Post(Question.Responses + "?x=1", asked);

        var seen = Assert.Single(rig.Upstream.Seen);
        Assert.Equal("/v1/responses?x=1", seen.Target);
        Assert.Equal("Bearer upstream-secret", seen.Headers["authorization"]);
        Assert.Equal(asked, seen.Body);
        Assert.Equal(
            ResponsesReplies.Response("completed", Message("Ten miles."), ResponsesReplies.Usage(100, 9)),
            await response.Content.ReadAsStringAsync(Stop));
        Assert.NotEmpty(response.Header("x-request-id"));
        Assert.NotEmpty(response.Header("x-ratelimit-remaining-session-credits"));
        Assert.Equal("standard", response.Header("plimsoll-lane"));

        // 96 read anew at 1 credit, 4 from the cache at nothing, and 9 written at 5.
        Assert.Equal((141m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_stream_goes_on_byte_for_byte_and_is_charged_before_its_last_event()
    {
        await using var rig = await Rig();
        var events = ResponsesReplies.Events(100, 9, "Ten ", "miles.");
        rig.Upstream.Script = Replies.Stream(events);

        using var response = await rig.Post(Question.Responses, Question.Response(stream: true));

        Assert.Equal(string.Concat(events), await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal((141m, 0m), await rig.Session());
    }

    [Fact]
    public async Task One_that_ends_before_its_end_by_the_clients_bound_is_charged_as_it_says()
    {
        await using var rig = await Rig();
        var events = ResponsesReplies.Events(100, 9, "Ten ");
        events[^1] = events[^1].Replace("response.completed", "response.incomplete", StringComparison.Ordinal);
        rig.Upstream.Script = Replies.Stream(events);

        using var response = await rig.Post(Question.Responses, Question.Response(stream: true));

        Assert.Equal(string.Concat(events), await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal((141m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_failed_stream_is_charged_what_was_written_and_tells_its_failure_itself()
    {
        await using var rig = await Rig();
        string[] events =
        [
            .. ResponsesReplies.Events(100, 9, "Eleven byte")[..5],
            ResponsesReplies.Event("{\"type\":\"response.failed\",\"response\":" +
                ResponsesReplies.Response("failed", "", "null"), 5),
        ];
        rig.Upstream.Script = Replies.Stream(events);

        using var response = await rig.Post(Question.Responses, Question.Response(stream: true));

        Assert.Equal(string.Concat(events), await response.Content.ReadAsStringAsync(Stop));

        // 2 tokens of input as estimated, and 11 bytes are 3 of output.
        Assert.Equal((17m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData("""{"type":"error","code":"server_error","message":"no","param":null""")]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","usage":null}""")]
    public async Task A_stream_that_fails_before_any_output_costs_nothing(string failure)
    {
        await using var rig = await Rig();
        rig.Upstream.Script = Replies.Stream(
            [.. ResponsesReplies.Events()[..2], ResponsesReplies.Event(failure, 2)]);

        using var response = await rig.Post(Question.Responses, Question.Response(stream: true));

        await response.Content.ReadAsStringAsync(Stop);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_whole_answer_that_failed_without_usage_costs_nothing()
    {
        await using var rig = await Rig();
        rig.Upstream.Script = Replies.Status(200, ResponsesReplies.Response("failed", "", "null"));

        using var response = await rig.Post(Question.Responses, Question.Response());

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_whole_answer_without_usage_is_charged_by_its_text()
    {
        await using var rig = await Rig();
        rig.Upstream.Script = Replies.Status(
            200, ResponsesReplies.Response("completed", Message("Eleven byte"), "null"));

        using var response = await rig.Post(Question.Responses, Question.Response());

        Assert.Equal((17m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_ends_with_the_dialects_event_of_an_error()
    {
        await using var rig = await Rig();
        var arrived = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream(ResponsesReplies.Events(100, 9, "Eleven byte")[..5])(http);
            await arrived.Task;
            http.Abort();
        };

        using var response = await rig.Post(Question.Responses, Question.Response(stream: true));

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        while (await reader.ReadLineAsync(Stop) is { } line && !line.Contains("Eleven byte", StringComparison.Ordinal))
        {
            // What comes before the text.
        }

        arrived.SetResult();
        var text = await reader.ReadToEndAsync(Stop);
        Assert.EndsWith(
            "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_failed\",\"message\":\"The server " +
            "behind the gateway failed.\",\"param\":null,\"sequence_number\":0}\n\n",
            text,
            StringComparison.Ordinal);
        Assert.Equal((17m, 0m), await rig.Session());
    }

    [Fact]
    public async Task An_answer_that_nobody_waits_for_is_refused_for_it_could_not_be_charged()
    {
        await using var rig = await Rig();

        using var response = await rig.Post(
            Question.Responses, Question.Response().Insert(1, "\"background\":true,"));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith("background: is true", (await response.Error()).Message, StringComparison.Ordinal);
        Assert.Empty(rig.Upstream.Seen);
    }

    [Theory]
    [InlineData("GET", "/v1/responses/resp_1")]
    [InlineData("DELETE", "/v1/responses/resp_1")]
    [InlineData("POST", "/v1/responses/resp_1/cancel")]
    [InlineData("GET", "/v1/responses/resp_1/input_items")]
    [InlineData("POST", "/v1/responses/input_tokens")]
    [InlineData("POST", "/v1/responses/compact")]
    public async Task What_a_server_keeps_cannot_be_asked_for(string method, string path)
    {
        await using var rig = await Rig();

        using var response = await rig.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Stop);

        Assert.Equal(404, (int)response.StatusCode);
        var (name, message) = await response.Error();
        Assert.Equal("unknown_url", name);
        Assert.Contains("The gateway keeps no responses", message, StringComparison.Ordinal);
        Assert.Empty(rig.Upstream.Seen);
    }

    [Theory]
    [InlineData("""{"input":"?"}""", "model: is missing")]
    [InlineData("""{"model":"claude-sonnet-5","input":"?","max_output_tokens":0}""", "max_output_tokens: is not")]
    [InlineData("""{"model":"claude-sonnet-5","input":"?","stream":7}""", "stream: is neither")]
    [InlineData("""{"model":"claude-sonnet-5","input":"?"}}""", "The body is not valid JSON")]
    public async Task A_wrong_request_is_refused_in_the_dialects_form(string body, string message)
    {
        await using var rig = await Rig();

        using var response = await rig.Post(Question.Responses, body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith(message, (await response.Error()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_links_and_data_are_no_text_and_reserve_nothing()
    {
        await using var rig = await Rig();
        var arrived = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            arrived.SetResult();
            await goOn.Task;
            await ResponsesReplies.Plain()(http);
        };
        var pending = rig.Post(
            Question.Responses,
            """
            {"model":"claude-sonnet-5","max_output_tokens":1,"instructions":"1234","input":[
             {"type":"reasoning","id":"rs_123456789","summary":[],"encrypted_content":"1234567890123456"},
             {"type":"function_call_output","call_id":"123456789012","output":"1234"},
             {"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,aaaaaaaaaaaaaaaa"},
              {"type":"input_file","file_data":"1234567890123456","filename":"123456789012.pdf"}]}]}
            """);
        await arrived.Task.WaitAsync(Stop);

        var (_, reserved) = await rig.Session();
        goOn.SetResult();
        using var response = await pending;

        // 8 bytes of text and 16 of the file's name are 6 tokens; and 1 of output at 5.
        Assert.Equal(11m, reserved);
    }

    [Fact]
    public async Task A_gateway_before_upstreams_that_speak_nothing_else_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => GatewayRig.Begin(speaks: SpokenDialects.Responses));

        Assert.Contains("neither can be translated to OpenAI Responses", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_clients_go_to_an_upstream_that_they_can_be_translated_for()
    {
        await using var other = await ScriptedUpstream.Start();
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Upstreams =
            [
                options.Upstreams[0] with { Speaks = SpokenDialects.Responses },
                new UpstreamOptions(other.Url, SpokenDialects.Anthropic),
            ],
        });

        using var chat = await rig.Ask(Question.Chat);
        using var messages = await rig.Ask();
        rig.Upstream.Script = ResponsesReplies.Plain();
        using var responses = await rig.Post(Question.Responses, Question.Response());

        Assert.Equal(["/v1/messages", "/v1/messages"], other.Seen.Select(seen => seen.Target));
        Assert.Equal("/v1/responses", Assert.Single(rig.Upstream.Seen).Target);
    }

    private static Task<GatewayRig> Rig() => GatewayRig.Begin(speaks: SpokenDialects.All);

    private static string Message(string text) =>
        $$$"""
        {"id":"msg_1","type":"message","status":"completed","role":"assistant",
        "content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"{{{text}}}"}]}
        """;
}
