using System.Text.Json;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>A whole answer of Anthropic's Messages as one of OpenAI's Chat Completions.</summary>
internal static class MessageToCompletion
{
    /// <summary>Writes the answer.</summary>
    /// <exception cref="InvalidDataException">It is none, or has content that was not asked for.</exception>
    public static void Write(Utf8JsonWriter json, JsonElement answer, Instant now)
    {
        if (answer.Find("content") is not { ValueKind: JsonValueKind.Array } content)
            throw new InvalidDataException("The answer has no content.");
        json.WriteStartObject();
        json.WriteString("id", answer.Text("id"));
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", now.UnixSeconds);
        json.WriteString("model", answer.Text("model"));
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        WriteMessage(json, content);
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", StopReasons.OfMessage(answer.Text("stop_reason")));
        json.WriteEndObject();
        json.WriteEndArray();
        TokenCounts.OfMessage(answer.Object("usage") ?? default, default).WriteChat(json);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, JsonElement content)
    {
        var (texts, thoughts, calls) = (new List<string?>(), new List<string?>(), new List<JsonElement>());
        foreach (var block in content.EnumerateArray())
        {
            switch (block.Text("type"))
            {
                case "text":
                    texts.Add(block.Text("text"));
                    break;
                case "thinking":
                    thoughts.Add(block.Text("thinking"));
                    break;
                case "tool_use":
                    calls.Add(block);
                    break;
                case "redacted_thinking":
                    break;
                case var other:
                    throw new InvalidDataException($"The answer has a block of type '{other}'.");
            }
        }

        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", texts.Count == 0 ? null : string.Concat(texts));
        json.WriteNull("refusal");
        if (thoughts.Count > 0)
            json.WriteString("reasoning_content", string.Concat(thoughts));
        ToolCalls.WriteChat(json, calls);
        json.WriteEndObject();
    }
}
