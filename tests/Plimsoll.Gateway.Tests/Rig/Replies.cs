using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Answers of an upstream, in the form of the real ones.</summary>
internal static class Replies
{
    /// <summary>A whole answer that reports its usage, in the dialect of the route.</summary>
    public static Func<HttpContext, Task> Plain(
        long input = 10, long output = 2, string text = "Hello there") => http =>
        Json(http, 200, http.Request.Path == "/v1/messages"
            ? $$$"""
              {"id":"msg_1","type":"message","role":"assistant","model":"upstream-name",
               "content":[{"type":"text","text":"{{{text}}}"}],"stop_reason":"end_turn","stop_sequence":null,
               "usage":{"input_tokens":{{{input}}},"cache_creation_input_tokens":0,"cache_read_input_tokens":0,
               "output_tokens":{{{output}}} }}
              """
            : $$$"""
              {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"upstream-name","choices":[{"index":0,
               "message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],
               "usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":0,
               "prompt_tokens_details":{"cached_tokens":0} } }
              """);

    public static async Task Json(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body);
    }

    public static Func<HttpContext, Task> Status(int status, string body = "{}") => http => Json(http, status, body);

    /// <summary>Streams whole events, each flushed by itself.</summary>
    public static Func<HttpContext, Task> Stream(IEnumerable<string> events) => async http =>
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        foreach (var item in events)
            await Send(http, item);
    };

    public static async Task Send(HttpContext http, string item)
    {
        await http.Response.WriteAsync(item);
        await http.Response.Body.FlushAsync();
    }

    public static string[] AnthropicEvents(long input = 10, long output = 2, params string[] texts) =>
    [
        Event("message_start", $$$"""
            {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m",
            "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":{{{input}}},
            "cache_creation_input_tokens":3,"cache_read_input_tokens":7,"output_tokens":1} } }
            """),
        Event("content_block_start",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        Event("ping", """{"type":"ping"}"""),
        .. texts.Select(text => Event("content_block_delta", $$$"""
            {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"} }
            """)),
        Event("content_block_stop", """{"type":"content_block_stop","index":0}"""),
        Event("message_delta", $$$"""
            {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},
            "usage":{"output_tokens":{{{output}}} }}
            """),
        Event("message_stop", """{"type":"message_stop"}"""),
    ];

    public static string[] OpenAiEvents(long input = 10, long output = 2, params string[] texts) =>
    [
        Chunk("""[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]""", "null"),
        .. texts.Select(text => Chunk(
            $$$"""[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":null}]""", "null")),
        Chunk("""[{"index":0,"delta":{},"finish_reason":"stop"}]""", "null"),
        Chunk("[]", string.Create(CultureInfo.InvariantCulture, $$$"""
            {"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}},
            "prompt_tokens_details":{"cached_tokens":4} }
            """)),
        "data: [DONE]\n\n",
    ];

    private static string Event(string name, string data) => $"event: {name}\ndata: {OneLine(data)}\n\n";

    private static string Chunk(string choices, string usage) => "data: " + OneLine($$"""
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":{{choices}},
        "usage":{{usage}}}
        """) + "\n\n";

    private static string OneLine(string text) => text.Replace("\n", "", StringComparison.Ordinal);
}
