using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_OpenAI_SDK_asks
{
    private static readonly ChatMessage[] Messages = [new UserChatMessage("How far?")];

    [Fact]
    public async Task It_gets_a_plain_answer_with_the_state_of_its_windows()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 400, output: 100, text: "Not much further.");

        var result = await Client(rig).CompleteChatAsync(Messages);

        Assert.Equal("Not much further.", result.Value.Content[0].Text);
        var headers = result.GetRawResponse().Headers;
        Assert.Equal("1000", Header("x-ratelimit-limit-session-credits"));
        Assert.Equal("100", Header("x-ratelimit-remaining-session-credits"));
        Assert.Equal("5h7m0s", Header("x-ratelimit-reset-session-credits"));
        Assert.Equal("4100", Header("x-ratelimit-remaining-week-credits"));
        Assert.StartsWith("req_", Header("x-request-id"));

        string Header(string name) => headers.TryGetValue(name, out var value) ? value! : "";
    }

    [Fact]
    public async Task It_gets_a_streamed_answer_and_pays_what_the_stream_reports()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Stream(Replies.OpenAiEvents(100, 9, "Not ", "much ", "further."));

        var text = "";
        var usage = 0;
        await foreach (var update in Client(rig).CompleteChatStreamingAsync(Messages))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage += update.Usage is null ? 0 : 1;
        }

        Assert.Equal("Not much further.", text);

        // The SDK asks for the usage itself, so it gets it. 96 read, 4 from the cache for nothing, 9 out at 5 credits.
        Assert.Equal(1, usage);
        Assert.Equal((141m, 0m), await rig.Session());
    }

    [Fact]
    public async Task It_is_refused_when_the_session_is_spent_until_the_very_second_that_retry_after_names()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 400, output: 120);
        var client = Client(rig);
        await client.CompleteChatAsync(Messages);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync(Messages));

        Assert.Equal(429, refused.Status);
        Assert.Contains("session limit of plan pro", refused.Message, StringComparison.Ordinal);
        Assert.Equal(18_360, RetryAfter(refused));

        rig.Clock.Advance(TimeSpan.FromSeconds(18_359));
        refused = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync(Messages));
        Assert.Equal(1, RetryAfter(refused));

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        var result = await client.CompleteChatAsync(Messages);
        Assert.Equal(120, result.Value.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task It_lists_the_models()
    {
        await using var rig = await GatewayRig.Begin();
        var client = new OpenAIClient(new ApiKeyCredential(rig.Key), Options(rig)).GetOpenAIModelClient();

        var models = await client.GetModelsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["claude-opus-5", "claude-opus-latest", "claude-sonnet-5"], models.Value.Select(model => model.Id));
    }

    private static int RetryAfter(ClientResultException refused) =>
        refused.GetRawResponse()!.Headers.TryGetValue("retry-after", out var value) ? int.Parse(value!) : -1;

    private static ChatClient Client(GatewayRig rig) =>
        new("claude-sonnet-5", new ApiKeyCredential(rig.Key), Options(rig));

    private static OpenAIClientOptions Options(GatewayRig rig) => new()
    {
        Endpoint = new Uri(rig.Url, "/v1"),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    };
}
