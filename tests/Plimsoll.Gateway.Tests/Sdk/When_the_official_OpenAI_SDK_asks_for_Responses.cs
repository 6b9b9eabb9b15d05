using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OpenAI.Responses;
using Plimsoll.Gateway.Tests.Emulation;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;
using static Plimsoll.Gateway.Tests.Sdk.ResponsesSdk;

// The SDK marks all of its Responses as subject to change.
#pragma warning disable OPENAI001

namespace Plimsoll.Gateway.Tests.Sdk;

/// <summary>Whether the upstream speaks Responses, Chat Completions or Messages, the client sees one API.</summary>
public class When_the_official_OpenAI_SDK_asks_for_Responses
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SpokenDialects.All)]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task It_gets_a_plain_answer(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Plain(speaks, 400, 100, "Not much further.");

        ResponseResult response = await Client(rig).CreateResponseAsync(Asked("How far?"), Stop);

        Assert.Equal("Not much further.", response.GetOutputText());
        Assert.Equal(ResponseStatus.Completed, response.Status);
        Assert.Equal((400, 100), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.StartsWith("resp_", response.Id, StringComparison.Ordinal);
        Assert.Null(response.Error);
    }

    [Theory]
    [InlineData(SpokenDialects.All)]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task It_follows_a_streamed_answer(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Replies.Stream(speaks switch
        {
            SpokenDialects.All => ResponsesReplies.Events(100, 9, "Not ", "much ", "further."),
            SpokenDialects.OpenAi => Replies.OpenAiEvents(100, 9, "Not ", "much ", "further."),
            _ => Replies.AnthropicEvents(100, 9, "Not ", "much ", "further."),
        });

        var updates = await All(rig, Asked("How far?", isStreamed: true));

        Assert.IsType<StreamingResponseCreatedUpdate>(updates[0]);
        Assert.IsType<StreamingResponseInProgressUpdate>(updates[1]);
        Assert.Equal(
            ["Not ", "much ", "further."],
            updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(update => update.Delta));
        Assert.Equal(
            "Not much further.", Assert.Single(updates.OfType<StreamingResponseOutputTextDoneUpdate>()).Text);
        var completed = Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]).Response;
        Assert.Equal("Not much further.", completed.GetOutputText());
        Assert.Equal(
            speaks == SpokenDialects.Anthropic ? (110, 7, 9) : (100, 4, 9),
            (completed.Usage.InputTokenCount,
                completed.Usage.InputTokenDetails.CachedTokenCount,
                completed.Usage.OutputTokenCount));
        Assert.Equal(Enumerable.Range(0, updates.Count), updates.Select(update => update.SequenceNumber));
        Assert.DoesNotContain(updates, u => u.GetType().Name.Contains("Unknown", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task It_calls_tools_several_at_once_and_tells_their_results(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Replies.Status(200, speaks == SpokenDialects.OpenAi
            ? """
              {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant",
              "content":null,"reasoning_content":"Two.","tool_calls":[
              {"id":"a","type":"function","function":{"name":"distance","arguments":"{\"to\":\"sea\"}"}},
              {"id":"b","type":"function","function":{"name":"distance","arguments":"{\"to\":\"hill\"}"}}]}}],
              "usage":{"prompt_tokens":5,"completion_tokens":5}}
              """
            : """
              {"id":"c","type":"message","role":"assistant","model":"m","stop_reason":"tool_use","stop_sequence":null,
              "content":[{"type":"thinking","thinking":"Two.","signature":"s"},
              {"type":"tool_use","id":"a","name":"distance","input":{"to":"sea"}},
              {"type":"tool_use","id":"b","name":"distance","input":{"to":"hill"}}],
              "usage":{"input_tokens":5,"output_tokens":5}}
              """);
        var asked = Asked("How far?");
        asked.Tools.Add(ResponseTool.CreateFunctionTool(
            "distance", BinaryData.FromString("""{"type":"object"}"""), strictModeEnabled: true));

        ResponseResult first = await Client(rig).CreateResponseAsync(asked, Stop);

        Assert.Equal("Two.", Assert.IsType<ReasoningResponseItem>(first.OutputItems[0]).GetSummaryText());
        var calls = first.OutputItems.OfType<FunctionCallResponseItem>().ToList();
        Assert.Equal(
            [("a", "distance", """{"to":"sea"}"""), ("b", "distance", """{"to":"hill"}""")],
            calls.Select(call => (call.CallId, call.FunctionName, call.FunctionArguments.ToString())));
        Assert.Equal("distance", Assert.IsType<FunctionTool>(Assert.Single(first.Tools)).FunctionName);

        rig.Upstream.Script = Plain(speaks, 5, 5, "Ten miles.");
        var second = Asked("How far?");
        foreach (var item in first.OutputItems)
            second.InputItems.Add(item);
        calls.ForEach(call => second.InputItems.Add(
            ResponseItem.CreateFunctionCallOutputItem(call.CallId, "10 miles")));
        ResponseResult last = await Client(rig).CreateResponseAsync(second, Stop);

        Assert.Equal("Ten miles.", last.GetOutputText());
        var turns = JsonElement.Parse(rig.Upstream.Seen.Last().Body).GetProperty("messages");
        var sent = turns.GetRawText();
        Assert.Contains(
            speaks == SpokenDialects.OpenAi
                ? "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"10 miles\"}"
                : "{\"type\":\"tool_result\",\"tool_use_id\":\"b\",\"content\":\"10 miles\"}",
            sent,
            StringComparison.Ordinal);
        Assert.Equal(speaks == SpokenDialects.OpenAi ? 4 : 3, turns.GetArrayLength());
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task It_follows_the_arguments_of_a_call_as_they_stream(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        var begun = Replies.AnthropicEvents(100, 9);
        rig.Upstream.Script = Replies.Stream(speaks == SpokenDialects.OpenAi
            ?
            [
                Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"distance","arguments":""}}]}"""),
                Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"to\":"}}]}"""),
                Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}"""),
                .. Replies.OpenAiEvents(100, 9)[1..],
            ]
            :
            [
                begun[0],
                Event("""
                    {"type":"content_block_start","index":0,
                    "content_block":{"type":"tool_use","id":"a","name":"distance","input":{}}}
                    """),
                Event("""
                    {"type":"content_block_delta","index":0,
                    "delta":{"type":"input_json_delta","partial_json":"{\"to\":"}}
                    """),
                Event("""
                    {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"1}"}}
                    """),
                .. begun[^3..],
            ]);

        var updates = await All(rig, Asked("How far?", isStreamed: true));

        Assert.Equal(
            ["""{"to":""", "1}"],
            updates.OfType<StreamingResponseFunctionCallArgumentsDeltaUpdate>().Select(u => u.Delta.ToString()));
        var done = Assert.Single(updates.OfType<StreamingResponseFunctionCallArgumentsDoneUpdate>());
        Assert.Equal("""{"to":1}""", done.FunctionArguments.ToString());
        var item = Assert.Single(updates.OfType<StreamingResponseOutputItemDoneUpdate>()).Item;
        Assert.Equal("distance", Assert.IsType<FunctionCallResponseItem>(item).FunctionName);
        Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]);
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task It_sends_an_image_and_asks_for_a_form(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Plain(speaks, 5, 5, "{}");
        var asked = Asked("What is it?");
        asked.InputItems.Add(ResponseItem.CreateUserMessageItem(
        [
            ResponseContentPart.CreateInputTextPart("This:"),
            ResponseContentPart.CreateInputImagePart(BinaryData.FromBytes("hi"u8.ToArray(), "image/png")),
        ]));
        asked.TextOptions = new ResponseTextOptions
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat(
                "answer", BinaryData.FromString("""{"type":"object"}"""), jsonSchemaIsStrict: true),
        };
        asked.ReasoningOptions = new ResponseReasoningOptions
        {
            ReasoningEffortLevel = ResponseReasoningEffortLevel.High,
        };
        asked.StoredOutputEnabled = false;

        ResponseResult response = await Client(rig).CreateResponseAsync(asked, Stop);

        Assert.Equal("{}", response.GetOutputText());
        var sent = Assert.Single(rig.Upstream.Seen).Body;
        Assert.Contains(
            speaks == SpokenDialects.OpenAi
                ? """{"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}"""
                : """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"aGk="}}""",
            sent,
            StringComparison.Ordinal);
        Assert.Contains("\"schema\":{\"type\":\"object\"}", sent, StringComparison.Ordinal);
        Assert.Contains("\"high\"", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpokenDialects.OpenAi)]
    [InlineData(SpokenDialects.Anthropic)]
    public async Task It_learns_that_an_answer_was_cut(SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        rig.Upstream.Script = Replies.Status(200, speaks == SpokenDialects.OpenAi
            ? """{"id":"c","choices":[{"finish_reason":"length","message":{"role":"assistant","content":"Ten"}}]}"""
            : """{"id":"c","content":[{"type":"text","text":"Ten"}],"stop_reason":"max_tokens"}""");

        ResponseResult response = await Client(rig).CreateResponseAsync(Asked("How far?"), Stop);

        Assert.Equal(ResponseStatus.Incomplete, response.Status);
        Assert.Equal(ResponseIncompleteStatusReason.MaxOutputTokens, response.IncompleteStatusDetails.Reason);
    }

    [Theory]
    [InlineData(SpokenDialects.All, false)]
    [InlineData(SpokenDialects.All, true)]
    [InlineData(SpokenDialects.OpenAi, false)]
    [InlineData(SpokenDialects.OpenAi, true)]
    [InlineData(SpokenDialects.Anthropic, false)]
    [InlineData(SpokenDialects.Anthropic, true)]
    public async Task It_gets_from_the_emulated_fleet_to_the_token_what_the_fleet_produced(
        SpokenDialects speaks, bool streams)
    {
        await using var fleet = await EmulatedServer.StartAsync();
        await using var rig = await GatewayRig.Begin(with: options => (options with
        {
            Upstreams = [new UpstreamOptions(new Uri(fleet.Url), speaks)],
        }).Named(new Dictionary<string, string> { ["sonnet"] = "haiku" }.ToFrozenDictionary()));

        ResponseResult response = streams
            ? Assert.IsType<StreamingResponseCompletedUpdate>(
                (await All(rig, Asked("How far?", isStreamed: true)))[^1]).Response
            : await Client(rig).CreateResponseAsync(Asked("How far?"), Stop);

        Assert.Equal((40L, 40L), (response.Usage.OutputTokenCount, fleet.Fleet.ProducedTokens));
        Assert.NotEmpty(response.GetOutputText());
    }

    private static Func<HttpContext, Task> Plain(SpokenDialects speaks, long input, long output, string text) =>
        speaks == SpokenDialects.All
            ? ResponsesReplies.Plain(input, output, text)
            : Replies.Plain(input, output, text);

    private static string Chunk(string delta) =>
        "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n";

    private static string Event(string data) => $"event: x\ndata: {data.ReplaceLineEndings("")}\n\n";
}
