using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Answers of an upstream that speaks OpenAI Responses, in the form of the real one.</summary>
internal static class ResponsesReplies
{
    /// <summary>A whole answer that reports its usage.</summary>
    public static Func<HttpContext, Task> Plain(long input = 10, long output = 2, string text = "Hello there") =>
        Replies.Status(200, Response("completed", Message("completed", text), Usage(input, output)));

    /// <summary>A streamed answer, event by event.</summary>
    public static string[] Events(long input = 10, long output = 2, params string[] texts)
    {
        var said = string.Concat(texts);
        string[] data =
        [
            $$"""{"type":"response.created","response":{{Response("in_progress", "", "null")}}""",
            $$"""{"type":"response.in_progress","response":{{Response("in_progress", "", "null")}}""",
            $$"""
            {"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message",
            "status":"in_progress","role":"assistant","content":[]}
            """,
            """
            {"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,
            "part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}
            """,
            .. texts.Select(text => $$"""
                {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,
                "delta":"{{text}}","logprobs":[],"obfuscation":"q7"
                """),
            $$"""
            {"type":"response.output_text.done","item_id":"msg_1","output_index":0,"content_index":0,
            "text":"{{said}}","logprobs":[]
            """,
            $$"""
            {"type":"response.content_part.done","item_id":"msg_1","output_index":0,"content_index":0,
            "part":{"type":"output_text","annotations":[],"logprobs":[],"text":"{{said}}"}
            """,
            $$"""{"type":"response.output_item.done","output_index":0,"item":{{Message("completed", said)}}""",
            $$"""
            {"type":"response.completed",
            "response":{{Response("completed", Message("completed", said), Usage(input, output))}}
            """,
        ];
        return [.. data.Select((item, at) => Event(item, at))];
    }

    /// <summary>An event; its data lacks only its number and its closing brace.</summary>
    public static string Event(string data, int number)
    {
        var line = data.ReplaceLineEndings("");
        var name = line.Split('"')[3];
        return $"event: {name}\ndata: {line},\"sequence_number\":{number}}}\n\n";
    }

    public static string Response(string status, string output, string usage) =>
        $$$"""
        {"id":"resp_1","object":"response","created_at":1778068980,"status":"{{{status}}}","background":false,
        "error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"upstream-name",
        "output":[{{{output}}}],"parallel_tool_calls":true,"previous_response_id":null,
        "reasoning":{"effort":null,"summary":null},"service_tier":"default","store":true,"temperature":1.0,
        "text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled",
        "usage":{{{usage}}},"user":null,"metadata":{}}
        """;

    public static string Usage(long input, long output) =>
        $$$"""
        {"input_tokens":{{{input}}},"input_tokens_details":{"cached_tokens":4},"output_tokens":{{{output}}},
        "output_tokens_details":{"reasoning_tokens":1},"total_tokens":{{{input + output}}}}
        """;

    private static string Message(string status, string text) =>
        $$$"""
        {"id":"msg_1","type":"message","status":"{{{status}}}","role":"assistant",
        "content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"{{{text}}}"}]}
        """;
}
