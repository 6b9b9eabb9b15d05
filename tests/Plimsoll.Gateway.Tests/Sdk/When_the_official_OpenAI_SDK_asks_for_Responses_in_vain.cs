using System.ClientModel;
using OpenAI.Responses;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;
using static Plimsoll.Gateway.Tests.Sdk.ResponsesSdk;

// The SDK marks all of its Responses as subject to change.
#pragma warning disable OPENAI001

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_OpenAI_SDK_asks_for_Responses_in_vain
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SpokenDialects.All, 400, """{"error":{"message":"bad","type":"invalid_request_error","code":null}}""")]
    [InlineData(SpokenDialects.OpenAi, 422, """{"error":{"message":"bad","type":"x","param":"p","code":"c"}}""")]
    [InlineData(SpokenDialects.OpenAi, 400, """{"message":"bad"}""")]
    [InlineData(SpokenDialects.Anthropic, 404, """{"type":"error","error":{"type":"not_found","message":"bad"}}""")]
    public async Task It_knows_an_error_by_its_status_and_its_words(SpokenDialects speaks, int status, string body)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Replies.Status(status, body);

        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(rig).CreateResponseAsync(Asked("How far?"), Stop));

        Assert.Equal(status, error.Status);
        Assert.Contains("bad", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task It_is_told_in_the_stream_that_the_upstream_failed(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Replies.Stream(speaks == SpokenDialects.OpenAi
            ? [.. Replies.OpenAiEvents(100, 9, "Ten")[..2], "data: {\"error\":{\"message\":\"gone\",\"code\":500}}\n\n"]
            :
            [
                .. Replies.AnthropicEvents(100, 9, "Ten")[..4],
                Event("""{"type":"error","error":{"type":"api_error","message":"gone"}}"""),
            ]);

        var updates = await All(rig, Asked("How far?", isStreamed: true));

        var failed = Assert.IsType<StreamingResponseFailedUpdate>(updates[^1]).Response;
        Assert.Equal((ResponseStatus.Failed, "gone"), (failed.Status!.Value, failed.Error.Message));
    }

    [Theory]
    [InlineData(SpokenDialects.All)]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task It_is_told_that_the_stream_broke_off(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        var arrived = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream(Begun(speaks))(http);
            await arrived.Task;
            http.Abort();
        };

        var updates = await All(rig, Asked("How far?", isStreamed: true), update =>
        {
            if (update is StreamingResponseOutputTextDeltaUpdate)
                arrived.TrySetResult();
        });

        Assert.Equal("upstream_failed", Assert.IsType<StreamingResponseErrorUpdate>(updates[^1]).Code);
    }

    [Theory]
    [InlineData(SpokenDialects.All)]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task When_it_cancels_the_upstream_stops_and_what_was_produced_is_paid(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        var stopped = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            using var registration = http.RequestAborted.Register(stopped.SetResult);
            await Replies.Stream(Begun(speaks))(http);
            await stopped.Task;
        };
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var stream = await Client(rig).CreateResponseStreamingAsync(
                Asked("How far?", isStreamed: true), leaving.Token);
            await foreach (var update in stream.WithCancellation(leaving.Token))
            {
                if (update is StreamingResponseOutputTextDeltaUpdate)
                    await leaving.CancelAsync();
            }
        });

        await stopped.Task.WaitAsync(Stop);
        await rig.Log.Logged(1000);

        // 11 bytes are 3 tokens at 5 credits; input is 2 as estimated, or 113 as message_start says.
        Assert.Equal((speaks == SpokenDialects.Anthropic ? 128m : 17m, 0m), await rig.Session());
    }

    /// <summary>A stream up to its first text, of 11 bytes.</summary>
    private static string[] Begun(SpokenDialects speaks) => speaks switch
    {
        SpokenDialects.All => ResponsesReplies.Events(100, 50, "Eleven byte")[..5],
        SpokenDialects.OpenAi => Replies.OpenAiEvents(100, 50, "Eleven byte")[..2],
        _ => Replies.AnthropicEvents(110, 50, "Eleven byte")[..4],
    };

    private static string Event(string data) => $"event: x\ndata: {data.ReplaceLineEndings("")}\n\n";
}
