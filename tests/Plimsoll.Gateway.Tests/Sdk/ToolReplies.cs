using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Sdk;

/// <summary>Answers that call <c>distance</c> twice at once, in the dialect of the route.</summary>
internal static class ToolReplies
{
    public static Task Whole(HttpContext http) => Replies.Json(http, 200, http.Request.Path == Question.Messages
        ? """
          {"id":"msg_1","type":"message","role":"assistant","model":"m","stop_reason":"tool_use","stop_sequence":null,
          "content":[{"type":"tool_use","id":"a","name":"distance","input":{"to":"sea"}},
          {"type":"tool_use","id":"b","name":"distance","input":{"to":"hill"}}],
          "usage":{"input_tokens":5,"output_tokens":5}}
          """
        : """
          {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
          "message":{"role":"assistant","content":null,"tool_calls":[
          {"id":"a","type":"function","function":{"name":"distance","arguments":"{\"to\":\"sea\"}"}},
          {"id":"b","type":"function","function":{"name":"distance","arguments":"{\"to\":\"hill\"}"}}]},
          "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":5,"completion_tokens":5,"total_tokens":10}}
          """);

    /// <summary>The same as a stream, the arguments in pieces.</summary>
    public static Task Streamed(HttpContext http) =>
        Replies.Stream(http.Request.Path == Question.Messages ? AnthropicEvents() : OpenAiEvents())(http);

    private static IEnumerable<string> AnthropicEvents()
    {
        var plain = Replies.AnthropicEvents();
        yield return plain[0];
        foreach (var (index, id, to) in new[] { (0, "a", "sea"), (1, "b", "hill") })
        {
            yield return Event("content_block_start", $$$"""
                {"type":"content_block_start","index":{{{index}}},
                "content_block":{"type":"tool_use","id":"{{{id}}}","name":"distance","input":{} } }
                """);
            yield return Event("content_block_delta", $$$"""
                {"type":"content_block_delta","index":{{{index}}},
                "delta":{"type":"input_json_delta","partial_json":"{\"to\":"} }
                """);
            yield return Event("content_block_delta", $$$"""
                {"type":"content_block_delta","index":{{{index}}},
                "delta":{"type":"input_json_delta","partial_json":"\"{{{to}}}\"}"} }
                """);
            yield return Event("content_block_stop", $$"""{"type":"content_block_stop","index":{{index}}}""");
        }

        yield return plain[^2].Replace("end_turn", "tool_use", StringComparison.Ordinal);
        yield return plain[^1];
    }

    private static IEnumerable<string> OpenAiEvents()
    {
        var plain = Replies.OpenAiEvents();
        yield return plain[0];
        foreach (var (index, id, to) in new[] { (0, "a", "sea"), (1, "b", "hill") })
        {
            yield return Chunk($$$"""
                {"index":{{{index}}},"id":"{{{id}}}","type":"function",
                "function":{"name":"distance","arguments":"{\"to\":"}}
                """);
            yield return Chunk($$$"""{"index":{{{index}}},"function":{"arguments":"\"{{{to}}}\"}"} }""");
        }

        foreach (var rest in plain[^3..])
            yield return rest.Replace("\"stop\"", "\"tool_calls\"", StringComparison.Ordinal);
    }

    private static string Event(string name, string data) => $"event: {name}\ndata: {OneLine(data)}\n\n";

    private static string Chunk(string call) => "data: " + OneLine($$"""
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m",
        "choices":[{"index":0,"delta":{"tool_calls":[{{call}}]},"finish_reason":null}],"usage":null}
        """) + "\n\n";

    private static string OneLine(string text) => text.Replace("\n", "", StringComparison.Ordinal);
}
