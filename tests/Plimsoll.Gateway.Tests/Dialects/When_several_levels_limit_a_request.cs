using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Dialects;

public class When_several_levels_limit_a_request
{
    [Fact]
    public async Task Each_kind_of_rate_is_told_where_least_of_it_is_left()
    {
        var keys = new KeyBunch().Tier("one", "start", new KeyPlace("acme", "research"))
            .Limit("acme/research", "two-a-minute");
        await using var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 5_000, output: 800);

        using var response = await rig.Ask();

        // Of the workspace: 2 requests, 20,000 input. Of the organization: 50 requests, 30,000 input, 8,000 output.
        Assert.Equal("1", response.Header("anthropic-ratelimit-requests-remaining"));
        Assert.Equal("15000", response.Header("anthropic-ratelimit-input-tokens-remaining"));
        Assert.Equal("7000", response.Header("anthropic-ratelimit-output-tokens-remaining"));

        // All tokens of the workspace: 15,000; of the organization: 25,000 and 7,200.
        Assert.Equal("20000", response.Header("anthropic-ratelimit-tokens-limit"));
        Assert.Equal("15000", response.Header("anthropic-ratelimit-tokens-remaining"));
    }

    [Fact]
    public async Task A_passing_refusal_has_no_plan_headers_and_one_of_the_plan_has()
    {
        var keys = new KeyBunch().Plan("one", "pro", new KeyPlace("acme", null, "alice", ["one-at-a-time"]));
        await using var rig = await keys.Begin();
        var (arrived, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            arrived.SetResult();
            await leave.Task;
            await Replies.Plain(input: 1_000, output: 0)(http);
        };
        var first = rig.Ask();
        await arrived.Task;

        using var second = await rig.Ask();

        Assert.Equal(429, (int)second.StatusCode);
        Assert.Equal("", second.Header("anthropic-ratelimit-unified-status"));
        Assert.Contains("this is not a usage limit", (await second.Error()).Message, StringComparison.Ordinal);
        leave.SetResult();
        using var served = await first;
        using var spent = await rig.Ask();
        Assert.Equal(429, (int)spent.StatusCode);
        Assert.Equal("rejected", spent.Header("anthropic-ratelimit-unified-status"));
        Assert.Equal("five_hour", spent.Header("anthropic-ratelimit-unified-representative-claim"));
    }

    [Fact]
    public async Task A_spent_week_of_one_class_is_told_as_its_own_claim()
    {
        await using var rig = await new KeyBunch().Plan("one", "team").Begin();
        rig.Upstream.Script = Replies.Plain(input: 500, output: 0);
        var opus = Question.Body().Replace("claude-sonnet-5", "claude-opus-5", StringComparison.Ordinal);
        using var first = await rig.Post(Question.Messages, opus);

        using var refused = await rig.Post(Question.Messages, opus);

        Assert.Equal("1", first.Header("anthropic-ratelimit-unified-7d_opus-utilization"));
        Assert.Equal("0.1", first.Header("anthropic-ratelimit-unified-7d-utilization"));
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("seven_day_opus", refused.Header("anthropic-ratelimit-unified-representative-claim"));
        Assert.Equal("rejected", refused.Header("anthropic-ratelimit-unified-7d_opus-status"));
        Assert.Equal("allowed", refused.Header("anthropic-ratelimit-unified-7d-status"));
        using var sonnet = await rig.Ask();
        Assert.Equal(200, (int)sonnet.StatusCode);
        Assert.Equal("", sonnet.Header("anthropic-ratelimit-unified-7d_opus-status"));
    }

    [Theory]
    [InlineData(0.5, "allowed_warning", "0.5")]
    [InlineData(0.7, "allowed", "")]
    public async Task Warnings_begin_where_the_operator_says(double threshold, string status, string surpassed)
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Warnings = new WarningThresholds { Session = threshold },
        });
        rig.Upstream.Script = Replies.Plain(input: 600, output: 0);

        using var response = await rig.Ask();

        Assert.Equal(status, response.Header("anthropic-ratelimit-unified-status"));
        Assert.Equal(surpassed, response.Header("anthropic-ratelimit-unified-5h-surpassed-threshold"));
    }
}
