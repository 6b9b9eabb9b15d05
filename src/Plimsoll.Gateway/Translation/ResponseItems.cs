using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>The items of a response of OpenAI's. Texts are JSON texts already, with their quotes.</summary>
internal static class ResponseItems
{
    /// <summary>Writes what was thought; nothing yet where <paramref name="thought"/> is empty.</summary>
    public static void WriteReasoning(Utf8JsonWriter json, string id, ReadOnlySpan<byte> thought)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", "reasoning");
        json.WriteStartArray("summary");
        if (!thought.IsEmpty)
            WriteSummary(json, thought);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the part of an item that has what was thought.</summary>
    public static void WriteSummary(Utf8JsonWriter json, ReadOnlySpan<byte> thought)
    {
        json.WriteStartObject();
        json.WriteString("type", "summary_text");
        json.WriteRaw("text", thought);
        json.WriteEndObject();
    }

    /// <summary>Writes what is said, up to its parts, for which a list is open then.</summary>
    public static void BeginMessage(Utf8JsonWriter json, string id, string status)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", "message");
        json.WriteString("status", status);
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
    }

    /// <summary>Ends a message.</summary>
    public static void EndMessage(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes a part of a message.</summary>
    public static void WritePart(Utf8JsonWriter json, bool isRefusal, ReadOnlySpan<byte> said)
    {
        json.WriteStartObject();
        if (isRefusal)
        {
            json.WriteString("type", "refusal");
            json.WriteRaw("refusal", said);
        }
        else
        {
            json.WriteString("type", "output_text");
            json.WriteStartArray("annotations");
            json.WriteEndArray();
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
            json.WriteRaw("text", said);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the call of a function.</summary>
    public static void WriteCall(
        Utf8JsonWriter json, string id, string status, ResponseCall call, ReadOnlySpan<byte> arguments)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", "function_call");
        json.WriteString("status", status);
        json.WriteRaw("arguments", arguments);
        json.WriteString("call_id", call.Id);
        json.WriteString("name", call.Name);
        if (call.Namespace is { } space)
            json.WriteString("namespace", space);
        json.WriteEndObject();
    }
}
