using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class EmulatedOpenAi : IEmulatedDialect
{
    public string ConversationMember => "messages";

    public IReadOnlyList<string> OutputBounds { get; } = ["max_completion_tokens", "max_tokens"];

    public bool BoundRequired => false;

    public string RequestIdHeader => "x-request-id";

    public int Status(Failure failure) => failure switch
    {
        Failure.UnknownModel => 404,
        Failure.Full => 503,
        _ => 400,
    };

    public void WriteFailure(Utf8JsonWriter json, Failure failure, string message, string requestId)
    {
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", failure == Failure.Full ? "service_unavailable_error" : "invalid_request_error");
        json.WriteNull("param");
        json.WriteString("code", failure switch
        {
            Failure.UnknownModel => "model_not_found",
            Failure.TooLong => "context_length_exceeded",
            Failure.Full => "overloaded",
            _ => null,
        });
        json.WriteEndObject();
    }

    public void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer)
    {
        WriteHead(json, answer, "chat.completion");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", Filler.Text(answer.Output));
        json.WriteNull("refusal");
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", FinishReason(answer));
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, answer);
    }

    public void Open(EventStream events, EmulatedAnswer answer) => WriteChunk(events, answer, "", role: "assistant");

    public void Token(EventStream events, EmulatedAnswer answer, int number) =>
        WriteChunk(events, answer, Filler.Word(number));

    public void Close(EventStream events, EmulatedAnswer answer)
    {
        WriteChunk(events, answer, content: null, finish: FinishReason(answer));
        if (answer.Request.IncludeUsage)
        {
            events.Write(null, json =>
            {
                WriteHead(json, answer, "chat.completion.chunk");
                json.WriteStartArray("choices");
                json.WriteEndArray();
                WriteUsage(json, answer);
            });
        }

        events.WriteText("data: [DONE]\n\n");
    }

    private static void WriteChunk(
        EventStream events, EmulatedAnswer answer, string? content, string? role = null, string? finish = null) =>
        events.Write(null, json =>
        {
            WriteHead(json, answer, "chat.completion.chunk");
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            if (role is not null)
                json.WriteString("role", role);
            if (content is not null)
                json.WriteString("content", content);
            json.WriteEndObject();
            json.WriteNull("logprobs");
            json.WriteString("finish_reason", finish);
            json.WriteEndObject();
            json.WriteEndArray();
            if (answer.Request.IncludeUsage)
                json.WriteNull("usage");
        });

    private static void WriteHead(Utf8JsonWriter json, EmulatedAnswer answer, string kind)
    {
        json.WriteString("id", $"chatcmpl-{answer.Number:x16}");
        json.WriteString("object", kind);
        json.WriteNumber("created", answer.Created.ToUnixTimeSeconds());
        json.WriteString("model", answer.Request.Model);
    }

    private static string FinishReason(EmulatedAnswer answer) => answer.Cut ? "length" : "stop";

    private static void WriteUsage(Utf8JsonWriter json, EmulatedAnswer answer)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", answer.Request.InputTokens);
        json.WriteNumber("completion_tokens", answer.Output);
        json.WriteNumber("total_tokens", (long)answer.Request.InputTokens + answer.Output);
        json.WriteEndObject();
    }
}
