using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Anthropic.Models.Messages.Batches;
using Anthropic.Models.Models;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_Anthropic_SDK_sends_a_batch
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_the_results_and_deletes_it()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 20, output: 4, text: "Not much further.");
        using var client = Client(rig);

        var made = await client.Messages.Batches.Create(Two, Stop);
        Assert.Equal(ProcessingStatus.InProgress, made.ProcessingStatus.Value());
        Assert.Equal(2, made.RequestCounts.Processing);
        Assert.Equal(made.CreatedAt.AddHours(24), made.ExpiresAt);
        Assert.Null(made.ResultsUrl);
        await rig.Log.Logged(1082);

        var ended = await client.Messages.Batches.Retrieve(made.ID, cancellationToken: Stop);
        Assert.Equal(ProcessingStatus.Ended, ended.ProcessingStatus.Value());
        Assert.Equal((0, 2), (ended.RequestCounts.Processing, ended.RequestCounts.Succeeded));
        Assert.Equal(new Uri(rig.Url, $"/v1/messages/batches/{made.ID}/results").ToString(), ended.ResultsUrl);

        var texts = new Dictionary<string, string>();
        await foreach (var result in client.Messages.Batches.ResultsStreaming(made.ID, cancellationToken: Stop))
        {
            Assert.True(result.Result.TryPickSucceeded(out var succeeded));
            Assert.True(succeeded.Message.Content[0].TryPickText(out var text));
            texts[result.CustomID] = text.Text;
        }

        Assert.Equal(["a", "b"], texts.Keys.Order());
        Assert.All(texts.Values, text => Assert.Equal("Not much further.", text));

        var deleted = await client.Messages.Batches.Delete(made.ID, cancellationToken: Stop);
        Assert.Equal(made.ID, deleted.ID);
        await Assert.ThrowsAsync<AnthropicNotFoundException>(
            () => client.Messages.Batches.Retrieve(made.ID, cancellationToken: Stop));
    }

    [Fact]
    public async Task It_cancels_one_and_pages_through_all()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var client = Client(rig);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (await client.Messages.Batches.Create(Two, Stop)).ID);
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var canceled = await client.Messages.Batches.Cancel(ids[0], cancellationToken: Stop);
        Assert.Equal(ProcessingStatus.Canceling, canceled.ProcessingStatus.Value());

        var page = await client.Messages.Batches.List(new BatchListParams { Limit = 2 }, Stop);
        Assert.Equal(ids[..2], page.Items.Select(batch => batch.ID));
        Assert.True(page.HasNext());
        var next = await page.Next(Stop);
        Assert.Equal(ids[2..], next.Items.Select(batch => batch.ID));
        Assert.False(next.HasNext());
        var before = await client.Messages.Batches.List(new BatchListParams { BeforeID = ids[2], Limit = 1 }, Stop);
        Assert.Equal(ids[1..2], before.Items.Select(batch => batch.ID));
    }

    [Fact]
    public async Task It_counts_tokens_for_nothing()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = http => Replies.Json(http, 200, """{"input_tokens":17}""");
        using var client = Client(rig);

        var count = await client.Messages.CountTokens(
            new MessageCountTokensParams
            {
                Model = "claude-sonnet-5",
                Messages = [new UserMessageParam("How far?")],
            },
            Stop);

        Assert.Equal(17, count.InputTokens);
        Assert.Equal("/v1/messages/count_tokens", rig.Upstream.Seen.Single().Target);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task It_pages_through_models_and_reads_one()
    {
        await using var rig = await GatewayRig.Begin();
        using var client = Client(rig);

        var page = await client.Models.List(new ModelListParams { Limit = 2 }, Stop);
        Assert.Equal(["claude-opus-5", "claude-opus-latest"], page.Items.Select(model => model.ID));
        var next = await page.Next(Stop);
        Assert.Equal(["claude-sonnet-5"], next.Items.Select(model => model.ID));
        var one = await client.Models.Retrieve("claude-sonnet-5", cancellationToken: Stop);
        Assert.Equal("claude-sonnet-5", one.DisplayName);
        await Assert.ThrowsAsync<AnthropicNotFoundException>(
            () => client.Models.Retrieve("claude-none", cancellationToken: Stop));
    }

    private static BatchCreateParams Two => new() { Requests = [Request("a"), Request("b")] };

    private static Request Request(string name) => new()
    {
        CustomID = name,
        Params = new Params
        {
            Model = "claude-sonnet-5",
            MaxTokens = 50,
            Messages = [new UserMessageParam("How far?")],
        },
    };

    private static AnthropicClient Client(GatewayRig rig) =>
        new() { BaseUrl = rig.Url.ToString(), ApiKey = rig.Key, MaxRetries = 0 };
}
