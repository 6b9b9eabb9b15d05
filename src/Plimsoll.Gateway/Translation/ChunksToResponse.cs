using System.Buffers;
using System.Text.Json;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// A streamed answer of OpenAI's Chat Completions as one of its Responses: what runs on in deltas there are items here,
/// each with a beginning, an end, and its whole text at the end. Several calls may be open at once.
/// </summary>
internal sealed class ChunksToResponse(IBufferWriter<byte> output, RequestEcho? echo, string requestId, Instant now)
    : JsonEventTranslator(output)
{
    private readonly StreamedCalls calls = new();
    private readonly List<OpenCall> openCalls = [];
    private ResponseDocument? document;
    private OpenText? open;
    private int sequence;
    private string? finishReason;
    private TokenCounts usage;

    private sealed record OpenCall(StreamedCall Call, ResponseCall Called, int Index, string Id);

    /// <inheritdoc/>
    protected override void Read(JsonElement data)
    {
        if (data.Find("error") is not null)
        {
            Fail(data);
            return;
        }

        if (data.Object("usage") is { } counts)
            usage = TokenCounts.OfChat(counts);
        foreach (var choice in data.Items("choices"))
        {
            Start(data);
            ReadDelta(choice.Find("delta") ?? default);
            finishReason = choice.Text("finish_reason") ?? finishReason;
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (document is null)
            throw new InvalidDataException("The stream ended before any answer.");
        var ending = ResponseEnding.Of(finishReason);
        CloseText(openCalls.Count == 0 ? ending.Status : "completed");
        while (openCalls.Count > 0)
            CloseCall(openCalls[0], openCalls[0].Call.IsWhole ? "completed" : ending.Status);
        IsOver = true;
        var json = Event(ending.Reason is null ? "response.completed"u8 : "response.incomplete"u8);
        json.WritePropertyName("response");
        document.Write(json, ending, usage);
        CloseEvent(json);
    }

    private void Fail(JsonElement data)
    {
        Start(data);
        IsOver = true;
        var json = Event("response.failed"u8);
        json.WritePropertyName("response");
        document!.Write(json, null, null, written => ErrorWords.WriteResponse(written, data));
        CloseEvent(json);
    }

    private void Start(JsonElement chunk)
    {
        if (document is not null)
            return;
        document = new ResponseDocument(echo, chunk.Text("id") ?? requestId, chunk.Text("model"), now);
        foreach (var isCreated in (ReadOnlySpan<bool>)[true, false])
        {
            var json = Event(isCreated ? "response.created"u8 : "response.in_progress"u8);
            json.WritePropertyName("response");
            document.Write(json, null, null);
            CloseEvent(json);
        }
    }

    private void ReadDelta(JsonElement delta)
    {
        if ((delta.Said("reasoning_content") ?? delta.Said("reasoning")) is { } thought)
            Say(TextKind.Thought, thought);
        if (delta.Said("content") is { } text)
            Say(TextKind.Said, text);
        foreach (var part in delta.Items("content"))
        {
            if (CompletionToMessage.SaidIn(part) is { } piece)
                Say(TextKind.Said, piece);
        }

        if (delta.Said("refusal") is { } refusal)
            Say(TextKind.Refusal, refusal);
        foreach (var call in delta.Items("tool_calls"))
            ReadCall(call);
    }

    private void Say(TextKind kind, JsonElement text)
    {
        if (open?.Kind != kind)
            BeginText(kind);
        open!.Add(text);
        var json = PartEvent(kind switch
        {
            TextKind.Thought => "response.reasoning_summary_text.delta"u8,
            TextKind.Said => "response.output_text.delta"u8,
            _ => "response.refusal.delta"u8,
        });
        json.WriteCopy("delta", text);
        if (kind == TextKind.Said)
            WriteNoLogprobs(json);
        CloseEvent(json);
    }

    private void BeginText(TextKind kind)
    {
        // A refusal is a further part of what is said, not another item.
        if (open is { Kind: not TextKind.Thought } said && kind != TextKind.Thought)
        {
            ClosePart();
            said.Next(kind);
        }
        else
        {
            CloseText("completed");
            CloseWholeCalls();
            var (index, id) = document!.Open(kind == TextKind.Thought ? "rs" : "msg");
            open = new OpenText(kind, index, id);
            var json = ItemEvent("response.output_item.added"u8, index);
            json.WritePropertyName("item");
            open.WriteItem(json, "in_progress");
            CloseEvent(json);
        }

        WritePart(kind == TextKind.Thought
            ? "response.reasoning_summary_part.added"u8
            : "response.content_part.added"u8);
    }

    private void WritePart(ReadOnlySpan<byte> name)
    {
        var json = PartEvent(name);
        json.WritePropertyName("part");
        open!.WritePart(json);
        CloseEvent(json);
    }

    private void ClosePart()
    {
        var kind = open!.Kind;
        var json = PartEvent(kind switch
        {
            TextKind.Thought => "response.reasoning_summary_text.done"u8,
            TextKind.Said => "response.output_text.done"u8,
            _ => "response.refusal.done"u8,
        });
        json.WriteRaw(kind == TextKind.Refusal ? "refusal" : "text", open.Text);
        if (kind == TextKind.Said)
            WriteNoLogprobs(json);
        CloseEvent(json);
        WritePart(kind == TextKind.Thought
            ? "response.reasoning_summary_part.done"u8
            : "response.content_part.done"u8);
        open.EndPart();
    }

    private void CloseText(string status)
    {
        if (open is not { } item)
            return;
        ClosePart();
        open = null;
        WriteDone(item.Index, document!.Close(item.Index, json => item.WriteItem(json, status)));
    }

    private void ReadCall(JsonElement delta)
    {
        var call = calls.Of(delta, out var isNew);
        if (isNew)
            OpenNext(call);
        if (delta.Object("function")?.Arguments is not { } arguments)
            return;
        var item = openCalls.Find(each => each.Call == call)
            ?? throw new InvalidDataException("The stream goes back to a tool's call that has ended.");
        call.Keep(arguments);
        var json = ItemEvent("response.function_call_arguments.delta"u8, item.Index, item.Id);
        json.WriteCopy("delta", arguments);
        CloseEvent(json);
    }

    private void OpenNext(StreamedCall call)
    {
        CloseText("completed");
        CloseWholeCalls();
        var (index, id) = document!.Open("fc");
        var called = RequestEcho.CallOf(echo, call.Id, call.Name);
        openCalls.Add(new OpenCall(call, called, index, id));
        var json = ItemEvent("response.output_item.added"u8, index);
        json.WritePropertyName("item");
        ResponseItems.WriteCall(json, id, "in_progress", called, "\"\""u8);
        CloseEvent(json);
    }

    /// <summary>A client runs a call when it is done: it need not wait for the end of the stream.</summary>
    private void CloseWholeCalls()
    {
        while (openCalls.Find(item => item.Call.IsWhole) is { } whole)
            CloseCall(whole, "completed");
    }

    private void CloseCall(OpenCall item, string status)
    {
        openCalls.Remove(item);
        var call = item.Call;
        var arguments = call.HasKept ? call.Kept : [.. "\"{}\""u8];
        var json = ItemEvent("response.function_call_arguments.done"u8, item.Index, item.Id);
        json.WriteString("name", item.Called.Name);
        json.WriteRaw("arguments", arguments);
        CloseEvent(json);
        WriteDone(item.Index, document!.Close(item.Index, written => ResponseItems.WriteCall(
            written, item.Id, status, item.Called, arguments)));
    }

    private void WriteDone(int index, byte[] item)
    {
        var json = ItemEvent("response.output_item.done"u8, index);
        json.WriteRaw("item", item);
        CloseEvent(json);
    }

    private static void WriteNoLogprobs(Utf8JsonWriter json)
    {
        json.WriteStartArray("logprobs");
        json.WriteEndArray();
    }

    /// <summary>Begins an event about the part that is open.</summary>
    private Utf8JsonWriter PartEvent(ReadOnlySpan<byte> name)
    {
        var json = ItemEvent(name, open!.Index, open.Id);
        json.WriteNumber(open.Kind == TextKind.Thought ? "summary_index" : "content_index", open.Part);
        return json;
    }

    private Utf8JsonWriter ItemEvent(ReadOnlySpan<byte> name, int index, string? id = null)
    {
        var json = Event(name);
        if (id is not null)
            json.WriteString("item_id", id);
        json.WriteNumber("output_index", index);
        return json;
    }

    private Utf8JsonWriter Event(ReadOnlySpan<byte> name)
    {
        var json = Open(name);
        json.WriteStartObject();
        json.WriteString("type"u8, name);
        json.WriteNumber("sequence_number", sequence++);
        return json;
    }

    private void CloseEvent(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        Close();
    }
}
