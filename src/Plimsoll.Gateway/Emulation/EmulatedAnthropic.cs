using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Anthropic Messages.</summary>
internal sealed class EmulatedAnthropic : IStreamedDialect
{
    public IEmulatedFamily Family { get; } = new AnthropicFamily();

    public string PromptMember => "messages";

    public PromptForm PromptForm => PromptForm.Messages;

    public EmulatedWork Work => EmulatedWork.Writing;

    public IReadOnlyList<string> OutputBounds { get; } = ["max_tokens"];

    public bool BoundRequired => true;

    public void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer)
    {
        json.WriteString("id", Id(answer));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", answer.Request.Model);
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", Filler.Text(answer.Output));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("stop_reason", StopReason(answer));
        json.WriteNull("stop_sequence");
        WriteUsage(json, answer, answer.Output);
    }

    public void Open(EventStream events, EmulatedAnswer answer)
    {
        Write(events, "message_start", json =>
        {
            json.WriteStartObject("message");
            json.WriteString("id", Id(answer));
            json.WriteString("type", "message");
            json.WriteString("role", "assistant");
            json.WriteString("model", answer.Request.Model);
            json.WriteStartArray("content");
            json.WriteEndArray();
            json.WriteNull("stop_reason");
            json.WriteNull("stop_sequence");
            WriteUsage(json, answer, 0);
            json.WriteEndObject();
        });
        Write(events, "content_block_start", json =>
        {
            json.WriteNumber("index", 0);
            json.WriteStartObject("content_block");
            json.WriteString("type", "text");
            json.WriteString("text", "");
            json.WriteEndObject();
        });
        Write(events, "ping", _ => { });
    }

    public void Token(EventStream events, EmulatedAnswer answer, int number) =>
        Write(events, "content_block_delta", json =>
        {
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            json.WriteString("type", "text_delta");
            json.WriteString("text", Filler.Word(number));
            json.WriteEndObject();
        });

    public void Close(EventStream events, EmulatedAnswer answer)
    {
        Write(events, "content_block_stop", json => json.WriteNumber("index", 0));
        Write(events, "message_delta", json =>
        {
            json.WriteStartObject("delta");
            json.WriteString("stop_reason", StopReason(answer));
            json.WriteNull("stop_sequence");
            json.WriteEndObject();
            WriteUsage(json, answer, answer.Output);
        });
        Write(events, "message_stop", _ => { });
    }

    private static void Write(EventStream events, string name, Action<Utf8JsonWriter> members) =>
        events.Write(name, json =>
        {
            json.WriteString("type", name);
            members(json);
        });

    private static string Id(EmulatedAnswer answer) => $"msg_{answer.Number:x16}";

    private static string StopReason(EmulatedAnswer answer) => answer.Cut ? "max_tokens" : "end_turn";

    private static void WriteUsage(Utf8JsonWriter json, EmulatedAnswer answer, int output)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", answer.Request.InputTokens);
        json.WriteNumber("cache_creation_input_tokens", 0);
        json.WriteNumber("cache_read_input_tokens", 0);
        json.WriteNumber("output_tokens", output);
        json.WriteEndObject();
    }
}
