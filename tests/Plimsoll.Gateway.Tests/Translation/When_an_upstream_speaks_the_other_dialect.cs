using System.Collections.Frozen;
using System.Text.Json;
using Plimsoll.Gateway.Tests.Emulation;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_an_upstream_speaks_the_other_dialect
{
    private const int Settled = 1000;

    [Fact]
    public async Task An_Anthropic_client_asks_it_on_its_own_route_with_its_own_headers_and_key()
    {
        var names = new Dictionary<string, string> { ["sonnet"] = "org/model" }.ToFrozenDictionary();
        await using var rig = await GatewayRig.Begin(
            speaks: SpokenDialects.OpenAi, with: options => options.Named(names));
        rig.Http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        rig.Http.DefaultRequestHeaders.Add("anthropic-beta", "something-new");
        rig.Upstream.Script = Replies.Plain(input: 100, output: 9, text: "Ten miles.");

        using var response = await rig.Post("/v1/messages?beta=true", Question.Body());

        var seen = Assert.Single(rig.Upstream.Seen);
        Assert.Equal("/v1/chat/completions", seen.Target);
        Assert.Equal("Bearer upstream-secret", seen.Headers["authorization"]);
        Assert.DoesNotContain("anthropic-version", seen.Headers.Keys);
        Assert.DoesNotContain("anthropic-beta", seen.Headers.Keys);
        Assert.Equal(
            """
            {"model":"org/model","max_completion_tokens":50,"stream":false,
            "messages":[{"role":"user","content":"How far?"}]}
            """.ReplaceLineEndings(""),
            seen.Body);
        var answer = await Json(response);
        Assert.Equal("Ten miles.", answer.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.NotEmpty(response.Header("request-id"));
        Assert.Equal("allowed", response.Header("anthropic-ratelimit-unified-status"));
        Assert.Equal((145m, 0m), await rig.Session());
    }

    [Fact]
    public async Task An_OpenAI_client_asks_it_on_its_own_route_with_its_own_headers_and_key()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        rig.Upstream.Script = Replies.Plain(input: 100, output: 9, text: "Ten miles.");

        using var response = await rig.Ask(Question.Chat);

        var seen = Assert.Single(rig.Upstream.Seen);
        Assert.Equal("/v1/messages", seen.Target);
        Assert.Equal("upstream-secret", seen.Headers["x-api-key"]);
        Assert.Equal("2023-06-01", seen.Headers["anthropic-version"]);
        var answer = await Json(response);
        var message = answer.GetProperty("choices")[0].GetProperty("message");
        Assert.Equal("Ten miles.", message.GetProperty("content").GetString());
        Assert.Equal(GatewayRig.Start.ToUnixTimeSeconds(), answer.GetProperty("created").GetInt64());
        Assert.NotEmpty(response.Header("x-ratelimit-remaining-session-credits"));
        Assert.Equal((145m, 0m), await rig.Session());
    }

    [Fact]
    public async Task One_that_speaks_the_clients_own_dialect_is_preferred_wherever_it_stands()
    {
        await using var other = await ScriptedUpstream.Start();
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Upstreams =
            [
                new UpstreamOptions(other.Url, SpokenDialects.OpenAi),
                options.Upstreams[0] with { Speaks = SpokenDialects.Anthropic },
            ],
        });

        using var messages = await rig.Ask(Question.Messages);
        using var chat = await rig.Ask(Question.Chat);

        Assert.Equal(Question.Body(), Assert.Single(rig.Upstream.Seen).Body);
        Assert.Equal(Question.Body(), Assert.Single(other.Seen).Body);
    }

    [Fact]
    public async Task What_cannot_be_said_there_is_refused_and_nothing_is_asked_or_charged()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);

        using var response = await rig.Post(Question.Messages, Question.Body().Insert(1, "\"top_k\":5,"));

        Assert.Equal(400, (int)response.StatusCode);
        var (name, message) = await response.Error();
        Assert.Equal("invalid_request_error", name);
        Assert.Contains("top_k", message, StringComparison.Ordinal);
        Assert.Empty(rig.Upstream.Seen);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_stream_is_asked_for_its_usage_and_charged_by_it()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        rig.Upstream.Script = Replies.Stream(Replies.OpenAiEvents(100, 9, "Ten ", "miles."));

        using var response = await rig.Ask(stream: true);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("event: message_start\n", text, StringComparison.Ordinal);
        Assert.Contains(
            """
            "usage":{"input_tokens":96,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":9}
            """.Trim(),
            text,
            StringComparison.Ordinal);
        Assert.Contains("\"include_usage\":true", Assert.Single(rig.Upstream.Seen).Body, StringComparison.Ordinal);
        Assert.Equal((141m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_stream_that_ends_without_its_mark_is_ended_for_the_client()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        rig.Upstream.Script = Replies.Stream(Replies.OpenAiEvents(100, 9, "Ten")[..^1]);

        using var response = await rig.Ask(stream: true);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith("data: {\"type\":\"message_stop\"}\n\n", text, StringComparison.Ordinal);
        Assert.Equal((141m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi, Question.Messages)]
    [InlineData(SpokenDialects.Anthropic, Question.Chat)]
    public async Task A_client_that_leaves_in_mid_stream_pays_what_was_produced(SpokenDialects speaks, string path)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        var stopped = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            using var registration = http.RequestAborted.Register(stopped.SetResult);
            await Replies.Stream(Begun(speaks))(http);
            await stopped.Task;
        };
        using (var response = await rig.Ask(path, stream: true))
        using (await ReadUntilText(response))
        {
            // It has what was produced, and leaves.
        }

        await stopped.Task.WaitAsync(TestContext.Current.CancellationToken);
        await rig.Log.Logged(Settled);

        // 11 bytes are 3 tokens at 5 credits; input is 2 as estimated, or 113 as message_start says.
        Assert.Equal((speaks == SpokenDialects.OpenAi ? 17m : 128m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi, Question.Messages)]
    [InlineData(SpokenDialects.Anthropic, Question.Chat)]
    public async Task A_stream_that_breaks_off_ends_with_an_error_in_the_clients_form(
        SpokenDialects speaks, string path)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        var arrived = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream(Begun(speaks))(http);
            await arrived.Task;
            http.Abort();
        };

        using var response = await rig.Ask(path, stream: true);

        using var reader = await ReadUntilText(response);
        arrived.SetResult();
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var last = rest.Trim('\n');
        Assert.StartsWith(
            path == Question.Messages
                ? "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\""
                : "data: {\"error\":{\"message\":\"The server behind",
            last,
            StringComparison.Ordinal);
        Assert.Equal((speaks == SpokenDialects.OpenAi ? 17m : 128m, 0m), await rig.Session());
    }

    [Fact]
    public async Task An_event_that_cannot_be_told_ends_a_stream_with_an_error_though_nothing_was_sent_yet()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        const string nameless = "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{}]}}]}\n\n";
        rig.Upstream.Script = Replies.Stream([string.Concat(Replies.OpenAiEvents(100, 9, "Ten")[..2]) + nameless]);

        using var response = await rig.Ask(stream: true);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("event: message_start\n", text, StringComparison.Ordinal);
        Assert.Contains("event: error\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi, Question.Messages)]
    [InlineData(SpokenDialects.Anthropic, Question.Chat)]
    public async Task An_answer_that_cannot_be_told_is_a_failure_and_costs_nothing(SpokenDialects speaks, string path)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Replies.Status(200, """{"usage":{"prompt_tokens":5,"completion_tokens":5}}""");

        using var response = await rig.Ask(path);

        Assert.True((int)response.StatusCode >= 500);
        Assert.Contains("behind the gateway failed", (await response.Error()).Message, StringComparison.Ordinal);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"no","type":"x","code":null}}""", "invalid_request_error", "no")]
    [InlineData(
        400,
        """{"error":{"message":"8193 > 8192","type":"x","code":"context_length_exceeded"}}""",
        "invalid_request_error",
        "prompt is too long: 8193 > 8192")]
    [InlineData(404, """{"object":"error","message":"no such","code":404}""", "not_found_error", "no such")]
    [InlineData(422, """{"detail":[{"loc":["body"]}]}""", "invalid_request_error", "refused the request (422)")]
    [InlineData(413, "<html>", "request_too_large", "refused the request (413)")]
    public async Task An_error_of_an_OpenAI_upstream_is_told_as_Anthropic_has_it(
        int status, string body, string type, string message)
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        rig.Upstream.Script = Replies.Status(status, body);

        using var response = await rig.Ask();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = await response.Error();
        Assert.Equal(type, error.Name);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(400, "invalid_request_error", "temperature: range", "invalid_request_error")]
    [InlineData(400, "invalid_request_error", "prompt is too long: 9 > 8", "context_length_exceeded")]
    [InlineData(404, "not_found_error", "model: x", "not_found_error")]
    [InlineData(413, "request_too_large", "too large", "request_too_large")]
    public async Task An_error_of_an_Anthropic_upstream_is_told_as_OpenAI_has_it(
        int status, string type, string message, string name)
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        rig.Upstream.Script = Replies.Status(
            status, $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"r"}""");

        using var response = await rig.Ask(Question.Chat);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal((name, message), await response.Error());
    }

    [Fact]
    public async Task A_request_that_was_put_back_to_the_standard_lane_says_so_there_too()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);

        using var response = await rig.Post(Question.Chat, Question.Body().Insert(1, "\"service_tier\":\"priority\","));

        Assert.Contains(
            "\"service_tier\":\"standard_only\"", Assert.Single(rig.Upstream.Seen).Body, StringComparison.Ordinal);
    }

    /// <summary>A stream up to its first text, of 11 bytes.</summary>
    private static string[] Begun(SpokenDialects speaks) => speaks == SpokenDialects.OpenAi
        ? Replies.OpenAiEvents(100, 50, "Eleven byte")[..2]
        : Replies.AnthropicEvents(110, 50, "Eleven byte")[..4];

    private static async Task<StreamReader> ReadUntilText(HttpResponseMessage response)
    {
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("Eleven byte", StringComparison.Ordinal))
                break;
        }

        return reader;
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi, Question.Messages)]
    [InlineData(SpokenDialects.Anthropic, Question.Chat)]
    public async Task Many_at_once_are_charged_to_the_token_what_the_fleet_produced(SpokenDialects speaks, string path)
    {
        await using var fleet = await EmulatedServer.StartAsync(
            EmulatedServer.Haiku with { Replicas = 2, Queue = 50 });
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Upstreams = [new UpstreamOptions(new Uri(fleet.Url), speaks)
            {
                Models = new Dictionary<string, string> { ["sonnet"] = "haiku" }.ToFrozenDictionary(),
            }],
        });

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var body = Question.Body(stream: number % 2 == 0).Replace(
                "\"max_tokens\":50", $"\"max_tokens\":{1 + (number % 4)}", StringComparison.Ordinal);
            using var response = await rig.Post(path, body);
            Assert.Equal(200, (int)response.StatusCode);
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }));

        // 2 tokens in and 1 to 4 out, each of these at 5 credits.
        Assert.Equal(100, fleet.Fleet.ProducedTokens);
        Assert.Equal((580m, 0m), await rig.Session());
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
}
