using System.Text;

namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>The bytes of a dialect's answers with their framing: each event is an HTTP chunk of its own.</summary>
internal sealed class AnswerForm
{
    private const string StreamHead =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n";

    private AnswerForm(string whole, string[] first, string delta, string[] last)
    {
        Whole = new AnswerTemplate(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {whole.Length}\r\n\r\n{whole}");
        First = new AnswerTemplate(StreamHead + string.Concat(first.Select(Framed)));
        Delta = new AnswerTemplate(Framed(delta));
        Last = new AnswerTemplate(string.Concat(last.Select(Framed)) + "0\r\n\r\n");
    }

    public static AnswerForm Anthropic { get; } = new(
        """
        {"id":"msg_bench","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text",
        "text":"A short answer."}],"stop_reason":"end_turn","stop_sequence":null,
        "usage":{"input_tokens":~~~~~~~~~~,"output_tokens":^^^^^^^^^^}}
        """,
        [
            Event("message_start", """
                {"type":"message_start","message":{"id":"msg_bench","type":"message","role":"assistant",
                "model":"claude-sonnet-4-5","content":[],"stop_reason":null,"stop_sequence":null,
                "usage":{"input_tokens":~~~~~~~~~~,"output_tokens":1}}}
                """),
            Event("content_block_start", """
                {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
                """),
        ],
        Event("content_block_delta", """
            {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"t=@@@@@@@@@@@@@@@@ word"}}
            """),
        [
            Event("content_block_stop", """{"type":"content_block_stop","index":0}"""),
            Event("message_delta", """
                {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},
                "usage":{"output_tokens":^^^^^^^^^^}}
                """),
            Event("message_stop", """{"type":"message_stop"}"""),
        ]);

    public static AnswerForm OpenAi { get; } = new(
        """
        {"id":"chatcmpl-bench","object":"chat.completion","created":1,"model":"claude-sonnet-4-5",
        "choices":[{"index":0,"message":{"role":"assistant","content":"A short answer."},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":~~~~~~~~~~,"completion_tokens":^^^^^^^^^^}}
        """,
        [Data(Choice("""{"role":"assistant","content":""}""", "null"))],
        Data(Choice("""{"content":"t=@@@@@@@@@@@@@@@@ word"}""", "null")),
        [
            Data(Choice("{}", "\"stop\"")),
            Data("""
                {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1,"model":"claude-sonnet-4-5",
                "choices":[],"usage":{"prompt_tokens":~~~~~~~~~~,"completion_tokens":^^^^^^^^^^}}
                """),
            Data("[DONE]"),
        ]);

    /// <summary>An answer as JSON.</summary>
    public AnswerTemplate Whole { get; }

    /// <summary>A stream's head and its events before the text.</summary>
    public AnswerTemplate First { get; }

    /// <summary>One chunk of text, with the instant at which it was written.</summary>
    public AnswerTemplate Delta { get; }

    /// <summary>A stream's events after the text, and its end.</summary>
    public AnswerTemplate Last { get; }

    /// <summary>Form of the answer to a request.</summary>
    public static AnswerForm Of(ReadOnlySpan<byte> request) =>
        request.StartsWith("POST /v1/chat/completions"u8) ? OpenAi : Anthropic;

    private static string Choice(string delta, string finish) =>
        "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"claude-sonnet-4-5\","
        + $"\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}]}}";

    private static string Event(string name, string data) => $"event: {name}\n{Data(data)}";

    private static string Data(string data) => $"data: {data.Replace("\n", "", StringComparison.Ordinal)}\n\n";

    private static string Framed(string chunk) => $"{Encoding.ASCII.GetByteCount(chunk):x}\r\n{chunk}\r\n";
}
