using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>A request of OpenAI's Chat Completions as one of Anthropic's Messages.</summary>
internal static class ChatToMessages
{
    /// <summary>
    /// Most output where the client names no bound: OpenAI's dialect has none then, Anthropic's needs one.
    /// </summary>
    private const int DefaultMaxTokens = 32_000;

    /// <summary>Writes the request; what cannot be said is noted.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement request, Refusals refusals)
    {
        json.WriteStartObject();
        foreach (var member in request.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
                WriteMember(json, member.Name, member.Value, refusals);
        }

        if ((request.Find("max_completion_tokens") ?? request.Find("max_tokens")) is { } bound)
            json.WriteCopy("max_tokens", bound);
        else
            json.WriteNumber("max_tokens", DefaultMaxTokens);
        if ((request.Text("safety_identifier") ?? request.Text("user")) is { } user)
        {
            json.WriteStartObject("metadata");
            json.WriteString("user_id", user);
            json.WriteEndObject();
        }

        WriteToolChoice(json, request, refusals);
        WriteThought(json, request, refusals);
        new ChatToMessagesTurns(json, refusals).Write(request);
        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, string name, JsonElement value, Refusals refusals)
    {
        switch (name)
        {
            case "model" or "stream" or "top_p":
                json.WriteCopy(name, value);
                break;
            case "temperature":
                if (value.ValueKind == JsonValueKind.Number && value.GetDouble() > 1)
                    refusals.Unknown(name, value, "1 at most");
                json.WriteCopy(name, value);
                break;
            case "stop":
                WriteStops(json, value, refusals);
                break;
            case "tools":
                WriteTools(json, value, refusals);
                break;
            case "service_tier":
                json.WriteString(name, value.Is("auto") || value.Is("priority") ? "auto" : "standard_only");
                break;
            case "messages" or "max_tokens" or "max_completion_tokens" or "user" or "safety_identifier":
            case "tool_choice" or "parallel_tool_calls" or "reasoning_effort" or "response_format":
                // Written elsewhere.
                break;
            case "stream_options" or "seed" or "metadata" or "prediction":
            case "prompt_cache_key" or "prompt_cache_retention":
                // Said to the gateway, or hints.
                break;
            default:
                if (!SaysNothing(name, value))
                    refusals.Unknown(name);
                break;
        }
    }

    /// <summary>Whether a member has the value that it has when it is left out.</summary>
    private static bool SaysNothing(string name, JsonElement value) => name switch
    {
        "n" => value.ValueKind == JsonValueKind.Number && value.GetDouble() == 1,
        "frequency_penalty" or "presence_penalty" or "top_logprobs" =>
            value.ValueKind == JsonValueKind.Number && value.GetDouble() == 0,
        "logprobs" or "store" => value.ValueKind == JsonValueKind.False,
        "verbosity" => value.Is("medium"),
        "logit_bias" => value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 0,
        "modalities" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(m => m.Is("text")),
        _ => false,
    };

    private static void WriteStops(Utf8JsonWriter json, JsonElement stop, Refusals refusals)
    {
        JsonElement[] all = stop.ValueKind == JsonValueKind.Array ? [.. stop.EnumerateArray()] : [stop];
        if (Array.Exists(all, s => s.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(s.GetString())))
        {
            refusals.Unknown("stop", stop, "texts that are not blank");
            return;
        }

        if (all.Length == 0)
            return;
        json.WriteStartArray("stop_sequences");
        foreach (var text in all)
            text.WriteTo(json);
        json.WriteEndArray();
    }

    private static void WriteTools(Utf8JsonWriter json, JsonElement tools, Refusals refusals)
    {
        if (tools.ValueKind != JsonValueKind.Array)
        {
            refusals.Unknown("tools", tools, "a list of tools");
            return;
        }

        json.WriteStartArray("tools");
        foreach (var (at, tool) in tools.EnumerateArray().Index())
            WriteTool(json, tool, $"tools[{at}]", refusals);
        json.WriteEndArray();
    }

    private static void WriteTool(Utf8JsonWriter json, JsonElement tool, string place, Refusals refusals)
    {
        if (tool.Text("type") != "function" || tool.Object("function") is not { } function)
        {
            refusals.Unknown($"{place}", tool, "a tool of type function");
            return;
        }

        refusals.Others(tool, place, "type", "function");
        refusals.Others(function, $"{place}.function", "name", "description", "parameters", "strict");
        json.WriteStartObject();
        json.WriteString("name", function.Text("name"));
        if (function.Text("description") is { } description)
            json.WriteString("description", description);
        if (function.Find("parameters") is { } schema)
        {
            json.WriteCopy("input_schema", schema);
        }
        else
        {
            json.WriteStartObject("input_schema");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (function.IsTrue("strict"))
            json.WriteBoolean("strict", true);
        json.WriteEndObject();
    }

    /// <summary>Which tools may be called, and whether several at once: to Anthropic these are one.</summary>
    private static void WriteToolChoice(Utf8JsonWriter json, JsonElement request, Refusals refusals)
    {
        var isSerial = request.Find("parallel_tool_calls") is { ValueKind: JsonValueKind.False }
            && request.Items("tools").Any();
        var choice = request.Find("tool_choice");
        if (choice is null && !isSerial)
            return;
        var named = choice?.Object("function")?.Text("name");
        var type = choice switch
        {
            null => "auto",
            { ValueKind: JsonValueKind.String } text => text.GetString() switch
            {
                "auto" => "auto",
                "required" => "any",
                "none" => "none",
                _ => null,
            },
            { } tool when tool.Text("type") == "function" && named is not null => "tool",
            _ => null,
        };
        if (type is null)
        {
            refusals.Unknown("tool_choice", choice!.Value, "auto, required, none or a function");
            return;
        }

        json.WriteStartObject("tool_choice");
        json.WriteString("type", type);
        if (type == "tool")
            json.WriteString("name", named);
        if (isSerial && type != "none")
            json.WriteBoolean("disable_parallel_tool_use", true);
        json.WriteEndObject();
    }

    /// <summary>How much is to be thought, and in which form the answer is to be.</summary>
    private static void WriteThought(Utf8JsonWriter json, JsonElement request, Refusals refusals)
    {
        var effort = request.Text("reasoning_effort");
        if (effort is not null)
        {
            json.WriteStartObject("thinking");
            json.WriteString("type", effort == "none" ? "disabled" : "adaptive");
            json.WriteEndObject();
        }

        if (effort == "none")
            effort = null;
        var schema = SchemaOf(request, refusals);
        if (effort is null && schema is null)
            return;
        json.WriteStartObject("output_config");
        if (effort is not null)
            json.WriteString("effort", effort == "minimal" ? "low" : effort);
        if (schema is { } value)
        {
            json.WriteStartObject("format");
            json.WriteString("type", "json_schema");
            json.WriteCopy("schema", value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static JsonElement? SchemaOf(JsonElement request, Refusals refusals)
    {
        if (request.Find("response_format") is not { } format || format.Text("type") == "text")
            return null;
        var schema = format.Object("json_schema")?.Find("schema");
        if (format.Text("type") != "json_schema" || schema is null)
            refusals.Unknown("response_format", format, "type text, or json_schema with a schema");
        return schema;
    }
}
