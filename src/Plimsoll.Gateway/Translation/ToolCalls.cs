using System.Runtime.InteropServices;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>Tools and their calls: called with an object to Anthropic, with the text of one to OpenAI.</summary>
internal static class ToolCalls
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>Writes a list of tools as OpenAI's Chat Completions have it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="tools">The list in another dialect.</param>
    /// <param name="refusals">Takes what cannot be said.</param>
    /// <param name="write">Writes one of them, which stands at a place.</param>
    public static void WriteChatTools(
        Utf8JsonWriter json, JsonElement tools, Refusals refusals, Action<JsonElement, string> write)
    {
        if (tools.ValueKind != JsonValueKind.Array)
        {
            refusals.Unknown("tools", tools, "a list of tools");
            return;
        }

        // An empty list is no tool, which Chat Completions say by saying nothing.
        if (tools.GetArrayLength() == 0)
            return;
        json.WriteStartArray("tools");
        foreach (var (at, tool) in tools.EnumerateArray().Index())
            write(tool, $"tools[{at}]");
        json.WriteEndArray();
    }

    /// <summary>Writes a tool as OpenAI's Chat Completions have it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="tool">The tool in another dialect.</param>
    /// <param name="schema">Form of what it is called with; null: it has none.</param>
    public static void WriteChatTool(
        Utf8JsonWriter json, string? name, JsonElement tool, JsonElement? schema)
    {
        json.WriteStartObject();
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", name);
        if (tool.Text("description") is { } description)
            json.WriteString("description", description);
        if (schema is { } form)
            json.WriteCopy("parameters", form);
        if (tool.IsTrue("strict"))
            json.WriteBoolean("strict", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

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
        WriteInput(json, function.Arguments?.GetString());
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
