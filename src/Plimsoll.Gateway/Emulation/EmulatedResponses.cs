using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Translation;

namespace Plimsoll.Gateway.Emulation;

/// <summary>OpenAI Responses, each with one message.</summary>
internal sealed class EmulatedResponses : IStreamedDialect
{
    // Events before the first token.
    private const int Opening = 4;

    public IEmulatedFamily Family { get; } = new OpenAiFamily();

    public string PromptMember => "input";

    public PromptForm PromptForm => PromptForm.MessagesOrText;

    public EmulatedWork Work => EmulatedWork.Writing;

    public IReadOnlyList<string> OutputBounds { get; } = ["max_output_tokens"];

    public bool BoundRequired => false;

    public void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer) => WriteMembers(json, answer, isDone: true);

    public void Open(EventStream events, EmulatedAnswer answer)
    {
        Write(events, "response.created", 0, json => WriteResponse(json, answer, isDone: false));
        Write(events, "response.in_progress", 1, json => WriteResponse(json, answer, isDone: false));
        WriteItem(events, "response.output_item.added", 2, answer, "in_progress", text: null);
        WritePart(events, "response.content_part.added", Opening - 1, answer, "");
    }

    public void Token(EventStream events, EmulatedAnswer answer, int number) =>
        WriteText(events, "response.output_text.delta", Opening + number - 1, answer, "delta", Filler.Word(number));

    public void Close(EventStream events, EmulatedAnswer answer)
    {
        var next = Opening + answer.Output;
        var text = Filler.Text(answer.Output);
        WriteText(events, "response.output_text.done", next++, answer, "text", text);
        WritePart(events, "response.content_part.done", next++, answer, text);
        WriteItem(events, "response.output_item.done", next++, answer, StatusOf(answer), text);
        Write(events, $"response.{StatusOf(answer)}", next, json => WriteResponse(json, answer, isDone: true));
    }

    private static void Write(EventStream events, string name, int number, Action<Utf8JsonWriter> members) =>
        events.Write(name, json =>
        {
            json.WriteString("type", name);
            json.WriteNumber("sequence_number", number);
            members(json);
        });

    private static void WriteText(
        EventStream events, string name, int number, EmulatedAnswer answer, string member, string text) =>
        Write(events, name, number, json =>
        {
            WritePlace(json, answer);
            json.WriteString(member, text);
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        });

    private static void WritePart(EventStream events, string name, int number, EmulatedAnswer answer, string text) =>
        Write(events, name, number, json =>
        {
            WritePlace(json, answer);
            json.WritePropertyName("part");
            ResponseItems.WritePart(json, isRefusal: false, Quoted(text));
        });

    private static void WriteItem(
        EventStream events, string name, int number, EmulatedAnswer answer, string status, string? text) =>
        Write(events, name, number, json =>
        {
            json.WriteNumber("output_index", 0);
            json.WritePropertyName("item");
            WriteMessage(json, answer, status, text);
        });

    private static void WritePlace(Utf8JsonWriter json, EmulatedAnswer answer)
    {
        json.WriteString("item_id", MessageId(answer));
        json.WriteNumber("output_index", 0);
        json.WriteNumber("content_index", 0);
    }

    private static void WriteMessage(Utf8JsonWriter json, EmulatedAnswer answer, string status, string? text)
    {
        ResponseItems.BeginMessage(json, MessageId(answer), status);
        if (text is not null)
            ResponseItems.WritePart(json, isRefusal: false, Quoted(text));
        ResponseItems.EndMessage(json);
    }

    private static void WriteResponse(Utf8JsonWriter json, EmulatedAnswer answer, bool isDone)
    {
        json.WriteStartObject("response");
        WriteMembers(json, answer, isDone);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, EmulatedAnswer answer, bool isDone)
    {
        json.WriteString("id", $"resp_{answer.Number:x16}");
        json.WriteString("object", "response");
        json.WriteNumber("created_at", answer.Created.ToUnixTimeSeconds());
        json.WriteString("status", isDone ? StatusOf(answer) : "in_progress");
        json.WriteNull("error");
        if (isDone && answer.Cut)
            json.WriteRaw("incomplete_details", """{"reason":"max_output_tokens"}"""u8);
        else
            json.WriteNull("incomplete_details");
        json.WriteString("model", answer.Request.Model);
        json.WriteStartArray("output");
        if (isDone)
            WriteMessage(json, answer, StatusOf(answer), Filler.Text(answer.Output));
        json.WriteEndArray();
        if (isDone)
            new TokenCounts(answer.Request.InputTokens, 0, 0, answer.Output, 0).WriteResponse(json);
        else
            json.WriteNull("usage");
        json.WriteBoolean("parallel_tool_calls", true);
        json.WriteString("tool_choice", "auto");
        json.WriteStartArray("tools");
        json.WriteEndArray();
        json.WriteBoolean("store", false);
    }

    private static string MessageId(EmulatedAnswer answer) => $"msg_{answer.Number:x16}";

    private static string StatusOf(EmulatedAnswer answer) => answer.Cut ? "incomplete" : "completed";

    // The filler has nothing that JSON escapes.
    private static byte[] Quoted(string text) => Encoding.UTF8.GetBytes($"\"{text}\"");
}
