using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>A request of OpenAI's Responses as one of its Chat Completions.</summary>
internal static class ResponsesToChat
{
    private const string Kept =
        "names what a server has kept, and this one keeps nothing; send the whole conversation as input";

    /// <summary>Writes the request; what cannot be said is noted.</summary>
    /// <returns>Where each of the written messages came from.</returns>
    public static IReadOnlyList<string> Write(Utf8JsonWriter json, JsonElement request, Refusals refusals)
    {
        json.WriteStartObject();
        foreach (var member in request.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
                WriteMember(json, member.Name, member.Value, refusals);
        }

        // To speak of tools where there are none is an error there.
        var hasTools = request.Items("tools").Any();
        if (hasTools && request.Find("parallel_tool_calls") is { ValueKind: JsonValueKind.False })
            json.WriteBoolean("parallel_tool_calls", false);
        if (request.Find("tool_choice") is { } choice && (hasTools || !(choice.Is("auto") || choice.Is("none"))))
            WriteToolChoice(json, choice, refusals);
        if ((request.Text("safety_identifier") ?? request.Text("user")) is { } user)
            json.WriteString("user", user);
        var places = new ResponsesToChatTurns(json, refusals).Write(request);
        json.WriteEndObject();
        return places;
    }

    /// <summary>The client's name of a field of the written request.</summary>
    public static string NameOf(string field, IReadOnlyList<string> places)
    {
        const string messages = "messages[";
        var end = field.IndexOf(']', StringComparison.Ordinal);
        if (field.StartsWith(messages, StringComparison.Ordinal)
            && int.TryParse(field.AsSpan(messages.Length..end), out var at)
            && at < places.Count)
        {
            return places[at] + field[(end + 1)..];
        }

        return field switch
        {
            "messages" => "input",
            "max_completion_tokens" => "max_output_tokens",
            "reasoning_effort" => "reasoning.effort",
            "response_format" => "text.format",
            "verbosity" => "text.verbosity",
            _ => field,
        };
    }

    private static void WriteMember(Utf8JsonWriter json, string name, JsonElement value, Refusals refusals)
    {
        switch (name)
        {
            case "model" or "stream" or "temperature" or "top_p" or "service_tier":
                json.WriteCopy(name, value);
                break;
            case "max_output_tokens":
                json.WriteCopy("max_completion_tokens", value);
                break;
            case "tools":
                ToolCalls.WriteChatTools(
                    json, value, refusals, (tool, place) => WriteTools(json, tool, place, refusals));
                break;
            case "reasoning":
                WriteReasoning(json, value, refusals);
                break;
            case "text":
                WriteText(json, value, refusals);
                break;
            case "include":
                if (value.ValueKind == JsonValueKind.Array
                    && value.EnumerateArray().Any(what => what.Is("message.output_text.logprobs")))
                {
                    refusals.Unknown(name, value, "nothing about probabilities");
                }

                break;
            case "previous_response_id" or "conversation" or "prompt":
                refusals.Add(name, Kept);
                break;
            case "input" or "instructions" or "user" or "safety_identifier":
            case "tool_choice" or "parallel_tool_calls":
                // Written elsewhere.
                break;
            case "store" or "metadata" or "client_metadata" or "stream_options" or "max_tool_calls":
            case "prompt_cache_key" or "prompt_cache_retention":
                // Hints, or about what is kept and about tools that are none of the client's.
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
        "background" => value.ValueKind == JsonValueKind.False,
        "truncation" => value.Is("disabled"),
        "top_logprobs" => value.ValueKind == JsonValueKind.Number && value.GetDouble() == 0,
        _ => false,
    };

    /// <summary>Writes a tool, or all that stand in a namespace.</summary>
    private static void WriteTools(Utf8JsonWriter json, JsonElement tool, string place, Refusals refusals)
    {
        if (tool.Text("type") != "namespace")
        {
            WriteTool(json, tool, place, refusals, space: null);
            return;
        }

        refusals.Others(tool, place, "type", "name", "description", "tools");
        foreach (var (at, inner) in tool.Items("tools").Index())
            WriteTool(json, inner, $"{place}.tools[{at}]", refusals, tool.Text("name"));
    }

    private static void WriteTool(
        Utf8JsonWriter json, JsonElement tool, string place, Refusals refusals, string? space)
    {
        if (tool.Text("type") != "function")
        {
            refusals.Add(
                $"{place}.type",
                $"is {tool.Text("type") ?? "missing"}; expected function: the upstream has no tools of its own");
            return;
        }

        refusals.Others(tool, place, "type", "name", "description", "parameters", "strict");
        var name = ResponseCall.Join(space, tool.Text("name"));
        ToolCalls.WriteChatTool(json, name, tool, tool.Find("parameters"));
    }

    private static void WriteToolChoice(Utf8JsonWriter json, JsonElement choice, Refusals refusals)
    {
        if (choice.Is("auto") || choice.Is("required") || choice.Is("none"))
        {
            json.WriteCopy("tool_choice", choice);
        }
        else if (choice.Text("type") == "function" && choice.Text("name") is { } name)
        {
            json.WriteStartObject("tool_choice");
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            refusals.Unknown("tool_choice", choice, "auto, required, none or a function");
        }
    }

    /// <summary>Whether what is thought is told in summary is a hint: it is told as the upstream tells it.</summary>
    private static void WriteReasoning(Utf8JsonWriter json, JsonElement reasoning, Refusals refusals)
    {
        if (reasoning.ValueKind != JsonValueKind.Object)
        {
            refusals.Unknown("reasoning", reasoning, "an object");
            return;
        }

        refusals.Others(reasoning, "reasoning", "effort", "summary", "generate_summary");
        if (reasoning.Find("effort") is { } effort)
            json.WriteCopy("reasoning_effort", effort);
    }

    private static void WriteText(Utf8JsonWriter json, JsonElement text, Refusals refusals)
    {
        if (text.ValueKind != JsonValueKind.Object)
        {
            refusals.Unknown("text", text, "an object");
            return;
        }

        refusals.Others(text, "text", "format", "verbosity");
        if (text.Find("verbosity") is { } verbosity && !verbosity.Is("medium"))
            json.WriteCopy("verbosity", verbosity);
        if (text.Find("format") is { } format)
            WriteFormat(json, format, refusals);
    }

    private static void WriteFormat(Utf8JsonWriter json, JsonElement format, Refusals refusals)
    {
        const string place = "text.format";
        switch (format.Text("type"))
        {
            case "text":
                refusals.Others(format, place, "type");
                break;
            case "json_object":
                refusals.Others(format, place, "type");
                json.WriteCopy("response_format", format);
                break;
            case "json_schema" when format.Find("schema") is not null:
                refusals.Others(format, place, "type", "name", "description", "schema", "strict");
                json.WriteStartObject("response_format");
                json.WriteString("type", "json_schema");
                json.WriteStartObject("json_schema");
                foreach (var name in (ReadOnlySpan<string>)["name", "description", "schema", "strict"])
                {
                    if (format.Find(name) is { } value)
                        json.WriteCopy(name, value);
                }

                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                refusals.Unknown(place, format, "type text, json_object, or json_schema with a schema");
                break;
        }
    }
}
