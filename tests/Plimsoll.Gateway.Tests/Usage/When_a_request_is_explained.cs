using System.Text.Json;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Usage;

public class When_a_request_is_explained
{
    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task The_decision_is_the_one_that_the_same_request_meets_and_nothing_is_charged(string path)
    {
        var keys = new KeyBunch().Plan("one", "team", new KeyPlace("acme", "research", "alice", ["two-a-minute"]));
        await using var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 300, output: 0);

        // Two pass, the third meets the rate of its key, and after some minutes the session is what is in the way.
        for (var i = 0; i < 12; i++)
        {
            var explained = await rig.Answer("/usage/explain", Question.Body());
            var before = await rig.Session();
            using var response = await rig.Ask(path);

            var isAdmitted = explained.GetProperty("is_admitted").GetBoolean();
            Assert.Equal(isAdmitted ? 200 : 429, (int)response.StatusCode);
            if (!isAdmitted)
            {
                Assert.Equal(
                    explained.GetProperty("retry_after").GetInt64().ToString(), response.Header("retry-after"));
                var binding = explained.GetProperty("binding").GetProperty("name").GetString()!;
                Assert.Contains($"the {binding} limit of", (await response.Error()).Message, StringComparison.Ordinal);
                Assert.Equal(before, await rig.Session());
                rig.Clock.Advance(TimeSpan.FromSeconds(45));
            }
        }

        var last = await rig.Answer("/usage/explain", Question.Body());
        Assert.Equal("session", last.GetProperty("binding").GetProperty("name").GetString());
        Assert.Equal("disabled", last.GetProperty("overage").GetString());
    }

    [Fact]
    public async Task Every_limit_is_there_with_what_it_would_hold()
    {
        var keys = new KeyBunch().Plan("one", "pro", new KeyPlace("acme", null, "alice", ["two-a-minute"]));
        await using var rig = await keys.Begin();

        var limits = (await rig.Answer("/usage/explain", Question.Body())).GetProperty("limits").EnumerateArray()
            .Select(limit => (
                limit.GetProperty("level").GetString(),
                limit.GetProperty("set").GetString(),
                limit.GetProperty("name").GetString(),
                limit.GetProperty("charge").GetDecimal(),
                limit.GetProperty("reserved_after").GetDecimal()));

        // 2 tokens of input and 20 of output, at 1 and 5 credits.
        Assert.Equal(
            [
                ("user", "pro", "session", 102m, 102m),
                ("user", "pro", "week", 102m, 102m),
                ("key", "two-a-minute", "requests-per-minute", 1m, 1m),
                ("key", "two-a-minute", "input-tokens-per-minute", 2m, 2m),
            ],
            limits);
        Assert.Equal((0m, 0m), await rig.Session());
        Assert.Empty(rig.Upstream.Seen);
    }

    [Fact]
    public async Task A_class_that_is_not_included_is_said_to_be_so()
    {
        await using var rig = await GatewayRig.Begin(tier: "start");

        var explained = await rig.Answer(
            "/usage/explain", Question.Body().Replace("claude-sonnet-5", "claude-opus-5", StringComparison.Ordinal));

        Assert.False(explained.GetProperty("is_admitted").GetBoolean());
        var reason = explained.GetProperty("not_included").GetString();
        Assert.Contains("does not include", reason, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, explained.GetProperty("retry_after").ValueKind);
    }

    [Theory]
    [InlineData("/v1/responses", """{"model":"claude-sonnet-5","input":"How far?"}""", 20)]
    [InlineData("/v1/completions", """{"model":"claude-sonnet-5","prompt":"How far?"}""", 20)]
    [InlineData("/v1/embeddings", """{"model":"claude-sonnet-5","input":"How far?"}""", 0)]
    public async Task The_route_says_how_its_body_is_read(string route, string body, int output)
    {
        await using var rig = await GatewayRig.Begin();

        var explained = await rig.Answer($"/usage/explain?route={route}", body);

        Assert.True(explained.GetProperty("is_admitted").GetBoolean());
        Assert.Equal(2, explained.GetProperty("estimate").GetProperty("input").GetInt32());
        Assert.Equal(output, explained.GetProperty("estimate").GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task A_route_that_asks_no_model_is_refused()
    {
        await using var rig = await GatewayRig.Begin();

        using var response = await rig.Post("/usage/explain?route=/usage", Question.Body());

        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith("route: found '/usage'", (await response.Error()).Message, StringComparison.Ordinal);
    }
}
