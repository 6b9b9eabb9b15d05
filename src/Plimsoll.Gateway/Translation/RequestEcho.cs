using System.Runtime.InteropServices;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>What a response of OpenAI's repeats of its request, with what stands there when it was left out.</summary>
internal sealed class RequestEcho
{
    private static readonly (string Name, byte[] Default)[] Members =
    [
        ("instructions", "null"u8.ToArray()),
        ("max_output_tokens", "null"u8.ToArray()),
        ("max_tool_calls", "null"u8.ToArray()),
        ("metadata", "{}"u8.ToArray()),
        ("parallel_tool_calls", "true"u8.ToArray()),
        ("prompt_cache_key", "null"u8.ToArray()),
        ("reasoning", """{"effort":null,"summary":null}"""u8.ToArray()),
        ("safety_identifier", "null"u8.ToArray()),
        ("temperature", "1"u8.ToArray()),
        ("text", """{"format":{"type":"text"}}"""u8.ToArray()),
        ("tool_choice", "\"auto\""u8.ToArray()),
        ("tools", "[]"u8.ToArray()),
        ("top_logprobs", "0"u8.ToArray()),
        ("top_p", "1"u8.ToArray()),
        ("truncation", "\"disabled\""u8.ToArray()),
        ("user", "null"u8.ToArray()),
    ];

    private readonly byte[][] values;
    private readonly Dictionary<string, ResponseCall> spaces = new(StringComparer.Ordinal);

    /// <summary>Keeps what it needs of a request.</summary>
    public RequestEcho(JsonElement request)
    {
        values = [.. Members.Select(member =>
            request.Find(member.Name) is { } value ? JsonMarshal.GetRawUtf8Value(value).ToArray() : member.Default)];
        foreach (var space in request.Items("tools").Where(tool => tool.Text("type") == "namespace"))
        {
            foreach (var tool in space.Items("tools"))
            {
                var called = new ResponseCall(null, tool.Text("name"), space.Text("name"));
                if (ResponseCall.Join(called.Namespace, called.Name) is { } name)
                    spaces[name] = called;
            }
        }
    }

    /// <summary>The call of a function by the name that Chat Completions have for it.</summary>
    public static ResponseCall CallOf(RequestEcho? echo, string? id, string? name) =>
        name is not null && echo is not null && echo.spaces.TryGetValue(name, out var called)
            ? called with { Id = id }
            : new ResponseCall(id, name, null);

    /// <summary>Writes the members.</summary>
    public void Write(Utf8JsonWriter json)
    {
        foreach (var (at, (name, _)) in Members.Index())
            json.WriteRaw(name, values[at]);

        // Nothing is kept and nobody answers later, whatever was asked for.
        json.WriteNull("previous_response_id");
        json.WriteBoolean("background", false);
        json.WriteBoolean("store", false);
    }
}
