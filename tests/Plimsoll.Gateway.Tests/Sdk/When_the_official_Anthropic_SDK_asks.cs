using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_Anthropic_SDK_asks
{
    private static readonly MessageCreateParams Parameters = new()
    {
        Model = "claude-sonnet-5",
        MaxTokens = 50,
        Messages = [new UserMessageParam("How far?")],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_a_plain_answer_with_the_state_of_its_windows()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 400, output: 100, text: "Not much further.");
        using var client = Client(rig);

        using var response = await client.WithRawResponse.Messages.Create(Parameters, Stop);

        var message = await response.Deserialize(Stop);
        Assert.True(message.Content[0].TryPickText(out var text));
        Assert.Equal("Not much further.", text.Text);
        Assert.Equal(400, message.Usage.InputTokens);
        Assert.StartsWith("req_", response.RequestID);
        Assert.Equal("allowed_warning", Header("anthropic-ratelimit-unified-status"));
        Assert.Equal("five_hour", Header("anthropic-ratelimit-unified-representative-claim"));
        Assert.Equal("0.9", Header("anthropic-ratelimit-unified-5h-utilization"));
        Assert.Equal("0.18", Header("anthropic-ratelimit-unified-7d-utilization"));
        Assert.Equal("allowed", Header("anthropic-ratelimit-unified-7d-status"));

        // 12:03:00.25 and five hours, rounded up to the grid of ten minutes.
        var reset = new DateTimeOffset(2026, 5, 6, 17, 10, 0, TimeSpan.Zero).ToUnixTimeSeconds().ToString();
        Assert.Equal(reset, Header("anthropic-ratelimit-unified-5h-reset"));
        Assert.Equal(reset, Header("anthropic-ratelimit-unified-reset"));

        string Header(string name) => response.GetHeaderValues(name).Single();
    }

    [Fact]
    public async Task It_gets_a_streamed_answer_and_pays_what_the_stream_reports()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Stream(Replies.AnthropicEvents(100, 9, "Not ", "much ", "further."));
        using var client = Client(rig);

        var text = "";
        await foreach (var item in client.Messages.CreateStreaming(Parameters, Stop))
        {
            if (item.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
                text += piece.Text;
        }

        Assert.Equal("Not much further.", text);

        // 100 read, 3 written to the cache, 7 from it for nothing, 9 out at 5 credits each.
        Assert.Equal((148m, 0m), await rig.Session());
    }

    [Fact]
    public async Task It_is_refused_when_the_session_is_spent_until_the_very_second_that_retry_after_names()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 400, output: 120);
        using var recorder = new HeaderRecorder();
        using var client = Client(rig, recorder);
        await client.Messages.Create(Parameters, Stop);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await Assert.ThrowsAsync<AnthropicRateLimitException>(
            () => client.Messages.Create(Parameters, Stop));

        Assert.Contains("session limit of plan pro", refused.Message, StringComparison.Ordinal);
        Assert.Contains("limit 1,000, used 1,000", refused.Message, StringComparison.Ordinal);
        Assert.Equal("rejected", recorder.Last!.Header("anthropic-ratelimit-unified-status"));
        Assert.Equal("rejected", recorder.Last!.Header("anthropic-ratelimit-unified-5h-status"));
        Assert.Equal("allowed", recorder.Last!.Header("anthropic-ratelimit-unified-7d-status"));

        // From 12:04:00.25 to 17:10:00.
        var retryAfter = recorder.Last!.Headers.RetryAfter!.Delta!.Value;
        Assert.Equal(TimeSpan.FromSeconds(18_360), retryAfter);

        rig.Clock.Advance(retryAfter - TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<AnthropicRateLimitException>(
            () => client.Messages.Create(Parameters, Stop));
        Assert.Equal(TimeSpan.FromSeconds(1), recorder.Last!.Headers.RetryAfter!.Delta);

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        var message = await client.Messages.Create(Parameters, Stop);
        Assert.Equal(120, message.Usage.OutputTokens);
        Assert.Equal(2, rig.Upstream.Seen.Count);
    }

    [Fact]
    public async Task It_lists_the_models()
    {
        await using var rig = await GatewayRig.Begin();
        using var client = Client(rig);

        var page = await client.Models.List(cancellationToken: Stop);

        Assert.Equal(
            ["claude-opus-5", "claude-opus-latest", "claude-sonnet-5"], page.Items.Select(model => model.ID));
    }

    private static AnthropicClient Client(GatewayRig rig, HeaderRecorder? recorder = null)
    {
        var client = new AnthropicClient { BaseUrl = rig.Url.ToString(), ApiKey = rig.Key, MaxRetries = 0 };
        return recorder is null
            ? client
            : new AnthropicClient
            {
                BaseUrl = client.BaseUrl,
                ApiKey = rig.Key,
                MaxRetries = 0,
                HttpClient = new HttpClient(recorder, disposeHandler: false),
            };
    }
}
