using System.Collections.Frozen;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Plimsoll.Gateway.Tests.Emulation;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_Anthropic_SDK_asks_an_OpenAI_upstream
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_a_plain_answer()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        rig.Upstream.Script = Replies.Plain(input: 400, output: 100, text: "Not much further.");
        using var client = Client(rig);

        var message = await client.Messages.Create(Ask(new UserMessageParam("How far?")), Stop);

        Assert.True(message.Content[0].TryPickText(out var text));
        Assert.Equal("Not much further.", text.Text);
        Assert.Equal("end_turn", message.StopReason!.Raw());
        Assert.Equal(400, message.Usage.InputTokens);
        Assert.Equal(100, message.Usage.OutputTokens);
    }

    [Fact]
    public async Task It_gets_a_streamed_answer()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        rig.Upstream.Script = Replies.Stream(Replies.OpenAiEvents(100, 9, "Not ", "much ", "further."));
        using var client = Client(rig);
        var (said, read, written, stopped) = ("", 0L, 0L, false);

        await foreach (var item in client.Messages.CreateStreaming(Ask(new UserMessageParam("How far?")), Stop))
        {
            if (item.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
                said += piece.Text;
            if (item.TryPickDelta(out var end))
                (read, written) = (end.Usage.InputTokens ?? -1, end.Usage.OutputTokens);
            stopped |= item.TryPickStop(out _);
        }

        Assert.Equal(("Not much further.", 96L, 9L, true), (said, read, written, stopped));
    }

    [Fact]
    public async Task It_calls_tools_several_at_once_and_tells_their_results()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        rig.Upstream.Script = Replies.Status(200, """
            {"id":"c","object":"chat.completion","created":1,"model":"m",
            "choices":[{"index":0,"finish_reason":"tool_calls","message":{
            "role":"assistant","content":null,"tool_calls":[
            {"id":"a","type":"function","function":{"name":"distance","arguments":"{\"to\":\"sea\"}"}},
            {"id":"b","type":"function","function":{"name":"distance","arguments":"{\"to\":\"hill\"}"}}]}}],
            "usage":{"prompt_tokens":5,"completion_tokens":5,"total_tokens":10}}
            """);
        using var client = Client(rig);
        var question = new UserMessageParam("How far?");

        var message = await client.Messages.Create(Ask(question), Stop);

        Assert.Equal("tool_use", message.StopReason!.Raw());
        var calls = message.Content.Select(block => block.TryPickToolUse(out var call) ? call : null!).ToList();
        Assert.Equal(["sea", "hill"], calls.Select(call => call.Input["to"].GetString()));

        rig.Upstream.Script = Replies.Plain();
        await client.Messages.Create(
            Ask(
                question,
                new AssistantMessageParam(calls.ConvertAll(call => (ContentBlockParam)new ToolUseBlockParam
                {
                    ID = call.ID,
                    Name = call.Name,
                    Input = call.Input,
                })),
                new UserMessageParam(calls.ConvertAll(call => (ContentBlockParam)new ToolResultBlockParam(call.ID)
                {
                    Content = "10 miles",
                }))),
            Stop);

        var sent = JsonElement.Parse(rig.Upstream.Seen.Last().Body);
        Assert.Equal("distance", sent.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("""{"to":"sea"}""", sent.GetProperty("messages")[1].GetProperty("tool_calls")[0]
            .GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal(
            ["user", "assistant", "tool", "tool"],
            sent.GetProperty("messages").EnumerateArray().Select(turn => turn.GetProperty("role").GetString()!));
    }

    [Fact]
    public async Task It_sends_an_image()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        using var client = Client(rig);
        var image = new ImageBlockParam(new Base64ImageSource { Data = "aGk=", MediaType = MediaType.ImagePng });

        await client.Messages.Create(
            Ask(new UserMessageParam(new List<ContentBlockParam> { new TextBlockParam("What is it?"), image })), Stop);

        Assert.Contains(
            """{"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}""",
            Assert.Single(rig.Upstream.Seen).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_knows_an_error_by_its_kind()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        using var client = Client(rig);

        rig.Upstream.Script = Replies.Status(400, """{"error":{"message":"bad","type":"x","code":null}}""");
        var wrong = await Assert.ThrowsAsync<AnthropicBadRequestException>(
            () => client.Messages.Create(Ask(new UserMessageParam("?")), Stop));
        rig.Upstream.Script = Replies.Status(503);
        await Assert.ThrowsAnyAsync<Anthropic5xxException>(
            () => client.Messages.Create(Ask(new UserMessageParam("?")), Stop));

        Assert.Contains("bad", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_gets_from_the_emulated_fleet_to_the_token_what_the_fleet_produced(bool streams)
    {
        await using var fleet = await EmulatedServer.StartAsync();
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Upstreams = [new UpstreamOptions(new Uri(fleet.Url), SpokenDialects.OpenAi)
            {
                Models = new Dictionary<string, string> { ["sonnet"] = "haiku" }.ToFrozenDictionary(),
            }],
        });
        using var client = Client(rig);
        var output = 0L;

        if (streams)
        {
            await foreach (var item in client.Messages.CreateStreaming(Ask(new UserMessageParam("How far?")), Stop))
                output = item.TryPickDelta(out var end) ? end.Usage.OutputTokens : output;
        }
        else
        {
            output = (await client.Messages.Create(Ask(new UserMessageParam("How far?")), Stop)).Usage.OutputTokens;
        }

        Assert.Equal((40L, 40L), (output, fleet.Fleet.ProducedTokens));
        Assert.Equal((202m, 0m), await rig.Session());
    }

    private static MessageCreateParams Ask(params MessageParam[] messages) => new()
    {
        Model = "claude-sonnet-5",
        MaxTokens = 50,
        Messages = messages,
        Tools = [new Tool { Name = "distance", InputSchema = new InputSchema() }],
    };

    private static AnthropicClient Client(GatewayRig rig) =>
        new() { BaseUrl = rig.Url.ToString(), ApiKey = rig.Key, MaxRetries = 0 };
}
