using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Frozen;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using Plimsoll.Gateway.Tests.Emulation;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_OpenAI_SDK_asks_an_Anthropic_upstream
{
    private static readonly ChatMessage[] Messages = [new SystemChatMessage("Be brief."), new UserChatMessage("Far?")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_a_plain_answer()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        rig.Upstream.Script = Replies.Plain(input: 400, output: 100, text: "Not much further.");

        ChatCompletion completion = await Client(rig).CompleteChatAsync(Messages, cancellationToken: Stop);

        Assert.Equal("Not much further.", completion.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal((400, 100), (completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount));
        Assert.Equal(GatewayRig.Start.ToUnixTimeSeconds(), completion.CreatedAt.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task It_gets_a_streamed_answer()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        rig.Upstream.Script = Replies.Stream(Replies.AnthropicEvents(100, 9, "Not ", "much ", "further."));
        var said = "";
        ChatTokenUsage? usage = null;
        ChatFinishReason? reason = null;

        await foreach (var update in Client(rig).CompleteChatStreamingAsync(Messages, cancellationToken: Stop))
        {
            said += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            reason = update.FinishReason ?? reason;
        }

        Assert.Equal(("Not much further.", ChatFinishReason.Stop), (said, reason));

        // 100 read, 3 written to the cache and 7 read from it: one number to OpenAI.
        Assert.Equal((110, 7, 9), (
            usage!.InputTokenCount, usage.InputTokenDetails.CachedTokenCount, usage.OutputTokenCount));
    }

    [Fact]
    public async Task It_calls_tools_several_at_once_and_tells_their_results()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        rig.Upstream.Script = Replies.Status(200, """
            {"id":"c","type":"message","role":"assistant","model":"m","stop_reason":"tool_use","stop_sequence":null,
            "content":[{"type":"tool_use","id":"a","name":"distance","input":{"to":"sea"}},
            {"type":"tool_use","id":"b","name":"distance","input":{"to":"hill"}}],
            "usage":{"input_tokens":5,"output_tokens":5}}
            """);
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("distance") } };

        ChatCompletion completion = await Client(rig).CompleteChatAsync(Messages, options, Stop);

        Assert.Equal(ChatFinishReason.ToolCalls, completion.FinishReason);
        Assert.Equal(
            ["""{"to":"sea"}""", """{"to":"hill"}"""],
            completion.ToolCalls.Select(call => call.FunctionArguments.ToString()));

        rig.Upstream.Script = Replies.Plain();
        await Client(rig).CompleteChatAsync(
            [
                .. Messages,
                new AssistantChatMessage(completion),
                .. completion.ToolCalls.Select(call => new ToolChatMessage(call.Id, "10 miles")),
            ],
            options,
            Stop);

        var sent = JsonElement.Parse(rig.Upstream.Seen.Last().Body);
        Assert.Equal("Be brief.", sent.GetProperty("system").GetString());
        var turns = sent.GetProperty("messages");
        Assert.Equal("""{"to":"hill"}""", turns[1].GetProperty("content")[1].GetProperty("input").GetRawText());
        Assert.Equal(
            ["a", "b"],
            turns[2].GetProperty("content").EnumerateArray().Select(r => r.GetProperty("tool_use_id").GetString()!));
    }

    [Fact]
    public async Task It_follows_the_arguments_of_a_call_as_they_stream()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        var begun = Replies.AnthropicEvents(100, 9);
        rig.Upstream.Script = Replies.Stream(
        [
            begun[0],
            Event("""
                {"type":"content_block_start","index":0,
                "content_block":{"type":"tool_use","id":"a","name":"distance","input":{}}}
                """),
            Event("""
                {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"to\":"}}
                """),
            Event("""
                {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"1}"}}
                """),
            .. begun[^3..],
        ]);
        var (name, arguments) = ("", "");

        await foreach (var update in Client(rig).CompleteChatStreamingAsync(Messages, cancellationToken: Stop))
        {
            foreach (var call in update.ToolCallUpdates)
                (name, arguments) = (name + call.FunctionName, arguments + call.FunctionArgumentsUpdate);
        }

        Assert.Equal(("distance", """{"to":1}"""), (name, arguments));
    }

    [Fact]
    public async Task It_sends_an_image()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        var image = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes("hi"u8.ToArray()), "image/png");

        await Client(rig).CompleteChatAsync(
            [new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is it?"), image)],
            cancellationToken: Stop);

        Assert.Contains(
            """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"aGk="}}""",
            Assert.Single(rig.Upstream.Seen).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_knows_an_error_by_its_status_and_its_words()
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.Anthropic);
        rig.Upstream.Script = Replies.Status(
            400, """{"type":"error","error":{"type":"invalid_request_error","message":"bad"},"request_id":"r"}""");

        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(rig).CompleteChatAsync(Messages, cancellationToken: Stop));

        Assert.Equal(400, error.Status);
        Assert.Contains("bad", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_gets_from_the_emulated_fleet_to_the_token_what_the_fleet_produced(bool streams)
    {
        await using var fleet = await EmulatedServer.StartAsync();
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Upstreams = [new UpstreamOptions(new Uri(fleet.Url), SpokenDialects.Anthropic)
            {
                Models = new Dictionary<string, string> { ["sonnet"] = "haiku" }.ToFrozenDictionary(),
            }],
        });
        var output = 0L;

        if (streams)
        {
            await foreach (var update in Client(rig).CompleteChatStreamingAsync(Messages, cancellationToken: Stop))
                output = update.Usage?.OutputTokenCount ?? output;
        }
        else
        {
            ChatCompletion completion = await Client(rig).CompleteChatAsync(Messages, cancellationToken: Stop);
            output = completion.Usage.OutputTokenCount;
        }

        Assert.Equal((40L, 40L), (output, fleet.Fleet.ProducedTokens));
    }

    private static string Event(string data) =>
        $"event: x\ndata: {data.Replace("\n", "", StringComparison.Ordinal)}\n\n";

    private static ChatClient Client(GatewayRig rig) => new(
        "claude-sonnet-5",
        new ApiKeyCredential(rig.Key),
        new OpenAIClientOptions
        {
            Endpoint = new Uri(rig.Url, "/v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });
}
