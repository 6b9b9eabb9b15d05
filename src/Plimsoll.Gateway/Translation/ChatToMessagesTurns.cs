using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>The messages of an OpenAI request as the system prompt and the turns of an Anthropic one.</summary>
internal sealed class ChatToMessagesTurns(Utf8JsonWriter json, Refusals refusals)
{
    /// <summary>Whether a turn of the user is open that began with results of tools.</summary>
    private bool isOpen;

    /// <summary>Writes them.</summary>
    public void Write(JsonElement request)
    {
        var messages = request.Items("messages").ToList();
        var first = messages.TakeWhile(IsSystem).Count();
        WriteSystem(messages[..first]);
        json.WriteStartArray("messages");
        var (last, role) = (0, (string?)null);
        foreach (var (at, message) in messages.Index().Skip(first))
        {
            (last, role) = (at, message.Text("role"));
            WriteTurn(message, role, $"messages[{at}]");
        }

        Close();
        if (first > 0 && first == messages.Count)
            refusals.Add("messages", "has nothing but a system prompt; expected a turn of the user's");
        if (role == "assistant")
            refusals.Add($"messages[{last}]", "is the assistant's, which is continued there; expected the user's last");
        json.WriteEndArray();
    }

    private static bool IsSystem(JsonElement message) => message.Text("role") is "system" or "developer";

    /// <summary>What the conversation begins with is the system prompt.</summary>
    private void WriteSystem(List<JsonElement> messages)
    {
        var texts = new List<string>();
        foreach (var (at, message) in messages.Index())
        {
            refusals.Others(message, $"messages[{at}]", "role", "content");
            texts.AddRange(TextsOf(message, $"messages[{at}]"));
        }

        if (texts.Count > 0)
            WriteTexts("system", texts);
    }

    private void WriteTurn(JsonElement message, string? role, string place)
    {
        switch (role)
        {
            case "user":
                refusals.Others(message, place, "role", "content");
                WriteUser(message, place);
                break;
            case "tool":
                refusals.Others(message, place, "role", "content", "tool_call_id", "name");
                WriteResult(message, place);
                break;
            case "assistant":
                Close();
                WriteAssistant(message, place);
                break;
            case "system" or "developer":
                Close();
                refusals.Others(message, place, "role", "content");
                json.WriteStartObject();
                json.WriteString("role", "system");
                WriteTexts("content", TextsOf(message, place));
                json.WriteEndObject();
                break;
            default:
                refusals.Add($"{place}.role", "is not known; expected system, developer, user, assistant or tool");
                break;
        }
    }

    private void WriteUser(JsonElement message, string place)
    {
        // What the user says beside the results of tools stands in one turn with them.
        if (isOpen)
        {
            WriteParts(message, place);
            Close();
            return;
        }

        json.WriteStartObject();
        json.WriteString("role", "user");
        if (message.Text("content") is { } text)
        {
            json.WriteString("content", text);
        }
        else
        {
            json.WriteStartArray("content");
            WriteParts(message, place);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteParts(JsonElement message, string place)
    {
        if (message.Text("content") is { } text)
            WriteText(text);
        else if (message.Find("content") is not { ValueKind: JsonValueKind.Array })
            refusals.Add($"{place}.content", "is neither a text nor a list of parts");
        foreach (var (at, part) in message.Items("content").Index())
        {
            if (part.Text("type") == "image_url")
                WriteImage(part, $"{place}.content[{at}]");
            else
                WriteText(TextOf(part, $"{place}.content[{at}]"));
        }
    }

    private void WriteResult(JsonElement message, string place)
    {
        if (!isOpen)
        {
            json.WriteStartObject();
            json.WriteString("role", "user");
            json.WriteStartArray("content");
            isOpen = true;
        }

        json.WriteStartObject();
        json.WriteString("type", "tool_result");
        json.WriteString("tool_use_id", message.Text("tool_call_id"));
        WriteTexts("content", TextsOf(message, place));
        json.WriteEndObject();
    }

    private void Close()
    {
        if (!isOpen)
            return;
        json.WriteEndArray();
        json.WriteEndObject();
        isOpen = false;
    }

    private void WriteAssistant(JsonElement message, string place)
    {
        refusals.Others(
            message, place, "role", "content", "refusal", "tool_calls", "reasoning", "reasoning_content",
            "reasoning_details", "annotations", "parsed");
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        var hasCalls = message.Items("tool_calls").Any();
        var texts = message.Find("content") is null && (hasCalls || message.Find("refusal") is not null)
            ? []
            : TextsOf(message, place);
        if (message.Text("refusal") is { Length: > 0 } refusal)
            texts.Add(refusal);
        if (texts.Count == 1 && !hasCalls)
        {
            json.WriteString("content", texts[0]);
        }
        else
        {
            json.WriteStartArray("content");
            texts.Where(text => text.Length > 0).ToList().ForEach(WriteText);
            foreach (var (at, call) in message.Items("tool_calls").Index())
                WriteCall(call, $"{place}.tool_calls[{at}]");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteCall(JsonElement call, string place)
    {
        if (call.Text("type") is not (null or "function") || call.Object("function") is not { } function)
        {
            refusals.Unknown(place, call, "a call of type function");
            return;
        }

        ToolCalls.WriteMessage(json, call.Text("id"), function);
    }

    /// <summary>An image's detail is a hint, and left out.</summary>
    private void WriteImage(JsonElement part, string place)
    {
        const string binary = ";base64,";
        refusals.Others(part, place, "type", "image_url");
        var url = part.Object("image_url")?.Text("url") ?? "";
        var data = url.StartsWith("data:", StringComparison.Ordinal)
            ? url.IndexOf(binary, StringComparison.Ordinal)
            : -1;
        json.WriteStartObject();
        json.WriteString("type", "image");
        json.WriteStartObject("source");
        if (data > 0)
        {
            json.WriteString("type", "base64");
            json.WriteString("media_type", url.AsSpan("data:".Length..data));
            json.WriteString("data", url.AsSpan(data + binary.Length));
        }
        else if (url.StartsWith("https://", StringComparison.Ordinal)
            || url.StartsWith("http://", StringComparison.Ordinal))
        {
            json.WriteString("type", "url");
            json.WriteString("url", url);
        }
        else
        {
            refusals.Add($"{place}.image_url.url", "is neither https://… nor data:…;base64,…");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private List<string> TextsOf(JsonElement message, string place)
    {
        var content = message.Find("content") ?? default;
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return [content.GetString()!];
            case JsonValueKind.Array:
                return
                [
                    .. content.EnumerateArray().Index().Select(p => TextOf(p.Item, $"{place}.content[{p.Index}]")),
                ];
            default:
                refusals.Add($"{place}.content", "is neither a text nor a list of parts");
                return [];
        }
    }

    /// <summary>The text of a part; of any other part it is noted that it cannot be said.</summary>
    private string TextOf(JsonElement part, string place)
    {
        switch (part.Text("type"))
        {
            case "text":
                refusals.Others(part, place, "type", "text");
                return part.Text("text") ?? "";
            case "refusal":
                return part.Text("refusal") ?? "";
            default:
                refusals.Add(place, $"is a part of type {part.Text("type") ?? "unknown"}, which cannot stand here");
                return "";
        }
    }

    private void WriteTexts(string member, List<string> texts)
    {
        if (texts.Count == 1)
        {
            json.WriteString(member, texts[0]);
            return;
        }

        json.WriteStartArray(member);
        texts.ForEach(WriteText);
        json.WriteEndArray();
    }

    private void WriteText(string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
