using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// The instructions and the items of a request of OpenAI's Responses as the messages of its Chat Completions: what was
/// thought, said and called is one message of the assistant there.
/// </summary>
internal sealed class ResponsesToChatTurns(Utf8JsonWriter json, Refusals refusals)
{
    private readonly List<string> places = [];

    // The assistant's message that is open, and the images of results behind which it may be.
    private readonly List<string?> thoughts = [];
    private readonly List<JsonElement> texts = [];
    private readonly List<string> refused = [];
    private readonly List<JsonElement> calls = [];
    private readonly List<(JsonElement Part, string Place)> images = [];
    private string openPlace = "";

    /// <summary>Writes them.</summary>
    /// <returns>Where each of the messages came from.</returns>
    public IReadOnlyList<string> Write(JsonElement request)
    {
        json.WriteStartArray("messages");
        if (request.Find("instructions") is { } instructions && !instructions.Is(""))
            WriteTexts("system", [.. TextsOf(instructions, "instructions")], "instructions");
        var input = request.Find("input") ?? default;
        if (input.ValueKind == JsonValueKind.String)
            WriteTexts("user", [input], "input");
        else if (input.ValueKind != JsonValueKind.Array || input.GetArrayLength() == 0)
            refusals.Add("input", "is neither a text nor a list with at least one item");
        foreach (var (at, item) in request.Items("input").Index())
            WriteItem(item, $"input[{at}]");
        Close();
        json.WriteEndArray();
        return places;
    }

    private void WriteItem(JsonElement item, string place)
    {
        switch (item.Text("type") ?? (item.Find("role") is null ? null : "message"))
        {
            case "message":
                refusals.Others(item, place, "type", "role", "content", "id", "status", "phase");
                WriteMessage(item, place);
                break;
            case "reasoning":
                Open(place);
                ReadThought(item);
                break;
            case "function_call":
                refusals.Others(item, place, "type", "id", "call_id", "name", "namespace", "arguments", "status");
                if (calls.Count == 0 && texts.Count == 0 && refused.Count == 0 && thoughts.Count == 0)
                    openPlace = place;
                CloseResults();
                calls.Add(item);
                break;
            case "function_call_output":
                refusals.Others(item, place, "type", "id", "call_id", "output", "status");
                CloseAssistant();
                WriteResult(item, place);
                break;
            case "item_reference":
                refusals.Add(
                    place,
                    "refers to what a server has kept, and this one keeps nothing; send it whole (store: false)");
                break;
            case var type:
                refusals.Add(place, $"is of type {type ?? "unknown"}, which has no counterpart there");
                break;
        }
    }

    private void WriteMessage(JsonElement message, string place)
    {
        switch (message.Text("role"))
        {
            case "assistant":
                Open(place);
                ReadSaid(message, $"{place}.content");
                break;
            case "user":
                Close();
                WriteUser(message, place);
                break;
            case "system" or "developer":
                // Every server knows the one, some not the other.
                Close();
                WriteTexts("system", [.. TextsOf(message.Find("content") ?? default, $"{place}.content")], place);
                break;
            default:
                refusals.Add($"{place}.role", "is not known; expected user, assistant, system or developer");
                break;
        }
    }

    /// <summary>
    /// Begins what the assistant thinks or says: a message of its own behind another that said something, but not
    /// between calls and their results, where none may stand.
    /// </summary>
    private void Open(string place)
    {
        CloseResults();
        if (calls.Count == 0 && (texts.Count > 0 || refused.Count > 0))
            CloseAssistant();
        if (calls.Count == 0 && thoughts.Count == 0)
            openPlace = place;
    }

    private void ReadThought(JsonElement item)
    {
        var parts = item.Items("content").Any() ? item.Items("content") : item.Items("summary");
        foreach (var part in parts)
            thoughts.Add(part.Text("text"));
    }

    private void ReadSaid(JsonElement message, string place)
    {
        var content = message.Find("content") ?? default;
        if (content.ValueKind != JsonValueKind.Array)
        {
            texts.AddRange(TextsOf(content, place));
            return;
        }

        foreach (var (at, part) in content.EnumerateArray().Index())
        {
            if (part.Text("type") == "refusal")
                refused.Add(part.Text("refusal") ?? "");
            else
                texts.Add(TextOf(part, $"{place}[{at}]"));
        }
    }

    private void WriteUser(JsonElement message, string place)
    {
        var content = message.Find("content") ?? default;
        if (!message.Items("content").Any(part => part.Text("type") == "input_image"))
        {
            WriteTexts("user", [.. TextsOf(content, $"{place}.content")], place);
            return;
        }

        Begin("user", place);
        json.WriteStartArray("content");
        foreach (var (at, part) in content.EnumerateArray().Index())
        {
            if (part.Text("type") == "input_image")
                WriteImage(part, $"{place}.content[{at}]");
            else
                WritePart(TextOf(part, $"{place}.content[{at}]"));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteResult(JsonElement result, string place)
    {
        var output = result.Find("output") ?? default;
        var said = new List<JsonElement>();
        if (output.ValueKind != JsonValueKind.Array)
            said.AddRange(TextsOf(output, $"{place}.output"));
        foreach (var (at, part) in result.Items("output").Index())
        {
            // A tool's message has no images: they follow in one of the user's.
            if (part.Text("type") == "input_image")
                images.Add((part, $"{place}.output[{at}]"));
            else
                said.Add(TextOf(part, $"{place}.output[{at}]"));
        }

        Begin("tool", place);
        json.WriteString("tool_call_id", result.Text("call_id"));
        WriteContent(said);
        json.WriteEndObject();
    }

    private void Close()
    {
        CloseAssistant();
        CloseResults();
    }

    private void CloseResults()
    {
        if (images.Count == 0)
            return;
        Begin("user", images[0].Place);
        json.WriteStartArray("content");
        images.ForEach(image => WriteImage(image.Part, image.Place));
        json.WriteEndArray();
        json.WriteEndObject();
        images.Clear();
    }

    private void CloseAssistant()
    {
        if (texts.Count > 0 || refused.Count > 0 || calls.Count > 0)
            WriteAssistant();
        thoughts.Clear();
        texts.Clear();
        refused.Clear();
        calls.Clear();
    }

    private void WriteAssistant()
    {
        Begin("assistant", openPlace);
        if (thoughts.Count > 0)
        {
            // Servers read the one or the other.
            var thought = string.Concat(thoughts);
            json.WriteString("reasoning_content", thought);
            json.WriteString("reasoning", thought);
        }

        if (texts.Count == 0)
            json.WriteNull("content");
        else
            WriteContent(texts);
        if (refused.Count > 0)
            json.WriteString("refusal", string.Concat(refused));
        if (calls.Count > 0)
            WriteCalls();
        json.WriteEndObject();
    }

    private void WriteCalls()
    {
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.Text("call_id"));
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", ResponseCall.Join(call.Text("namespace"), call.Text("name")));
            json.WriteString("arguments", call.Text("arguments") ?? "{}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An image that a server keeps cannot be told of.</summary>
    private void WriteImage(JsonElement image, string place)
    {
        refusals.Others(image, place, "type", "image_url", "detail");
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        if (image.Text("image_url") is { } url)
            json.WriteString("url", url);
        else
            refusals.Add($"{place}.image_url", "is missing; expected https://… or data:…;base64,…");
        if (image.Text("detail") is { } detail and ("low" or "high"))
            json.WriteString("detail", detail);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private IEnumerable<JsonElement> TextsOf(JsonElement content, string place)
    {
        if (content.ValueKind == JsonValueKind.Array)
            return content.EnumerateArray().Index().Select(part => TextOf(part.Item, $"{place}[{part.Index}]"));
        if (content.ValueKind == JsonValueKind.String)
            return [content];
        refusals.Add(place, "is neither a text nor a list of parts");
        return [];
    }

    /// <summary>The text of a part; of any other part it is noted that it cannot be said.</summary>
    private JsonElement TextOf(JsonElement part, string place)
    {
        if (part.Text("type") is not ("input_text" or "output_text"))
        {
            refusals.Add(place, $"is of type {part.Text("type") ?? "unknown"}, which cannot stand here");
            return default;
        }

        refusals.Others(part, place, "type", "text", "annotations", "logprobs");
        if (part.Find("text") is { ValueKind: JsonValueKind.String } text)
            return text;
        refusals.Add($"{place}.text", "is missing");
        return default;
    }

    private void WriteTexts(string role, List<JsonElement> said, string place)
    {
        Begin(role, place);
        WriteContent(said);
        json.WriteEndObject();
    }

    /// <summary>One text is told as a text: not every server takes a list for it.</summary>
    private void WriteContent(List<JsonElement> said)
    {
        if (said is [{ ValueKind: JsonValueKind.String } only])
        {
            json.WriteCopy("content", only);
            return;
        }

        json.WriteStartArray("content");
        said.ForEach(WritePart);
        json.WriteEndArray();
    }

    private void WritePart(JsonElement text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        if (text.ValueKind == JsonValueKind.String)
            json.WriteCopy("text", text);
        json.WriteEndObject();
    }

    private void Begin(string role, string place)
    {
        places.Add(place);
        json.WriteStartObject();
        json.WriteString("role", role);
    }
}
