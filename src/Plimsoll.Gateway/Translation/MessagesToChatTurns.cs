using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>The system prompt and the turns of an Anthropic request as the messages of an OpenAI one.</summary>
internal sealed class MessagesToChatTurns(Utf8JsonWriter json, Refusals refusals)
{
    /// <summary>Writes them.</summary>
    public void Write(JsonElement request)
    {
        json.WriteStartArray("messages");
        if (request.Find("system") is { } system)
            WriteTexts("system", system, "system");
        var (last, role) = (0, (string?)null);
        foreach (var (at, message) in request.Items("messages").Index())
        {
            (last, role) = (at, message.Text("role"));
            WriteTurn(message, $"messages[{at}]");
        }

        if (role == "assistant")
            refusals.Add($"messages[{last}]", "is the assistant's, to be continued; expected the user's turn last");
        json.WriteEndArray();
    }

    private void WriteTurn(JsonElement message, string place)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            refusals.Unknown(place, message, "a message");
            return;
        }

        refusals.Others(message, place, "role", "content");
        var content = message.Find("content") ?? default;
        switch (message.Text("role"))
        {
            case "user" when content.ValueKind == JsonValueKind.Array:
                WriteUser(content, $"{place}.content");
                break;
            case "assistant" when content.ValueKind == JsonValueKind.Array:
                WriteAssistant(content, $"{place}.content");
                break;
            case "user" or "assistant" or "system":
                WriteTexts(message.Text("role")!, content, $"{place}.content");
                break;
            default:
                refusals.Add($"{place}.role", "is not known; expected user or assistant");
                break;
        }
    }

    /// <summary>Writes a message that has nothing but text.</summary>
    private void WriteTexts(string role, JsonElement content, string place)
    {
        Open(role);
        if (content.ValueKind == JsonValueKind.Array)
            WriteContent([.. content.EnumerateArray().Index().Select(p => Text(p.Item, $"{place}[{p.Index}]"))]);
        else if (content.ValueKind == JsonValueKind.String)
            json.WriteCopy("content", content);
        else
            refusals.Add(place, "is neither a text nor a list of blocks");
        json.WriteEndObject();
    }

    /// <summary>Results of tools are messages of their own, before what the user says beside them.</summary>
    private void WriteUser(JsonElement content, string place)
    {
        var parts = new List<(JsonElement Block, string Place)>();
        var (hasResults, hasOthers) = (false, false);
        foreach (var (at, block) in content.EnumerateArray().Index())
        {
            var here = $"{place}[{at}]";
            if (block.Text("type") != "tool_result")
            {
                hasOthers = true;
                parts.Add((block, here));
                continue;
            }

            if (hasOthers)
                refusals.Add(here, "comes behind what is no result of a tool; expected the results first");
            hasResults = true;
            WriteResult(block, here, parts);
        }

        if (parts.Count == 0 && hasResults)
            return;
        Open("user");
        if (parts.TrueForAll(part => part.Block.Text("type") == "text"))
            WriteContent([.. parts.Select(part => Text(part.Block, part.Place))]);
        else
            WriteParts(parts);
        json.WriteEndObject();
    }

    /// <param name="result">Block with the result of a tool.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="images">Takes its images: they may not stand in a tool's message and follow in the user's.</param>
    private void WriteResult(JsonElement result, string place, List<(JsonElement Block, string Place)> images)
    {
        refusals.Others(result, place, "type", "tool_use_id", "content", "is_error", "cache_control");
        var texts = new List<string>();
        if (result.Text("content") is { } whole)
            texts.Add(whole);
        foreach (var (at, block) in result.Items("content").Index())
        {
            if (block.Text("type") == "image")
                images.Add((block, $"{place}.content[{at}]"));
            else
                texts.Add(Text(block, $"{place}.content[{at}]"));
        }

        // There is no other way to tell the model that its call failed.
        if (result.IsTrue("is_error"))
            texts = texts is [var first, .. var rest] ? [$"Error: {first}", .. rest] : ["Error"];
        Open("tool");
        json.WriteString("tool_call_id", result.Text("tool_use_id"));
        WriteContent(texts);
        json.WriteEndObject();
    }

    private void WriteAssistant(JsonElement content, string place)
    {
        var texts = new List<string>();
        var calls = new List<JsonElement>();
        var thoughts = new List<string?>();
        foreach (var (at, block) in content.EnumerateArray().Index())
        {
            var here = $"{place}[{at}]";
            switch (block.Text("type"))
            {
                case "tool_use":
                    refusals.Others(block, here, "type", "id", "name", "input", "cache_control", "caller");
                    calls.Add(block);
                    break;
                case "thinking" when block.Text("signature") is null or "":
                    thoughts.Add(block.Text("thinking"));
                    break;
                case "thinking" or "redacted_thinking":
                    // Signed by another model, which alone can use it.
                    break;
                default:
                    texts.Add(Text(block, here));
                    break;
            }
        }

        Open("assistant");
        if (thoughts.Count > 0)
        {
            // Servers read the one or the other.
            var thought = string.Concat(thoughts);
            json.WriteString("reasoning_content", thought);
            json.WriteString("reasoning", thought);
        }

        if (texts.Count == 0 && calls.Count > 0)
            json.WriteNull("content");
        else
            WriteContent(texts);
        ToolCalls.WriteChat(json, calls);
        json.WriteEndObject();
    }

    private void WriteParts(List<(JsonElement Block, string Place)> parts)
    {
        json.WriteStartArray("content");
        foreach (var (block, place) in parts)
        {
            if (block.Text("type") == "image")
                WriteImage(block, place);
            else
                WritePart(Text(block, place));
        }

        json.WriteEndArray();
    }

    private void WriteImage(JsonElement image, string place)
    {
        refusals.Others(image, place, "type", "source", "cache_control");
        var source = image.Find("source") ?? default;
        var url = source.Text("type") switch
        {
            "base64" => $"data:{source.Text("media_type")};base64,{source.Text("data")}",
            "url" => source.Text("url"),
            _ => null,
        };
        if (url is null)
            refusals.Add($"{place}.source", "is not known there; expected type base64 or url");
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        json.WriteString("url", url);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The text of a block; of any other block it is noted that it cannot be said.</summary>
    private string Text(JsonElement block, string place)
    {
        if (block.Text("type") != "text")
        {
            refusals.Add(place, $"is of type {block.Text("type") ?? "unknown"}, which has no counterpart there");
            return "";
        }

        refusals.Others(block, place, "type", "text", "cache_control", "citations");
        return block.Text("text") ?? "";
    }

    /// <summary>One text is told as a text: not every server takes a list for it.</summary>
    private void WriteContent(List<string> texts)
    {
        if (texts.Count <= 1)
        {
            json.WriteString("content", texts.Count == 0 ? "" : texts[0]);
            return;
        }

        json.WriteStartArray("content");
        foreach (var text in texts)
            WritePart(text);
        json.WriteEndArray();
    }

    private void WritePart(string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private void Open(string role)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
    }
}
