using System.Collections.Frozen;
using System.Text.Json;
using Plimsoll.Gateway.Tests.Emulation;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Translation;

/// <summary>Before an upstream that does not: limits, headers and charges are those of every chat route.</summary>
public class When_a_client_speaks_Responses
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SpokenDialects.Both, "/v1/chat/completions", "max_completion_tokens")]
    [InlineData(SpokenDialects.Anthropic, "/v1/messages", "max_tokens")]
    public async Task It_asks_on_the_upstreams_own_route_with_its_own_headers_and_key(
        SpokenDialects speaks, string route, string bound)
    {
        var names = new Dictionary<string, string> { ["sonnet"] = "org/model" }.ToFrozenDictionary();
        await using var rig = await GatewayRig.Begin(
            speaks: speaks, with: options => options.Named(names));
        rig.Upstream.Script = Replies.Plain(input: 100, output: 9, text: "Ten miles.");

        using var response = await rig.Post(Question.Responses + "?x=1", Question.Response());

        var seen = Assert.Single(rig.Upstream.Seen);
        Assert.Equal(route, seen.Target);
        Assert.Equal(
            speaks == SpokenDialects.Anthropic ? "upstream-secret" : "Bearer upstream-secret",
            seen.Headers[speaks == SpokenDialects.Anthropic ? "x-api-key" : "authorization"]);
        Pair.AssertSame(
            JsonElement.Parse($$"""
                {"model":"org/model","stream":false,"{{bound}}":50,"messages":[{"role":"user","content":"How far?"}]}
                """),
            JsonElement.Parse(seen.Body));
        var answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(
            "Ten miles.", answer.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(GatewayRig.Start.ToUnixTimeSeconds(), answer.GetProperty("created_at").GetInt64());
        Assert.NotEmpty(response.Header("x-request-id"));
        Assert.NotEmpty(response.Header("x-ratelimit-remaining-session-credits"));
        Assert.Equal((145m, 0m), await rig.Session());
    }

    [Fact]
    public async Task What_cannot_be_said_is_refused_and_nothing_is_asked_or_charged()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);

        using var response = await rig.Post(
            Question.Responses, Question.Response().Insert(1, "\"previous_response_id\":\"r\","));

        Assert.Equal(400, (int)response.StatusCode);
        var (name, message) = await response.Error();
        Assert.Equal("invalid_request_error", name);
        Assert.Contains("previous_response_id", message, StringComparison.Ordinal);
        Assert.Empty(rig.Upstream.Seen);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task Past_its_limit_it_is_refused_as_OpenAI_refuses()
    {
        await using var rig = await GatewayRig.Begin(tier: "tiny", speaks: SpokenDialects.OpenAi);
        for (var asked = 0; asked < 2; asked++)
            (await rig.Post(Question.Responses, Question.Response())).Dispose();

        using var response = await rig.Post(Question.Responses, Question.Response());

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("rate_limit_exceeded", (await response.Error()).Name);
        Assert.NotEmpty(response.Header("x-ratelimit-remaining-requests"));
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi, "default")]
    [InlineData(SpokenDialects.Anthropic, "standard_only")]
    public async Task A_request_that_was_put_back_to_the_standard_lane_says_so_there_too(
        SpokenDialects speaks, string tier)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);

        using var response = await rig.Post(
            Question.Responses, Question.Response().Insert(1, "\"service_tier\":\"priority\","));

        Assert.Contains(
            $"\"service_tier\":\"{tier}\"", Assert.Single(rig.Upstream.Seen).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpokenDialects.All)]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task Many_at_once_are_charged_to_the_token_what_the_fleet_produced(SpokenDialects speaks)
    {
        await using var fleet = await EmulatedServer.StartAsync(
            EmulatedServer.Haiku with { Replicas = 2, Queue = 50 });
        await using var rig = await GatewayRig.Begin(with: options => (options with
        {
            Upstreams = [new UpstreamOptions(new Uri(fleet.Url), speaks)],
        }).Named(new Dictionary<string, string> { ["sonnet"] = "haiku" }.ToFrozenDictionary()));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var body = Question.Response(stream: number % 2 == 0).Replace(
                "\"max_output_tokens\":50", $"\"max_output_tokens\":{1 + (number % 4)}", StringComparison.Ordinal);
            using var response = await rig.Post(Question.Responses, body);
            Assert.Equal(200, (int)response.StatusCode);
            await response.Content.ReadAsByteArrayAsync(Stop);
        }));

        // 2 tokens in and 1 to 4 out, each of these at 5 credits.
        Assert.Equal(100, fleet.Fleet.ProducedTokens);
        Assert.Equal((580m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(Question.Responses, "\"max_output_tokens\":50,\"input\":\"?\"")]
    [InlineData(Question.Messages, "\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]")]
    [InlineData(Question.Chat, "\"max_completion_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]")]
    [InlineData(Question.Chat, "\"max_tokens\":50,\"max_completion_tokens\":9,\"messages\":[{\"role\":\"user\"}]")]
    public async Task A_server_that_knows_only_the_older_bound_is_told_that(string path, string members)
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi, with: options => options with
        {
            Upstreams = [options.Upstreams[0] with { KnowsOnlyMaxTokens = true }],
        });

        using var response = await rig.Post(path, $"{{\"model\":\"claude-sonnet-5\",{members}}}");

        Assert.Equal(200, (int)response.StatusCode);
        var sent = JsonElement.Parse(Assert.Single(rig.Upstream.Seen).Body);
        Assert.Equal(50, sent.GetProperty("max_tokens").GetInt32());
    }
}
