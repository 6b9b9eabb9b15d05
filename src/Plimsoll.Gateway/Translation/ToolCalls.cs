using System.Runtime.InteropServices;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>Calls of tools: what they are called with is to Anthropic an object, to OpenAI the text of one.</summary>
internal static class ToolCalls
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>Writes Anthropic's <c>tool_use</c> blocks as OpenAI's <c>tool_calls</c>; of none nothing.</summary>
    public static void WriteChat(Utf8JsonWriter json, List<JsonElement> blocks)
    {
        if (blocks.Count == 0)
            return;
        json.WriteStartArray("tool_calls");
        foreach (var block in blocks)
        {
            json.WriteStartObject();
            json.WriteString("id", block.Text("id"));
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", block.Text("name"));
            WriteArguments(json, block.Find("input"));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one of OpenAI's <c>tool_calls</c> as Anthropic's <c>tool_use</c> block.</summary>
    public static void WriteMessage(Utf8JsonWriter json, string? id, JsonElement function)
    {
        json.WriteStartObject();
        json.WriteString("type", "tool_use");
        json.WriteString("id", id);
        json.WriteString("name", function.Text("name"));
        WriteInput(json, function.Text("arguments"));
        json.WriteEndObject();
    }

    /// <summary>Writes an object as its text, byte for byte.</summary>
    public static void WriteArguments(Utf8JsonWriter json, JsonElement? input)
    {
        if (input is { } value)
            json.WriteString("arguments", JsonMarshal.GetRawUtf8Value(value));
        else
            json.WriteString("arguments", "{}"u8);
    }

    /// <summary>
    /// Writes a text as an object, byte for byte. One that is none, because the model wrote it wrong or was cut off, is
    /// wrapped as Anthropic's documentation of streamed tool input does it.
    /// </summary>
    private static void WriteInput(Utf8JsonWriter json, string? arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
            arguments = "{}";
        try
        {
            using var parsed = JsonDocument.Parse(arguments, Deep);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
            {
                json.WritePropertyName("input");
                json.WriteRawValue(arguments, skipInputValidation: true);
                return;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        json.WriteStartObject("input");
        json.WriteString("INVALID_JSON", arguments);
        json.WriteEndObject();
    }
}
