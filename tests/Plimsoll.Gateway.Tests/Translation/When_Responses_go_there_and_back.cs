using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_Responses_go_there_and_back
{
    private const int Seeds = 300;

    [Fact]
    public void A_conversation_of_messages_told_as_items_is_what_it_was()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var request = new RandomConversation(seed).Request();
            Assert.True(Pair.AnthropicOverOpenAi.TryRequest(Bytes(request), out var chat, out _));
            var messages = JsonNode.Parse(chat)!["messages"]!.AsArray();
            var items = new JsonArray([.. messages.SelectMany(ItemsOf)]);
            var asked = new JsonObject { ["model"] = "m", ["input"] = items };

            var isSaid = ResponsesPair.Over("openai").TryRequest(Bytes(asked), out var back, out var refusal);

            Assert.True(isSaid, $"seed {seed}: {refusal?.Message}");
            AssertSame(messages, JsonNode.Parse(back!)!["messages"]!, seed);
        }
    }

    [Fact]
    public void An_answer_that_is_sent_again_as_input_says_what_it_said()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var message = Completion(seed)["choices"]![0]!["message"]!.AsObject();
            var answer = ResponsesPair.Over("openai").Answer(Bytes(Completion(seed)), Pair.Created);
            var output = JsonNode.Parse(answer)!["output"]!.AsArray();
            if (message["content"] is null && message["tool_calls"] is null)
                continue;
            var asked = new JsonObject { ["model"] = "m", ["input"] = output.DeepClone() };

            var isSaid = ResponsesPair.Over("openai").TryRequest(Bytes(asked), out var sent, out var refusal);

            Assert.True(isSaid, $"seed {seed}: {refusal?.Message}");
            var said = JsonNode.Parse(sent!)!["messages"]!.AsArray();
            message.Remove("refusal");
            if (message["reasoning_content"] is { } thought)
                message["reasoning"] = thought.DeepClone();
            AssertSame(new JsonArray(message.DeepClone()), said, seed);
        }
    }

    [Fact]
    public void A_stream_ends_with_the_response_that_the_whole_answer_is()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var completion = Completion(seed);
            var whole = JsonNode.Parse(ResponsesPair.Over("openai").Answer(Bytes(completion), Pair.Created))!;

            var events = Streamed(completion, new Random(seed));

            AssertSame(whole, events[^1]["response"]!, seed);
            AssertTold(events, seed);
        }
    }

    /// <summary>Every item is begun, told in pieces, told whole, and stands in the response as it was told.</summary>
    private static void AssertTold(List<JsonNode> events, int seed)
    {
        var output = events[^1]["response"]!["output"]!.AsArray();
        foreach (var (at, item) in output.Index())
        {
            var about = events.FindAll(data => data["output_index"]?.GetValue<int>() == at);
            Assert.Equal("response.output_item.added", about[0]["type"]!.GetValue<string>());
            Assert.Equal("response.output_item.done", about[^1]["type"]!.GetValue<string>());
            AssertSame(item!, about[^1]["item"]!, seed);
            var told = string.Concat(about.Select(data => data["delta"]?.GetValue<string>()));
            var whole = item!["arguments"] ?? item["summary"]?[0]?["text"] ?? item["content"]![0]!["text"];
            Assert.Equal(whole!.GetValue<string>(), told);
        }
    }

    private static JsonNode Completion(int seed) => JsonNode.Parse(
        Pair.OpenAiOverAnthropic.Answer(Bytes(new RandomConversation(seed).Answer()), Pair.Created))!;

    /// <summary>The answer in pieces of random lengths, translated.</summary>
    private static List<JsonNode> Streamed(JsonNode completion, Random random)
    {
        var output = new ArrayBufferWriter<byte>();
        using var stream = ResponsesPair.Begin("openai", output);
        var message = completion["choices"]![0]!["message"]!;
        Send(new JsonObject { ["role"] = "assistant", ["content"] = "" });
        foreach (var member in new[] { "reasoning_content", "content" })
        {
            foreach (var piece in Pieces(message[member]?.GetValue<string>() ?? "", random))
                Send(new JsonObject { [member] = piece });
        }

        foreach (var (at, call) in (message["tool_calls"]?.AsArray() ?? []).Index())
        {
            var name = call!["function"]!["name"]!.DeepClone();
            Send(Call(at, new JsonObject { ["name"] = name, ["arguments"] = "" }, call["id"]!.GetValue<string>()));
            foreach (var piece in Pieces(call["function"]!["arguments"]!.GetValue<string>(), random))
                Send(Call(at, new JsonObject { ["arguments"] = piece }));
        }

        Send([], completion["choices"]![0]!["finish_reason"]!.GetValue<string>());
        var usage = completion["usage"]!.DeepClone();
        stream.Read(Bytes(new JsonObject { ["choices"] = new JsonArray(), ["usage"] = usage }));
        stream.Read("[DONE]"u8);
        return
        [
            .. Encoding.UTF8.GetString(output.WrittenSpan).Split('\n')
                .Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
                .Select(line => JsonNode.Parse(line["data: ".Length..])!),
        ];

        void Send(JsonObject delta, string? finish = null) => stream.Read(Bytes(new JsonObject
        {
            ["id"] = completion["id"]!.DeepClone(),
            ["model"] = completion["model"]!.DeepClone(),
            ["choices"] = new JsonArray(new JsonObject { ["delta"] = delta, ["finish_reason"] = finish }),
        }));
    }

    private static JsonObject Call(int index, JsonObject function, string? id = null)
    {
        var call = new JsonObject { ["index"] = index, ["function"] = function };
        if (id is not null)
            call["id"] = id;
        return new JsonObject { ["tool_calls"] = new JsonArray(call) };
    }

    private static IEnumerable<string> Pieces(string text, Random random)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(text.Length - at, random.Next(1, 5));
            if (char.IsHighSurrogate(text[at + length - 1]))
                length++;
            yield return text.Substring(at, length);
            at += length;
        }
    }

    /// <summary>A message as the items that say the same.</summary>
    private static IEnumerable<JsonNode> ItemsOf(JsonNode? message)
    {
        var role = message!["role"]!.GetValue<string>();
        if (role == "tool")
        {
            yield return new JsonObject
            {
                ["type"] = "function_call_output",
                ["call_id"] = message["tool_call_id"]!.DeepClone(),
                ["output"] = Content(message["content"]!, "input_text"),
            };
            yield break;
        }

        if (message["content"] is { } content)
        {
            yield return new JsonObject
            {
                ["role"] = role,
                ["content"] = Content(content, role == "assistant" ? "output_text" : "input_text"),
            };
        }

        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
        {
            yield return new JsonObject
            {
                ["type"] = "function_call",
                ["call_id"] = call!["id"]!.DeepClone(),
                ["name"] = call["function"]!["name"]!.DeepClone(),
                ["arguments"] = call["function"]!["arguments"]!.DeepClone(),
            };
        }
    }

    private static JsonNode Content(JsonNode content, string type) => content is JsonArray parts
        ? new JsonArray([.. parts.Select(part => part!["text"] is { } text
            ? new JsonObject { ["type"] = type, ["text"] = text.DeepClone() }
            : new JsonObject { ["type"] = "input_image", ["image_url"] = part["image_url"]!["url"]!.DeepClone() })])
        : content.DeepClone();

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static void AssertSame(JsonNode expected, JsonNode found, int seed)
    {
        if (!JsonNode.DeepEquals(expected, found))
            Assert.Fail($"seed {seed}:\n{JsonSerializer.Serialize(expected)}\n{JsonSerializer.Serialize(found)}");
    }
}
