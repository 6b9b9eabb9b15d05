using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class EmulatedOpenAi : IStreamedDialect
{
    private const string Prefix = "chatcmpl";
    private const string Chunk = "chat.completion.chunk";

    public IEmulatedFamily Family { get; } = new OpenAiFamily();

    public string PromptMember => "messages";

    public PromptForm PromptForm => PromptForm.Messages;

    public EmulatedWork Work => EmulatedWork.Writing;

    public IReadOnlyList<string> OutputBounds { get; } = ["max_completion_tokens", "max_tokens"];

    public bool BoundRequired => false;

    public void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer)
    {
        WriteHead(json, answer, Prefix, "chat.completion");
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
        WriteEnd(events, answer, json => WriteHead(json, answer, Prefix, Chunk));
    }

    /// <summary>The chunk of usage, where it was asked for, and the stream's last word.</summary>
    internal static void WriteEnd(EventStream events, EmulatedAnswer answer, Action<Utf8JsonWriter> head)
    {
        if (answer.Request.IncludeUsage)
        {
            events.Write(null, json =>
            {
                head(json);
                json.WriteStartArray("choices");
                json.WriteEndArray();
                WriteUsage(json, answer);
            });
        }

        events.WriteText("data: [DONE]\n\n");
    }

    internal static void WriteHead(Utf8JsonWriter json, EmulatedAnswer answer, string prefix, string kind)
    {
        json.WriteString("id", $"{prefix}-{answer.Number:x16}");
        json.WriteString("object", kind);
        json.WriteNumber("created", answer.Created.ToUnixTimeSeconds());
        json.WriteString("model", answer.Request.Model);
    }

    internal static string FinishReason(EmulatedAnswer answer) => answer.Cut ? "length" : "stop";

    internal static void WriteUsage(Utf8JsonWriter json, EmulatedAnswer answer)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", answer.Request.InputTokens);
        json.WriteNumber("completion_tokens", answer.Output);
        json.WriteNumber("total_tokens", (long)answer.Request.InputTokens + answer.Output);
        json.WriteEndObject();
    }

    private static void WriteChunk(
        EventStream events, EmulatedAnswer answer, string? content, string? role = null, string? finish = null) =>
        events.Write(null, json =>
        {
            WriteHead(json, answer, Prefix, Chunk);
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
}
