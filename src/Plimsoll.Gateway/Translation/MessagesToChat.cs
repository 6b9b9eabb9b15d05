using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>A request of Anthropic's Messages as one of OpenAI's Chat Completions.</summary>
internal static class MessagesToChat
{
    private const int MostStops = 4;
    private const long LowBudget = 4096;
    private const long MediumBudget = 16_384;

    /// <summary>Writes the request; what cannot be said is noted.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement request, Refusals refusals)
    {
        json.WriteStartObject();
        foreach (var member in request.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
                WriteMember(json, member.Name, member.Value, refusals);
        }

        WriteEffort(json, request, refusals);
        new MessagesToChatTurns(json, refusals).Write(request);
        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, string name, JsonElement value, Refusals refusals)
    {
        switch (name)
        {
            case "model" or "stream" or "temperature" or "top_p":
                json.WriteCopy(name, value);
                break;
            case "max_tokens":
                json.WriteCopy("max_completion_tokens", value);
                break;
            case "stop_sequences":
                WriteStops(json, value, refusals);
                break;
            case "tools":
                ToolCalls.WriteChatTools(
                    json, value, refusals, (tool, place) => WriteTool(json, tool, place, refusals));
                break;
            case "tool_choice":
                WriteToolChoice(json, value, refusals);
                break;
            case "metadata":
                refusals.Others(value, name, "user_id");
                if (value.Text("user_id") is { } user)
                    json.WriteString("user", user);
                break;
            case "service_tier":
                WriteTier(json, value, refusals);
                break;
            case "speed" when value.Is("standard"):
            case "inference_geo" when value.Is("global"):
            case "cache_control" or "context_management":
            case "system" or "messages" or "thinking" or "output_config":
                // The first say nothing or are hints; the last are written elsewhere.
                break;
            default:
                refusals.Unknown(name);
                break;
        }
    }

    private static void WriteStops(Utf8JsonWriter json, JsonElement stops, Refusals refusals)
    {
        if (stops.ValueKind != JsonValueKind.Array)
            refusals.Unknown("stop_sequences", stops, "a list of texts");
        else if (stops.GetArrayLength() > MostStops)
            refusals.Add("stop_sequences", $"found {stops.GetArrayLength()}; expected {MostStops} at most");
        else if (stops.GetArrayLength() > 0)
            json.WriteCopy("stop", stops);
    }

    private static void WriteTool(Utf8JsonWriter json, JsonElement tool, string place, Refusals refusals)
    {
        if (tool.Find("type") is { } type && tool.Text("type") != "custom")
        {
            refusals.Unknown($"{place}.type", type, "a tool of the client's own: the upstream has no others");
            return;
        }

        refusals.Others(
            tool, place, "type", "name", "description", "input_schema", "strict", "cache_control",
            "eager_input_streaming", "defer_loading", "allowed_callers");
        if (tool.IsTrue("defer_loading"))
            refusals.Unknown($"{place}.defer_loading");
        if (tool.Items("allowed_callers").Any(caller => !caller.Is("direct")))
            refusals.Unknown($"{place}.allowed_callers");
        ToolCalls.WriteChatTool(json, tool.Text("name"), tool, tool.Find("input_schema"));
    }

    private static void WriteToolChoice(Utf8JsonWriter json, JsonElement choice, Refusals refusals)
    {
        refusals.Others(choice, "tool_choice", "type", "name", "disable_parallel_tool_use");
        switch (choice.Text("type"))
        {
            case "auto":
                json.WriteString("tool_choice", "auto");
                break;
            case "any":
                json.WriteString("tool_choice", "required");
                break;
            case "none":
                json.WriteString("tool_choice", "none");
                break;
            case "tool":
                json.WriteStartObject("tool_choice");
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", choice.Text("name"));
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                refusals.Unknown("tool_choice", choice, "a type that is auto, any, tool or none");
                break;
        }

        if (choice.IsTrue("disable_parallel_tool_use"))
            json.WriteBoolean("parallel_tool_calls", false);
    }

    private static void WriteTier(Utf8JsonWriter json, JsonElement tier, Refusals refusals)
    {
        if (tier.Is("auto"))
            json.WriteString("service_tier", "auto");
        else if (tier.Is("standard_only"))
            json.WriteString("service_tier", "default");
        else
            refusals.Unknown("service_tier", tier, "auto or standard_only");
    }

    /// <summary>How much is to be thought: a budget and an effort are one thing to OpenAI, and roughly so.</summary>
    private static void WriteEffort(Utf8JsonWriter json, JsonElement request, Refusals refusals)
    {
        var config = request.Find("output_config") ?? default;
        var thinking = request.Find("thinking") ?? default;
        if (config.ValueKind == JsonValueKind.Object)
            refusals.Others(config, "output_config", "effort", "format");
        if (thinking.ValueKind == JsonValueKind.Object)
            refusals.Others(thinking, "thinking", "type", "budget_tokens", "display");
        if (config.Find("format") is { } format)
            WriteFormat(json, format, refusals);
        var type = thinking.Text("type");
        if (type is not (null or "enabled" or "adaptive" or "disabled"))
            refusals.Unknown("thinking.type", thinking.Find("type")!.Value, "enabled, adaptive or disabled");
        if (type == "disabled")
            return;
        var effort = config.Text("effort") is { } named
            ? named == "max" ? "xhigh" : named
            : type == "enabled" ? EffortOf(thinking.Tokens("budget_tokens")) : null;
        if (effort is not null)
            json.WriteString("reasoning_effort", effort);
    }

    private static string EffortOf(long budget) => budget switch
    {
        < LowBudget => "low",
        < MediumBudget => "medium",
        _ => "high",
    };

    private static void WriteFormat(Utf8JsonWriter json, JsonElement format, Refusals refusals)
    {
        const string place = "output_config.format";
        refusals.Others(format, place, "type", "schema");
        if (format.Text("type") != "json_schema" || format.Find("schema") is not { } schema)
        {
            refusals.Unknown(place, format, "type json_schema with a schema");
            return;
        }

        json.WriteStartObject("response_format");
        json.WriteString("type", "json_schema");
        json.WriteStartObject("json_schema");
        json.WriteString("name", "answer");
        json.WriteBoolean("strict", true);
        json.WriteCopy("schema", schema);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
