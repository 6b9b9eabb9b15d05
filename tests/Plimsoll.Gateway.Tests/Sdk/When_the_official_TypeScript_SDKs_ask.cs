using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_TypeScript_SDKs_ask(NodeSdks sdks)
{
    private const int Settled = 1000;

    /// <summary>Either SDK before an upstream of either dialect.</summary>
    public static TheoryData<string, string> Pairs => new()
    {
        { "anthropic", "anthropic" }, { "anthropic", "openai" }, { "openai", "anthropic" }, { "openai", "openai" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task They_get_a_plain_answer_with_its_usage_and_its_request_id(string sdk, string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = Replies.Plain(input: 400, output: 100, text: "Not much further.");

        var got = await sdks.Ask(rig, sdk, "plain");

        Assert.Equal("Not much further.", got.GetProperty("text").GetString());
        Assert.Equal(sdk == "openai" ? "stop" : "end_turn", got.GetProperty("stop").GetString());
        Assert.Equal("[400,100]", got.GetProperty("usage").GetRawText());
        Assert.StartsWith("req_", got.GetProperty("requestId").GetString(), StringComparison.Ordinal);
        Assert.Equal(got.GetProperty("requestId").GetString(), got.GetProperty("sdkRequestId").GetString());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task They_get_a_streamed_answer(string sdk, string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = Streamed("Not ", "much ", "further.");

        var got = await sdks.Ask(rig, sdk, "streamed");

        Assert.Equal("Not much further.", got.GetProperty("text").GetString());
        Assert.Equal(sdk == "openai" ? "stop" : "end_turn", got.GetProperty("stop").GetString());
        Assert.Equal(9, got.GetProperty("usage")[1].GetInt64());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task They_call_tools_several_at_once_and_tell_their_results(string sdk, string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = http =>
            rig.Upstream.Seen.Count == 1 ? ToolReplies.Whole(http) : Replies.Plain()(http);

        var got = await sdks.Ask(rig, sdk, "tools");

        AssertCalls(got);
        Assert.Equal(sdk == "openai" ? "tool_calls" : "tool_use", got.GetProperty("stop").GetString());
        Assert.Equal(sdk == "openai" ? "stop" : "end_turn", got.GetProperty("then").GetString());
        Assert.Contains("10 miles", rig.Upstream.Seen.Last().Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task They_put_the_arguments_of_calls_together_as_they_stream(string sdk, string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = ToolReplies.Streamed;

        var got = await sdks.Ask(rig, sdk, "streamedTools");

        AssertCalls(got);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task They_send_an_image(string sdk, string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = Replies.Plain(text: "A pixel.");

        var got = await sdks.Ask(rig, sdk, "image");

        Assert.Equal("A pixel.", got.GetProperty("text").GetString());
        Assert.Contains("iVBORw0KGgo", Assert.Single(rig.Upstream.Seen).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic", "wrongKey", "AuthenticationError", 401)]
    [InlineData("openai", "wrongKey", "AuthenticationError", 401)]
    [InlineData("anthropic", "unknownModel", "NotFoundError", 404)]
    [InlineData("openai", "unknownModel", "NotFoundError", 404)]
    public async Task They_know_an_error_by_its_type(string sdk, string question, string type, int status)
    {
        await using var rig = await Begin("both");

        var got = await sdks.Ask(rig, sdk, question);

        Assert.Equal((type, status), (got.GetProperty("error").GetString(), got.GetProperty("status").GetInt32()));
        Assert.StartsWith("req_", got.GetProperty("requestId").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task They_are_told_that_a_limit_is_reached(string sdk)
    {
        await using var rig = await Begin("both");
        rig.Upstream.Script = Replies.Plain(input: 1000, output: 0);
        await sdks.Ask(rig, sdk, "plain");

        var got = await sdks.Ask(rig, sdk, "refusedByLimit");

        Assert.Equal("RateLimitError", got.GetProperty("error").GetString());
        Assert.Contains("session limit of plan pro", got.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task They_raise_an_error_when_a_stream_breaks_off(string sdk, string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = http => Replies.Stream(EventsOf(http, "Not ")[..^3])(http);

        var got = await sdks.Ask(rig, sdk, "brokenStream");

        Assert.Equal("APIError", got.GetProperty("error").GetString());
        Assert.Contains("server behind the gateway", got.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task They_stop_the_upstream_by_cancelling_and_pay_what_was_produced(string sdk, string speaks)
    {
        await using var rig = await Begin(speaks);
        var stopped = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            using var registration = http.RequestAborted.Register(stopped.SetResult);
            await Replies.Stream(EventsOf(http, "Eleven byte")[..^3])(http);
            await stopped.Task;
        };

        var got = await sdks.Ask(rig, sdk, "cancelled");

        Assert.True(got.GetProperty("cancelled").GetBoolean());
        await stopped.Task.WaitAsync(TestContext.Current.CancellationToken);
        await rig.Log.Logged(Settled);
        var (used, reserved) = await rig.Session();

        // 11 bytes are 3 tokens at 5 credits, beside what the upstream told of input or what was estimated of it.
        Assert.InRange(used, 15m, 15m + 113m);
        Assert.Equal(0m, reserved);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task They_ask_again_by_themselves_when_the_fleet_is_full_and_pay_once(string sdk, string speaks)
    {
        await using var rig = await Begin(speaks);
        rig.Upstream.Script = http =>
        {
            if (rig.Upstream.Seen.Count > 1)
                return Replies.Plain(input: 10, output: 2, text: "At last.")(http);
            http.Response.Headers.RetryAfter = "0";
            return Replies.Status(503)(http);
        };

        var got = await sdks.Ask(rig, sdk, "retried");

        Assert.Equal(("At last.", 2), (got.GetProperty("text").GetString(), rig.Upstream.Seen.Count));
        Assert.Equal((20m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task They_list_the_models(string sdk)
    {
        await using var rig = await Begin("both");

        var got = await sdks.Ask(rig, sdk, "models");

        Assert.Equal(
            """["claude-opus-5","claude-opus-latest","claude-sonnet-5"]""", got.GetProperty("names").GetRawText());
    }

    private static void AssertCalls(JsonElement got) => Assert.Equal(
        """[["distance",{"to":"sea"}],["distance",{"to":"hill"}]]""", got.GetProperty("calls").GetRawText());

    private static Task<GatewayRig> Begin(string speaks) =>
        GatewayRig.Begin(speaks: Enum.Parse<SpokenDialects>(speaks, ignoreCase: true));

    private static Func<HttpContext, Task> Streamed(params string[] texts) =>
        http => Replies.Stream(EventsOf(http, texts))(http);

    private static string[] EventsOf(HttpContext http, params string[] texts) => http.Request.Path == Question.Messages
        ? Replies.AnthropicEvents(100, 9, texts)
        : Replies.OpenAiEvents(100, 9, texts);
}
