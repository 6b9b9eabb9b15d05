using System.Net;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Exchanges;

/// <summary>OpenAI's Completions and Embeddings.</summary>
public class When_a_plain_prompt_is_asked
{
    private const string Completions = "/v1/completions";
    private const string Embeddings = "/v1/embeddings";

    [Fact]
    public async Task A_completion_pays_what_the_upstream_reports_and_passes_as_it_came()
    {
        await using var rig = await GatewayRig.Begin();
        const string answer = """
            {"id":"cmpl-1","object":"text_completion","choices":[{"index":0,"text":" it is","finish_reason":"stop",
            "logprobs":{"tokens":[" it"," is"]}}],"usage":{"prompt_tokens":30,"completion_tokens":4}}
            """;
        rig.Upstream.Script = http => Replies.Json(http, 200, answer);
        const string body = """{"model":"claude-sonnet-5","prompt":"So far","suffix":"!","echo":true,"logprobs":2}""";

        using var response = await rig.Post(Completions, body);

        Assert.Equal(answer, await Text(response));
        Assert.Equal((Completions, body), (rig.Upstream.Seen.Single().Target, rig.Upstream.Seen.Single().Body));
        Assert.Equal((50m, 0m), await rig.Session());
        Assert.NotEqual("", response.Header("x-ratelimit-remaining-session-credits"));
    }

    [Fact]
    public async Task A_streamed_completion_is_metered_and_its_usage_hidden_again()
    {
        await using var rig = await GatewayRig.Begin();
        string[] events =
        [
            """data: {"id":"c","choices":[{"index":0,"text":"it ","finish_reason":null}],"usage":null}""" + "\n\n",
            """data: {"id":"c","choices":[{"index":0,"text":"is","finish_reason":"stop"}],"usage":null}""" + "\n\n",
            """data: {"id":"c","choices":[],"usage":{"prompt_tokens":30,"completion_tokens":4}}""" + "\n\n",
            "data: [DONE]\n\n",
        ];
        rig.Upstream.Script = Replies.Stream(events);

        using var response = await rig.Post(Completions, """
            {"model":"claude-sonnet-5","prompt":["So far"],"stream":true}
            """);

        Assert.Equal(string.Concat(events[0], events[1], events[3]), await Text(response));
        Assert.Contains("\"include_usage\":true", rig.Upstream.Seen.Single().Body, StringComparison.Ordinal);
        Assert.Equal((50m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_streamed_completion_that_breaks_off_pays_for_its_text()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Stream(
            ["""data: {"choices":[{"index":0,"text":"12345678","finish_reason":null}]}""" + "\n\n"]);

        using var response = await rig.Post(Completions, """
            {"model":"claude-sonnet-5","prompt":"So far..","stream":true}
            """);
        Assert.Contains("upstream_failed", await Text(response), StringComparison.Ordinal);

        // 8 bytes each way are 2 tokens each: 2 and 2 at 5 credits.
        Assert.Equal((12m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_server_that_does_not_embed_is_not_taken_from_those_who_ask_for_something_else()
    {
        await using var rig = await GatewayRig.Begin();
        const string refusal = """{"error":{"code":501,"message":"Start it with `--embeddings`"}}""";
        rig.Upstream.Script = Replies.Status(501, refusal);
        for (var i = 0; i < 10; i++)
        {
            using var refused = await rig.Post(Embeddings, """{"model":"claude-sonnet-5","input":"How far?"}""");

            Assert.Equal(501, (int)refused.StatusCode);
            Assert.Equal(refusal, await Text(refused));
        }

        rig.Upstream.Script = Replies.Plain();
        using var response = await rig.Ask(Question.Chat);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("\"How far?\"", 2)]
    [InlineData("[\"How far?\",\"Far??\"]", 4)]
    [InlineData("[1,2,3]", 3)]
    [InlineData("[[1,2,3],[4,5]]", 5)]
    public async Task Input_is_estimated_from_texts_and_tokens(string input, int tokens)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = http => Replies.Json(http, 200, """{"object":"list","data":[]}""");

        using var response = await rig.Post(Embeddings, $$"""{"model":"claude-sonnet-5","input":{{input}}}""");

        // The upstream reports nothing, so that the estimate is charged.
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((tokens, 0m), await rig.Session());
    }

    [Fact]
    public async Task Several_choices_of_several_prompts_are_reserved_for_all_of_them()
    {
        await using var rig = await GatewayRig.Begin();
        var asked = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        using var leaving = new CancellationTokenSource();
        var response = rig.Post(Completions, """
            {"model":"claude-sonnet-5","prompt":["a","b"],"n":3,"max_tokens":2}
            """, leaving);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        // 2 bytes are 1 token; 2 prompts with 3 answers of 2 tokens at 5 credits.
        Assert.Equal((0m, 61m), await rig.Session());
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response);
    }

    [Theory]
    [InlineData(Completions, """{"model":"claude-sonnet-5"}""", "prompt: is missing")]
    [InlineData(Completions, """{"model":"claude-sonnet-5","prompt":[]}""", "prompt: is empty")]
    [InlineData(Completions, """{"model":"claude-sonnet-5","prompt":7}""", "prompt: is neither a text nor a list")]
    [InlineData(Completions, """{"model":"claude-sonnet-5","prompt":"a","prompt":"b"}""", "prompt: is given twice")]
    [InlineData(Embeddings, """{"model":"claude-sonnet-5"}""", "input: is missing")]
    [InlineData(Embeddings, """{"model":"claude-sonnet-5","input":null}""", "input: is neither a text nor a list")]
    public async Task A_wrong_request_is_refused(string path, string body, string expected)
    {
        await using var rig = await GatewayRig.Begin();
        using var response = await rig.Post(path, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, (await response.Error()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Completions, "prompt")]
    [InlineData(Embeddings, "input")]
    public async Task It_is_refused_where_no_upstream_speaks_OpenAI(string path, string member)
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        using var response = await rig.Post(path, $$"""{"model":"claude-sonnet-5","{{member}}":"a"}""");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("unknown_url", (await response.Error()).Name);
        Assert.Empty(rig.Upstream.Seen);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    private static Task<string> Text(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
