using System.Net;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_tokens_are_counted
{
    private const string Route = "/v1/messages/count_tokens";

    // 8 bytes of text: 2 tokens, as long as nothing is learned.
    private const string Body = """
        {"model":"claude-sonnet-5","messages":[{"role":"user","content":"How far?"}]}
        """;

    [Fact]
    public async Task No_limit_blocks_it_and_nothing_is_charged()
    {
        await using var rig = await GatewayRig.Begin(tier: "tiny");
        await rig.Ask();
        await rig.Ask();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await rig.Ask()).StatusCode);

        rig.Upstream.Script = http => Replies.Json(http, 200, """{"input_tokens":17}""");
        using var counted = await rig.Post(Route + "?beta=true", Body);

        Assert.Equal("""{"input_tokens":17}""", await Text(counted));
        Assert.Equal("0", counted.Header("anthropic-ratelimit-requests-remaining"));
        Assert.StartsWith("req_", counted.Header("request-id"));
        Assert.Equal("", counted.Header("plimsoll-estimate"));
        Assert.Equal("upstream-secret", rig.Upstream.Seen.Last().Headers["x-api-key"]);
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi, 200)]
    [InlineData(SpokenDialects.Both, 404)]
    [InlineData(SpokenDialects.Both, 405)]
    [InlineData(SpokenDialects.Both, 501)]
    [InlineData(SpokenDialects.Both, 529)]
    public async Task What_no_server_counts_is_estimated_and_marked(SpokenDialects speaks, int status)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Replies.Status(status);

        using var counted = await rig.Post(Route, Body);

        Assert.Equal(HttpStatusCode.OK, counted.StatusCode);
        Assert.Equal("""{"input_tokens":2}""", await Text(counted));
        Assert.Equal("true", counted.Header("plimsoll-estimate"));
        Assert.Equal("", counted.Header("retry-after"));
    }

    [Fact]
    public async Task An_estimate_follows_what_such_requests_used()
    {
        await using var rig = await GatewayRig.Begin(tier: "start", speaks: SpokenDialects.OpenAi);
        rig.Upstream.Script = Replies.Plain(input: 80_000);
        await rig.Post(Question.Chat, Body.Replace("How far?", new string('a', 80_000), StringComparison.Ordinal));

        // A token a byte instead of a quarter.
        Assert.Equal("""{"input_tokens":8}""", await Text(await rig.Post(Route, Body)));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("""{"model":"no-such","messages":[{"role":"user","content":"Hi"}]}""", 404)]
    [InlineData("""{"model":"claude-sonnet-5"}""", 400)]
    public async Task A_wrong_request_is_refused(string body, int status)
    {
        await using var rig = await GatewayRig.Begin();
        using var response = await rig.Post(Route, body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(rig.Upstream.Seen);
    }

    [Fact]
    public async Task A_model_that_is_not_included_and_what_the_upstream_refuses_are_told()
    {
        await using var rig = await GatewayRig.Begin(tier: "start");
        var other = Body.Replace("claude-sonnet-5", "claude-opus-5", StringComparison.Ordinal);
        using var missing = await rig.Post(Route, other);
        Assert.Equal(HttpStatusCode.Forbidden, missing.StatusCode);
        const string error = """{"type":"error","error":{"type":"invalid_request_error","message":"no"}}""";
        rig.Upstream.Script = Replies.Status(400, error);
        using var refused = await rig.Post(Route, Body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(error, await Text(refused));
    }

    [Fact]
    public async Task Each_organization_has_a_rate_of_its_own()
    {
        var keys = new KeyBunch()
            .Tier("a", "start", new KeyPlace("acme")).Tier("b", "start", new KeyPlace("acme")).Plan("c", "pro");
        await using var rig = await keys.Begin(options => options with { CountsPerMinute = 2 });
        rig.Upstream.Script = http => Replies.Json(http, 200, """{"input_tokens":17}""");
        Assert.Equal(HttpStatusCode.OK, (await rig.Post(Route, Body)).StatusCode);
        rig.Use(keys["b"]);
        Assert.Equal(HttpStatusCode.OK, (await rig.Post(Route, Body)).StatusCode);
        using var refused = await rig.Post(Route, Body);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("30", refused.Header("retry-after"));

        rig.Use(keys["c"]);
        Assert.Equal(HttpStatusCode.OK, (await rig.Post(Route, Body)).StatusCode);
        rig.Use(keys["a"]);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await rig.Post(Route, Body)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await rig.Post(Route, Body)).StatusCode);
    }

    private static Task<string> Text(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
