using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Translation;

/// <summary>
/// Servers finish one call of a tool before they begin the next, but nothing says that they must: the deltas of several
/// may come in turns.
/// </summary>
public class When_calls_come_in_turns
{
    [Fact]
    public void An_Anthropic_client_gets_one_call_after_the_other()
    {
        var blocks = Blocks(
            Call(0, "a", ""),
            Call(1, "b", ""),
            More(0, "{\"x\":"),
            More(1, "{\"y\":"),
            More(1, "2}"),
            More(0, "\"}\"}"));

        Assert.Equal([("a", """{"x":"}"}"""), ("b", """{"y":2}""")], blocks);
    }

    [Fact]
    public void A_call_that_never_becomes_whole_holds_the_others_until_the_end()
    {
        var blocks = Blocks(Call(0, "a", ""), Call(1, "b", "{}"), Call(2, "c", "{\"z"), More(1, ""));

        Assert.Equal([("a", ""), ("b", "{}"), ("c", "{\"z")], blocks);
    }

    [Fact]
    public void Calls_under_one_number_are_told_apart_by_their_ids()
    {
        var blocks = Blocks(Call(0, "a", "{\"x\":"), Call(0, "b", "{\"y\":"), More(0, "1}", "a"), More(0, "2}", "b"));

        Assert.Equal([("a", """{"x":1}"""), ("b", """{"y":2}""")], blocks);
    }

    [Theory]
    [InlineData("""{"a":"\u007b"}""", true)]
    [InlineData("""{"a":"\\\"}"}""", true)]
    [InlineData("""{"a":[{}]""", false)]
    [InlineData("""{"a":"}""", false)]
    [InlineData("", false)]
    public void A_call_is_whole_when_its_object_is(string arguments, bool isWhole)
    {
        var begun = Translate(Call(0, "a", arguments), Call(1, "b", "{}"));

        // A call that is whole makes room for the next at once.
        Assert.Equal(isWhole, begun.Contains("\"id\":\"b\"", StringComparison.Ordinal));
    }

    [Fact]
    public void What_goes_back_to_a_call_that_has_ended_breaks_the_stream_off() =>
        Assert.Throws<InvalidDataException>(() => Translate(Call(0, "a", "{}"), Call(1, "b", ""), More(0, "1")));

    private static string Call(int index, string id, string arguments) =>
        Delta(index, $"\"id\":\"{id}\",\"type\":\"function\",", "\"name\":\"n\",", arguments);

    private static string More(int index, string arguments, string? id = null) =>
        Delta(index, id is null ? "" : $"\"id\":\"{id}\",", "", arguments);

    private static string Delta(int index, string members, string name, string arguments) =>
        $$$"""
        {"id":"x","model":"m","choices":[{"delta":{"tool_calls":[{"index":{{{index}}},{{{members}}}
        "function":{{{{name}}}"arguments":{{{JsonSerializer.Serialize(arguments)}}}}}]}}]}
        """;

    /// <summary>The calls that an Anthropic client gets, each with all of its input.</summary>
    private static List<(string Id, string Input)> Blocks(params string[] deltas)
    {
        var blocks = new List<(string Id, string Input)>();
        var text = Translate([.. deltas, """{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}""", "[DONE]"]);
        foreach (var line in text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)))
        {
            var data = JsonElement.Parse(line["data: ".Length..]);
            switch (data.GetProperty("type").GetString())
            {
                case "content_block_start":
                    Assert.Equal(blocks.Count, data.GetProperty("index").GetInt32());
                    blocks.Add((data.GetProperty("content_block").GetProperty("id").GetString()!, ""));
                    break;
                case "content_block_delta":
                    Assert.Equal(blocks.Count - 1, data.GetProperty("index").GetInt32());
                    var piece = data.GetProperty("delta").GetProperty("partial_json").GetString();
                    blocks[^1] = (blocks[^1].Id, blocks[^1].Input + piece);
                    break;
            }
        }

        return blocks;
    }

    private static string Translate(params string[] deltas)
    {
        var output = new ArrayBufferWriter<byte>();
        var asked = Encoding.UTF8.GetBytes(Question.Body(stream: true));
        Assert.True(ChatRequestReader.TryRead(asked, Dialect.Anthropic, out var request, out _));
        using var stream = Pair.AnthropicOverOpenAi.Events(output, request, "req_1", Pair.Created);
        foreach (var delta in deltas)
            stream.Read(Encoding.UTF8.GetBytes(delta));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
