using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>A whole answer of OpenAI's Chat Completions as one of Anthropic's Messages.</summary>
internal static class CompletionToMessage
{
    /// <summary>Writes the answer.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static void Write(Utf8JsonWriter json, JsonElement answer)
    {
        var choice = answer.Items("choices").FirstOrDefault();
        if (choice.Object("message") is not { } message)
            throw new InvalidDataException("The answer has no choice with a message.");
        json.WriteStartObject();
        json.WriteString("id", answer.Text("id"));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", answer.Text("model"));
        json.WriteStartArray("content");
        WriteContent(json, message);
        json.WriteEndArray();
        var stopSequence = StopReasons.SequenceOf(choice);
        var reason = StopReasons.OfChat(
            choice.Text("finish_reason"),
            message.Items("tool_calls").Any(),
            message.Said("refusal") is not null,
            stopSequence);
        json.WriteString("stop_reason", reason);
        json.WriteString("stop_sequence", reason == "stop_sequence" ? stopSequence : null);
        TokenCounts.OfChat(answer.Object("usage") ?? default).WriteMessage(json);
        json.WriteEndObject();
    }

    /// <summary>What was thought, then what is said, then what is called.</summary>
    private static void WriteContent(Utf8JsonWriter json, JsonElement message)
    {
        // Servers have either name for it.
        if ((message.Said("reasoning_content") ?? message.Said("reasoning")) is { } thought)
        {
            json.WriteStartObject();
            json.WriteString("type", "thinking");
            json.WriteCopy("thinking", thought);
            json.WriteString("signature", "");
            json.WriteEndObject();
        }

        WriteText(json, message.Said("content"));
        foreach (var part in message.Items("content"))
            WriteText(json, SaidIn(part));
        WriteText(json, message.Said("refusal"));
        foreach (var call in message.Items("tool_calls"))
        {
            if (call.Object("function") is not { } function)
                throw new InvalidDataException("The answer calls what is no function.");
            ToolCalls.WriteMessage(json, call.Text("id"), function);
        }
    }

    /// <summary>The text of a part of the content, which some servers give as a list; null: an empty one.</summary>
    /// <exception cref="InvalidDataException">It is a part of another kind.</exception>
    public static JsonElement? SaidIn(JsonElement part) => part.Text("type") switch
    {
        "text" => part.Said("text"),
        "refusal" => part.Said("refusal"),
        var other => throw new InvalidDataException($"The answer has a part of type '{other}'."),
    };

    private static void WriteText(Utf8JsonWriter json, JsonElement? said)
    {
        if (said is not { } text)
            return;
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteCopy("text", text);
        json.WriteEndObject();
    }
}
