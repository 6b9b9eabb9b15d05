using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_Responses_are_translated
{
    public static TheoryData<string, string> Requests => ResponsesPair.All("requests");

    public static TheoryData<string, string> Answers => ResponsesPair.All("answers");

    public static TheoryData<string, string> Streams => ResponsesPair.All("streams");

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_says_the_same(string name, string upstream)
    {
        var pair = ResponsesPair.Read("requests", name);
        var asked = Encoding.UTF8.GetBytes(pair.GetProperty("responses").GetRawText());

        var isSaid = ResponsesPair.Over(upstream).TryRequest(asked, out var translated, out var refusal);

        Assert.True(isSaid, refusal?.Message);
        Pair.AssertSame(pair.GetProperty(upstream), JsonElement.Parse(translated!));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_says_the_same(string name, string upstream)
    {
        var pair = ResponsesPair.Read("answers", name);
        var body = Encoding.UTF8.GetBytes(pair.GetProperty(upstream).GetRawText());

        var answer = JsonElement.Parse(ResponsesPair.Over(upstream).Answer(body, Pair.Created));

        Pair.AssertSame(Normal(pair.GetProperty("responses")), Normal(answer));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_says_the_same_event_by_event(string name, string upstream)
    {
        var pair = ResponsesPair.Read("streams", name);

        var text = Translate(upstream, [ResponsesPair.Encode(upstream, pair.GetProperty(upstream))]);

        // Each event is named as its data says, and no mark follows the last.
        var lines = text.TrimEnd('\n').Split("\n\n").Select(item => item.Split('\n')).ToList();
        var events = lines.ConvertAll(item => item[1]["data: ".Length..]);
        Pair.AssertSame(pair.GetProperty("responses"), JsonElement.Parse($"[{string.Join(',', events)}]"));
        Assert.All(lines, item => Assert.Equal(
            "event: " + JsonElement.Parse(item[1]["data: ".Length..]).GetProperty("type").GetString(), item[0]));
        Assert.Equal(
            Enumerable.Range(0, events.Count),
            events.Select(data => JsonElement.Parse(data).GetProperty("sequence_number").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_says_the_same_at_every_boundary(string name, string upstream)
    {
        var pair = ResponsesPair.Read("streams", name);
        var bytes = ResponsesPair.Encode(upstream, pair.GetProperty(upstream));
        var whole = Translate(upstream, [bytes]);

        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(whole, Translate(upstream, [bytes[..cut], bytes[cut..]]));
        Assert.Equal(whole, Translate(upstream, bytes.Select(b => new[] { b })));
    }

    [Fact]
    public void Half_a_character_at_the_end_of_a_delta_is_whole_again_in_the_text()
    {
        var text = Translate("openai",
        [
            """
            data: {"id":"x","model":"m","choices":[{"delta":{"content":"\ud83c"}}]}

            data: {"id":"x","model":"m","choices":[{"delta":{"content":"\udf0a"},"finish_reason":"stop"}]}

            data: [DONE]


            """u8.ToArray(),
        ]);

        var last = text[(text.LastIndexOf("data: ", StringComparison.Ordinal) + "data: ".Length)..];
        var response = JsonElement.Parse(last).GetProperty("response");
        Assert.Equal("🌊", response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public void Its_answer_repeats_what_it_asked_and_says_that_nothing_is_kept(string upstream)
    {
        var translator = ResponsesPair.Over(upstream);
        var asked = """
            {"model":"m","input":"?","instructions":"Be brief.","store":true,"metadata":{"a":"b"},"temperature":0.5,
             "tools":[{"type":"function","name":"now"}],"tool_choice":"required","max_output_tokens":9}
            """u8.ToArray();
        Assert.True(translator.TryRequest(asked, out _, out _));
        var answers = ResponsesPair.Read("answers", "cut-at-the-bound");

        var answer = JsonElement.Parse(
            translator.Answer(Encoding.UTF8.GetBytes(answers.GetProperty(upstream).GetRawText()), Pair.Created));

        Pair.AssertSame(
            JsonElement.Parse("""
                {"instructions":"Be brief.","max_output_tokens":9,"max_tool_calls":null,"metadata":{"a":"b"},
                 "parallel_tool_calls":true,"prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},
                 "safety_identifier":null,"temperature":0.5,"text":{"format":{"type":"text"}},"tool_choice":"required",
                 "tools":[{"type":"function","name":"now"}],"top_logprobs":0,"top_p":1,"truncation":"disabled",
                 "user":null,"previous_response_id":null,"background":false,"store":false}
                """),
            JsonSerializer.SerializeToElement(answer.EnumerateObject()
                .SkipWhile(member => member.Name != "usage").Skip(1).ToDictionary(m => m.Name, m => m.Value)));
    }

    [Fact]
    public void A_call_is_told_in_the_namespace_in_which_its_function_was_given()
    {
        var translator = ResponsesPair.Over("openai");
        var asked = ResponsesPair.Read("requests", "namespaces").GetProperty("responses").GetRawText();
        Assert.True(translator.TryRequest(Encoding.UTF8.GetBytes(asked), out _, out _));
        const string call = """{"index":0,"id":"b","function":{"name":"agents__ask","arguments":"{}"}}""";
        var output = new ArrayBufferWriter<byte>();

        var whole = JsonElement.Parse(translator.Answer(
            Encoding.UTF8.GetBytes($$$"""{"choices":[{"message":{"tool_calls":[{{{call}}}]}}]}"""), Pair.Created));
        using (var stream = ResponsesPair.Begin(translator, output))
        {
            stream.Read(Encoding.UTF8.GetBytes($$$"""{"choices":[{"delta":{"tool_calls":[{{{call}}}]}}]}"""));
            stream.Read("[DONE]"u8);
        }

        var item = whole.GetProperty("output")[0];
        Assert.Equal(("ask", "agents"), (
            item.GetProperty("name").GetString(), item.GetProperty("namespace").GetString()));
        var told = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.DoesNotContain("agents__ask", told, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"ask\",\"namespace\":\"agents\"", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai", "{}")]
    [InlineData("openai", """{"choices":[{"message":{"content":"Te"},"finish_reason":"abort"}]}""")]
    [InlineData("openai", """{"choices":[{"message":{"content":[{"type":"chart"}]},"finish_reason":"stop"}]}""")]
    [InlineData("openai", """{"choices":[{"message":{"tool_calls":[{"type":"custom"}]},"finish_reason":"stop"}]}""")]
    [InlineData("anthropic", """{"content":"Ten"}""")]
    [InlineData("anthropic", """{"content":[{"type":"server_tool_use"}]}""")]
    public void An_answer_that_is_none_counts_as_a_failure_of_the_upstream(string upstream, string answer) =>
        Assert.Throws<InvalidDataException>(
            () => ResponsesPair.Over(upstream).Answer(Encoding.UTF8.GetBytes(answer), Pair.Created));

    [Theory]
    [InlineData("data: {\"choices\"\n\n")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\"}]}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"chart\"}]}}]}\n\n")]
    public void What_cannot_be_said_breaks_a_stream_off(string text) =>
        Assert.Throws<InvalidDataException>(() => Translate("openai", [Encoding.UTF8.GetBytes(text)]));

    [Theory]
    [InlineData("openai", ": waiting\n\n")]
    [InlineData("anthropic", "event: ping\ndata: {\"type\":\"ping\"}\n\n")]
    public void Pings_and_comments_keep_the_connection_alive(string upstream, string ping) =>
        Assert.Equal(":\n\n", Translate(upstream, [Encoding.UTF8.GetBytes(ping)]));

    [Theory]
    [InlineData("openai", 72)]
    [InlineData("anthropic", 256)]
    public void An_event_of_text_allocates_no_more_than_its_budget(string upstream, long budget)
    {
        var from = ResponsesPair.Read("streams", "tools-after-thinking").GetProperty(upstream);
        var at = upstream == "openai" ? 3 : 7;
        var output = new ArrayBufferWriter<byte>(1 << 16);
        using var stream = ResponsesPair.Begin(upstream, output);
        foreach (var data in from.EnumerateArray().Take(at))
            stream.Read(Encoding.UTF8.GetBytes(data.GetRawText()));
        var text = Encoding.UTF8.GetBytes(from[at].GetRawText());
        for (var warm = 0; warm < 100; warm++)
            stream.Read(text);

        // The whole text is kept, in a buffer that grows now and then; 200 bytes are within its room.
        var allocated = Allocations.Of(() =>
        {
            output.ResetWrittenCount();
            stream.Read(text);
        });

        Assert.InRange(allocated, 0, budget);
    }

    /// <summary>Translates a stream that arrives in pieces.</summary>
    private static string Translate(string upstream, IEnumerable<byte[]> pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var events = new SseReader();
        using var stream = ResponsesPair.Begin(upstream, output);
        foreach (var piece in pieces)
        {
            events.Append(piece);
            while (events.TryRead(out _))
                stream.Read(events.Data);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The arguments of a call as an upstream of objects writes them have no blanks.</summary>
    private static JsonElement Normal(JsonElement answer) =>
        JsonElement.Parse(answer.GetRawText().Replace("{\\\"to\\\": 1}", "{\\\"to\\\":1}", StringComparison.Ordinal));
}
