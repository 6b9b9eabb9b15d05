using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Sdk;

/// <summary>Responses before upstreams of every dialect; embeddings, counting and batches.</summary>
public class When_the_official_TypeScript_SDKs_ask_further_APIs(NodeSdks sdks)
{
    public static TheoryData<string> Upstreams => ["all", "anthropic", "openai"];

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task OpenAIs_gets_a_response(string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = http => http.Request.Path == Question.Responses
            ? ResponsesReplies.Plain(400, 100, "Not much further.")(http)
            : Replies.Plain(400, 100, "Not much further.")(http);

        var got = await sdks.Ask(rig, "openai", "response");

        Assert.Equal("Not much further.", got.GetProperty("text").GetString());
        Assert.Equal("completed", got.GetProperty("stop").GetString());
        Assert.Equal("[400,100]", got.GetProperty("usage").GetRawText());
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task OpenAIs_gets_a_streamed_response(string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = http => Replies.Stream(EventsOf(http, "Not ", "much ", "further."))(http);

        var got = await sdks.Ask(rig, "openai", "streamedResponse");

        Assert.Equal("Not much further.", got.GetProperty("text").GetString());
        Assert.Equal("Not much further.", got.GetProperty("whole").GetString());
        Assert.Equal("completed", got.GetProperty("stop").GetString());
        Assert.Equal(9, got.GetProperty("output").GetInt64());
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task OpenAIs_calls_tools_in_a_response_and_tells_their_results(string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = http =>
            rig.Upstream.Seen.Count == 1 ? ToolReplies.Whole(http) : Replies.Plain(text: "Ten.")(http);

        var got = await sdks.Ask(rig, "openai", "responseTools");

        Assert.Equal(
            """[["distance",{"to":"sea"}],["distance",{"to":"hill"}]]""", got.GetProperty("calls").GetRawText());
        Assert.Equal("Ten.", got.GetProperty("then").GetString());
        Assert.Contains("10 miles", rig.Upstream.Seen.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAIs_embeds()
    {
        await using var rig = await Begin("openai");
        rig.Upstream.Script = http => Replies.Json(http, 200, """
            {"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAMA="}],
            "usage":{"prompt_tokens":30,"total_tokens":30}}
            """);

        var got = await sdks.Ask(rig, "openai", "embeddings");

        Assert.Equal("[1,-2]", got.GetProperty("vector").GetRawText());
        Assert.Equal(30, got.GetProperty("input").GetInt64());
        Assert.Equal((30m, 0m), await rig.Session());
    }

    [Fact]
    public async Task Anthropics_counts_tokens_for_nothing()
    {
        await using var rig = await Begin("anthropic");
        rig.Upstream.Script = http => Replies.Json(http, 200, """{"input_tokens":2095}""");

        var got = await sdks.Ask(rig, "anthropic", "counted");

        Assert.Equal(2095, got.GetProperty("input").GetInt64());
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task Anthropics_sends_a_batch_and_reads_its_results(string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = Replies.Plain(input: 20, output: 4, text: "Not much further.");

        var got = await sdks.Ask(rig, "anthropic", "batch");

        Assert.Equal(2, got.GetProperty("succeeded").GetInt32());
        Assert.Equal("Not much further.", got.GetProperty("texts").GetProperty("b").GetString());
    }

    private static Task<GatewayRig> Begin(string speaks) =>
        GatewayRig.Begin(speaks: Enum.Parse<SpokenDialects>(speaks, ignoreCase: true));

    private static string[] EventsOf(HttpContext http, params string[] texts) => http.Request.Path.Value switch
    {
        Question.Messages => Replies.AnthropicEvents(100, 9, texts),
        Question.Responses => ResponsesReplies.Events(100, 9, texts),
        _ => Replies.OpenAiEvents(100, 9, texts),
    };
}
