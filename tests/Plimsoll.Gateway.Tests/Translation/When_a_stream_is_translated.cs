using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Translation;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_a_stream_is_translated
{
    public static TheoryData<string, string> Pairs => Pair.All("streams");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void It_says_the_same_event_by_event(string name, string into)
    {
        var pair = Pair.Read("streams", name);
        var (from, approved) = into == "openai" ? (pair.Anthropic, pair.OpenAi) : (pair.OpenAi, pair.Anthropic);

        var text = Translate(into, [Encode(into == "openai" ? "anthropic" : "openai", from)]);

        var events = Events(text).FindAll(data => data is not "" and not "[DONE]");
        Pair.AssertSame(approved, JsonElement.Parse($"[{string.Join(',', events)}]"));
        Assert.EndsWith(
            into == "openai"
                ? "\n\ndata: [DONE]\n\n"
                : "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void It_says_the_same_at_every_boundary(string name, string into)
    {
        var pair = Pair.Read("streams", name);
        var bytes = into == "openai" ? Encode("anthropic", pair.Anthropic) : Encode("openai", pair.OpenAi);
        var whole = Translate(into, [bytes]);

        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(whole, Translate(into, [bytes[..cut], bytes[cut..]]));
        Assert.Equal(whole, Translate(into, bytes.Select(b => new[] { b })));
    }

    [Fact]
    public void Its_usage_is_told_only_to_a_client_that_asked_for_it()
    {
        var pair = Pair.Read("streams", "text-of-anthropic");

        var text = Translate("openai", [Encode("anthropic", pair.Anthropic)], Question.Body(stream: true));

        Assert.DoesNotContain("usage", text, StringComparison.Ordinal);
        Assert.EndsWith("\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pings_and_comments_keep_the_connection_alive_on_the_other_side_too()
    {
        Assert.Equal(":\n\n", Translate("openai", ["event: ping\ndata: {\"type\":\"ping\"}\n\n"u8.ToArray()]));
        Assert.Equal(":\n\n", Translate("anthropic", [": waiting\n\n"u8.ToArray()]));
    }

    [Fact]
    public void An_error_in_it_is_told_in_the_clients_form_and_nothing_follows()
    {
        var toOpenAi = Translate("openai",
        [
            """
            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}

            event: message_stop
            data: {"type":"message_stop"}


            """u8.ToArray(),
        ]);
        var toAnthropic = Translate("anthropic",
        [
            """
            data: {"error":{"message":"Too much","type":"server_error","param":null,"code":"overloaded"}}

            data: [DONE]


            """u8.ToArray(),
        ]);

        Assert.Equal(
            """
            data: {"error":{"message":"Overloaded","type":"server_error","param":null,"code":"overloaded"}}


            """,
            toOpenAi);
        Assert.Equal(
            """
            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Too much"},"request_id":"req_1"}


            """,
            toAnthropic);
    }

    [Theory]
    [InlineData("anthropic", "data: {\"choices\"\n\n")]
    [InlineData("anthropic", "data: [DONE]\n\n")]
    [InlineData("anthropic", "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\"}]}}]}\n\n")]
    [InlineData(
        "anthropic",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"n\"}}," +
        "{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{}\"}}]}}]}\n\n")]
    [InlineData("anthropic", "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"chart\"}]}}]}\n\n")]
    [InlineData("openai", "data: 7 7\n\n")]
    [InlineData("openai", "data: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"mcp_tool_use\"}}\n\n")]
    [InlineData("openai", "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"other_delta\"}}\n\n")]
    public void What_cannot_be_said_there_breaks_it_off(string into, string text) =>
        Assert.Throws<InvalidDataException>(() => Translate(into, [Encoding.UTF8.GetBytes(text)]));

    [Fact]
    public void An_event_that_is_not_known_is_passed_over() =>
        Assert.Equal("", Translate("openai", ["data: {\"type\":\"message_note\"}\n\n"u8.ToArray()]));

    [Theory]
    [InlineData("anthropic", 72)]
    [InlineData("openai", 184)]
    public void An_event_of_text_allocates_no_more_than_its_budget(string into, long budget)
    {
        var pair = Pair.Read("streams", into == "openai" ? "text-of-anthropic" : "text");
        var from = into == "openai" ? pair.Anthropic : pair.OpenAi;
        var output = new ArrayBufferWriter<byte>(4096);
        using var stream = Begin(into, output);
        foreach (var data in from.EnumerateArray().Take(into == "openai" ? 3 : 1))
            stream.Read(Encoding.UTF8.GetBytes(data.GetRawText()));
        var text = Encoding.UTF8.GetBytes(from[into == "openai" ? 3 : 1].GetRawText());

        var allocated = Allocations.Of(() =>
        {
            output.ResetWrittenCount();
            stream.Read(text);
        });

        Assert.InRange(allocated, 0, budget);
    }

    private static byte[] Encode(string dialect, JsonElement events)
    {
        var text = string.Concat(events.EnumerateArray().Select(data => dialect == "anthropic"
            ? $"event: {data.GetProperty("type").GetString()}\ndata: {data.GetRawText()}\n\n"
            : $"data: {data.GetRawText()}\n\n"));
        return Encoding.UTF8.GetBytes(dialect == "anthropic" ? text : text + "data: [DONE]\n\n");
    }

    private static string Translate(string into, IEnumerable<byte[]> pieces, string? asked = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var events = new SseReader();
        using var stream = Begin(into, output, asked);
        foreach (var piece in pieces)
        {
            events.Append(piece);
            while (events.TryRead(out _))
                stream.Read(events.Data);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static EventTranslator Begin(string into, ArrayBufferWriter<byte> output, string? asked = null)
    {
        var dialect = into == "openai" ? Dialect.OpenAi : Dialect.Anthropic;
        asked ??= Question.Body(stream: true).Insert(1, "\"stream_options\":{\"include_usage\":true},");
        Assert.True(ChatRequestReader.TryRead(Encoding.UTF8.GetBytes(asked), dialect, out var request, out _));
        var translator = into == "openai" ? Pair.OpenAiOverAnthropic : Pair.AnthropicOverOpenAi;
        return translator.Events(output, request, "req_1", Pair.Created);
    }

    private static List<string> Events(string text)
    {
        var events = new SseReader();
        events.Append(Encoding.UTF8.GetBytes(text));
        var all = new List<string>();
        while (events.TryRead(out _))
            all.Add(Encoding.UTF8.GetString(events.Data));
        return all;
    }
}
