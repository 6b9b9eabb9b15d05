using System.Text.Json.Nodes;

namespace Plimsoll.Gateway.Tests.Translation;

/// <summary>Requests and answers of everything that the table of the translation says is kept, at random.</summary>
internal sealed class RandomConversation(int seed)
{
    private static readonly string[] Texts =
        ["", "How far?", "é\u0000\"\\", "line\nline", "🌊", "<&>", " blank ", "{\"a\":1}", "data:image/png;base64,x"];

    private readonly Random random = new(seed);
    private int calls;

    /// <summary>A request in Anthropic's dialect.</summary>
    public JsonObject Request()
    {
        var request = new JsonObject { ["model"] = Text(), ["max_tokens"] = random.Next(1, 9999) };
        Maybe(() => request["system"] = random.Next(2) == 0 ? Some() : new JsonArray(TextBlock(), TextBlock()));
        Maybe(() => request["stream"] = random.Next(2) == 0);
        Maybe(() => request["temperature"] = random.Next(101) / 100.0);
        Maybe(() => request["top_p"] = random.Next(101) / 100.0);
        Maybe(() => request["stop_sequences"] = Array(random.Next(1, 5), () => Some()));
        Maybe(() => request["metadata"] = new JsonObject { ["user_id"] = Text() });
        Maybe(() => request["service_tier"] = Any("auto", "standard_only"));
        Maybe(() => request["thinking"] = new JsonObject { ["type"] = "adaptive" });
        if (request["thinking"] is not null)
            request["output_config"] = new JsonObject { ["effort"] = Any("low", "medium", "high", "xhigh") };
        Maybe(() =>
        {
            request["tools"] = Array(random.Next(1, 4), Tool);
            request["tool_choice"] = Choice();
        });
        request["messages"] = Turns();
        return request;
    }

    /// <summary>An answer in Anthropic's dialect.</summary>
    public JsonObject Answer()
    {
        var content = new JsonArray();
        Maybe(() => content.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = Some(), ["signature"] = "" }));
        Maybe(() => content.Add(new JsonObject { ["type"] = "text", ["text"] = Some() }));
        var hasCalls = random.Next(2) == 0;
        if (hasCalls)
            Array(random.Next(1, 4), Call).ToList().ForEach(call => content.Add(call!.DeepClone()));
        return new JsonObject
        {
            ["id"] = Text(),
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = Text(),
            ["content"] = content,
            ["stop_reason"] = hasCalls ? "tool_use" : Any("end_turn", "max_tokens", "refusal"),
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = random.Next(1000),
                ["cache_creation_input_tokens"] = random.Next(1000),
                ["cache_read_input_tokens"] = random.Next(1000),
                ["output_tokens"] = random.Next(1000),
            },
        };
    }

    private JsonArray Turns()
    {
        var turns = new JsonArray();
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            turns.Add(Turn("user", UserContent([])));
            if (random.Next(3) == 0)
                turns.Add(Turn("system", JsonValue.Create(Some())));
            if (random.Next(3) == 0)
                turns.Add(Turn("user", UserContent([])));
            turns.Add(Turn("assistant", JsonValue.Create(Some())));
            if (random.Next(2) == 0)
                continue;
            var made = Array(random.Next(1, 4), Call);
            var said = new JsonArray();
            Maybe(() => said.Add(TextBlock()));
            made.ToList().ForEach(call => said.Add(call!.DeepClone()));
            turns.Add(Turn("user", JsonValue.Create(Some())));
            turns.Add(Turn("assistant", said));
            turns.Add(Turn("user", UserContent([.. made.Select(call => Result(call!["id"]!.GetValue<string>()))])));

            // A user's turn that follows would become one with the results.
            turns.Add(Turn("assistant", JsonValue.Create(Some())));
        }

        turns.Add(Turn("user", UserContent([])));
        return turns;
    }

    private JsonNode UserContent(IEnumerable<JsonNode> results)
    {
        var content = new JsonArray([.. results]);
        if (content.Count == 0 && random.Next(2) == 0)
            return JsonValue.Create(Text());
        if (content.Count == 0 || random.Next(2) == 0)
            Array(random.Next(2, 4), () => random.Next(3) == 0 ? Image() : TextBlock())
                .ToList().ForEach(block => content.Add(block!.DeepClone()));
        return content;
    }

    private JsonObject Result(string id) => new()
    {
        ["type"] = "tool_result",
        ["tool_use_id"] = id,
        ["content"] = random.Next(2) == 0 ? Text() : new JsonArray(TextBlock(), TextBlock()),
    };

    private JsonObject Image() => new()
    {
        ["type"] = "image",
        ["source"] = random.Next(2) == 0
            ? new JsonObject { ["type"] = "base64", ["media_type"] = "image/png", ["data"] = "aGk+/w==" }
            : new JsonObject { ["type"] = "url", ["url"] = "https://example.com/" + Text() },
    };

    private JsonObject Call() => new()
    {
        ["type"] = "tool_use",
        ["id"] = $"call_{calls++}",
        ["name"] = Some(),
        ["input"] = Input(3),
    };

    private JsonObject Input(int depth)
    {
        var input = new JsonObject();
        for (var left = random.Next(4); left > 0; left--)
        {
            input[$"{left}{Text()}"] = random.Next(5) switch
            {
                0 => null,
                1 => random.Next(2) == 0,
                2 => random.NextDouble() * 1e9,
                3 when depth > 0 => new JsonArray(Input(depth - 1), Text()),
                _ => Text(),
            };
        }

        return input;
    }

    private JsonObject Tool()
    {
        var tool = new JsonObject { ["name"] = Some(), ["input_schema"] = Input(3) };
        Maybe(() => tool["description"] = Text());
        Maybe(() => tool["strict"] = true);
        return tool;
    }

    private JsonObject Choice()
    {
        var choice = new JsonObject { ["type"] = Any("auto", "any", "none", "tool") };
        var type = choice["type"]!.GetValue<string>();
        if (type == "tool")
            choice["name"] = Some();
        if (type != "none" && random.Next(2) == 0)
            choice["disable_parallel_tool_use"] = true;
        return choice;
    }

    private static JsonObject Turn(string role, JsonNode? content) => new() { ["role"] = role, ["content"] = content };

    private JsonObject TextBlock() => new() { ["type"] = "text", ["text"] = Some() };

    private string Text() => Texts[random.Next(Texts.Length)];

    /// <summary>A text that is not empty.</summary>
    private string Some() => $"{Text()}.";

    private string Any(params string[] of) => of[random.Next(of.Length)];

    private void Maybe(Action add)
    {
        if (random.Next(2) == 0)
            add();
    }

    private static JsonArray Array(int count, Func<JsonNode> item) =>
        new([.. Enumerable.Range(0, count).Select(_ => item())]);
}
