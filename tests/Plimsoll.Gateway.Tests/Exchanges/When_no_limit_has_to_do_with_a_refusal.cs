using System.Collections.Frozen;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_no_limit_has_to_do_with_a_refusal
{
    private const string Wrong = """{"model":"claude-sonnet-5"}""";
    private const string Unknown = """
        {"model":"claude-nothing","max_tokens":5,"messages":[{"role":"user","content":"x"}]}
        """;

    [Theory]
    [InlineData(Question.Messages, Wrong, 400)]
    [InlineData(Question.Messages, Unknown, 404)]
    [InlineData(Question.Messages, null, 529)]
    [InlineData(Question.Chat, Wrong, 400)]
    [InlineData(Question.Chat, Unknown, 404)]
    [InlineData(Question.Chat, null, 503)]
    [InlineData("/v1/messages/count_tokens", Wrong, 400)]
    public async Task It_tells_how_the_account_stands(string path, string? body, int status)
    {
        await using var rig = await GatewayRig.Begin();
        using (await rig.Ask())
            rig.Upstream.Script = Replies.Status(529);

        using var response = await rig.Post(path, body ?? Question.Body());

        Assert.Equal(status, (int)response.StatusCode);
        if (path == Question.Chat)
        {
            Assert.NotEqual("", response.Header("x-ratelimit-remaining-session-credits"));
            return;
        }

        Assert.Equal("allowed", response.Header("anthropic-ratelimit-unified-status"));
        Assert.NotEqual("0", response.Header("anthropic-ratelimit-unified-5h-utilization"));
    }

    [Fact]
    public async Task Limits_of_one_class_are_told_once_the_class_is_known()
    {
        await using var rig = await GatewayRig.Begin(tier: "start", with: options => options with
        {
            MaxInFlight = new Dictionary<string, int> { ["sonnet"] = 0 }.ToFrozenDictionary(),
            Queues = options.Queues with { Terms = options.Queues.Terms with { MostWaiting = 0 } },
        });

        using var unknown = await rig.Post(Question.Messages, Unknown);
        using var full = await rig.Ask();

        Assert.Equal((404, 529), ((int)unknown.StatusCode, (int)full.StatusCode));
        Assert.NotEqual("", full.Header("anthropic-ratelimit-requests-remaining"));
        Assert.Equal("", full.Header("anthropic-ratelimit-unified-status"));
    }

    [Fact]
    public async Task Nothing_is_told_to_whom_nobody_knows()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Use("plm-nobody");

        using var response = await rig.Ask();

        Assert.Equal(401, (int)response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key.Contains("ratelimit", StringComparison.Ordinal));
    }
}
