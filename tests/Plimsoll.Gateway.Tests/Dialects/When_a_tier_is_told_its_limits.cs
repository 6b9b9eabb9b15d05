using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Dialects;

public class When_a_tier_is_told_its_limits
{
    private static readonly string[] Parts = ["limit", "remaining", "reset"];

    [Fact]
    public async Task Anthropic_clients_read_requests_and_tokens_with_the_instant_of_their_return()
    {
        await using var rig = await GatewayRig.Begin(tier: "start");
        rig.Upstream.Script = Replies.Plain(input: 15_000, output: 800);

        using var response = await rig.Ask();

        Expect("requests", "50", "49", "2026-05-06T12:03:02Z");
        Expect("input-tokens", "30000", "15000", "2026-05-06T12:03:31Z");
        Expect("output-tokens", "8000", "7000", "2026-05-06T12:03:07Z");
        Expect("tokens", "38000", "22000", "2026-05-06T12:03:31Z");

        void Expect(string name, params string[] expected) => Assert.Equal(
            expected,
            Parts.Select(part => response.Header($"anthropic-ratelimit-{name}-{part}")));
    }

    [Fact]
    public async Task OpenAI_clients_read_requests_and_tokens_with_the_time_until_their_return()
    {
        await using var rig = await GatewayRig.Begin(tier: "start");
        rig.Upstream.Script = Replies.Plain(input: 15_000, output: 800);

        using var response = await rig.Ask(Question.Chat);

        Expect("requests", "50", "49", "2s");
        Expect("tokens", "38000", "22200", "30s");

        void Expect(string name, params string[] expected) => Assert.Equal(
            expected,
            Parts.Select(part => response.Header($"x-ratelimit-{part}-{name}")));
    }

    [Fact]
    public async Task A_request_larger_than_its_limit_is_told_not_to_come_again()
    {
        await using var rig = await GatewayRig.Begin(tier: "start");
        var text = new string('a', 4 * 30_001);

        using var response = await rig.Post(Question.Messages, $$"""
            {"model":"claude-sonnet-5","max_tokens":5,"messages":[{"role":"user","content":"{{text}}"}]}
            """);

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("false", response.Header("x-should-retry"));
        Assert.Equal("", response.Header("retry-after"));
    }

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task A_spent_rate_is_refused_until_the_second_that_retry_after_names(string path)
    {
        await using var rig = await GatewayRig.Begin(tier: "tiny");
        using var first = await rig.Ask(path);
        using var second = await rig.Ask(path);

        using var refused = await rig.Ask(path);

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("30", refused.Header("retry-after"));
        Assert.Contains(
            "requests-per-minute limit of tier tiny for sonnet: limit 2, used 2, reserved 0, remaining 0 requests",
            (await refused.Error()).Message,
            StringComparison.Ordinal);
        rig.Clock.Advance(TimeSpan.FromSeconds(29));
        using var early = await rig.Ask(path);
        Assert.Equal("1", early.Header("retry-after"));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        using var served = await rig.Ask(path);
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task A_request_larger_than_the_limit_is_not_told_to_come_back()
    {
        await using var rig = await GatewayRig.Begin(tier: "tiny");
        var prompt = new string('x', 601 * 4);

        using var refused = await rig.Post(
            Question.Messages, Question.Body().Replace("How far?", prompt, StringComparison.Ordinal));

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("", refused.Header("retry-after"));
        var (_, message) = await refused.Error();
        Assert.Contains("input-tokens-per-minute limit", message, StringComparison.Ordinal);
        Assert.Contains("send a smaller request", message, StringComparison.Ordinal);
    }
}
