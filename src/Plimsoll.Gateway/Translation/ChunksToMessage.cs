using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// A streamed answer of OpenAI's Chat Completions as one of Anthropic's Messages: what runs on in deltas there has a
/// beginning and an end here. Blocks come one after the other: where deltas of several calls come in turns, the later
/// calls wait until the first is whole.
/// </summary>
internal sealed class ChunksToMessage(IBufferWriter<byte> output, string requestId) : JsonEventTranslator(output)
{
    private enum Block
    {
        None,
        Text,
        Thinking,
        Tool,
    }

    private bool hasStarted;
    private Block open;
    private int index = -1;
    private readonly StreamedCalls calls = new();
    private readonly Queue<StreamedCall> waiting = [];
    private StreamedCall? current;
    private bool hasRefused;
    private string? finishReason;
    private string? stopSequence;
    private TokenCounts usage;

    /// <inheritdoc/>
    protected override void Read(JsonElement data)
    {
        if (data.Find("error") is not null)
        {
            IsOver = true;
            ErrorWords.WriteMessage(Open("error"u8), data, ErrorWords.StatusOf(data), requestId);
            Close();
            return;
        }

        if (data.Object("usage") is { } counts)
            usage = TokenCounts.OfChat(counts);
        foreach (var choice in data.Items("choices"))
        {
            Start(data);
            ReadDelta(choice.Find("delta") ?? default);
            finishReason = choice.Text("finish_reason") ?? finishReason;
            stopSequence = StopReasons.SequenceOf(choice) ?? stopSequence;
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (!hasStarted)
            throw new InvalidDataException("The stream ended before any answer.");
        CloseCalls();
        CloseBlock();
        IsOver = true;
        var reason = StopReasons.OfChat(finishReason, calls.Any, hasRefused, stopSequence);
        var json = Event("message_delta"u8);
        json.WriteStartObject("delta");
        json.WriteString("stop_reason", reason);
        json.WriteString("stop_sequence", reason == "stop_sequence" ? stopSequence : null);
        json.WriteEndObject();
        usage.WriteMessage(json);
        CloseEvent(json);
        CloseEvent(Event("message_stop"u8));
    }

    /// <summary>What was read is not known yet, unless the first chunk tells: the end tells it.</summary>
    private void Start(JsonElement chunk)
    {
        if (hasStarted)
            return;
        hasStarted = true;
        var json = Event("message_start"u8);
        json.WriteStartObject("message");
        json.WriteString("id", chunk.Text("id"));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", chunk.Text("model"));
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        usage.WriteMessage(json);
        json.WriteEndObject();
        CloseEvent(json);
    }

    private void ReadDelta(JsonElement delta)
    {
        if ((delta.Said("reasoning_content") ?? delta.Said("reasoning")) is { } thought)
            WriteDelta(Block.Thinking, "thinking_delta", "thinking", thought);
        if (delta.Said("content") is { } text)
            WriteDelta(Block.Text, "text_delta", "text", text);
        foreach (var part in delta.Items("content"))
        {
            if (CompletionToMessage.SaidIn(part) is { } piece)
                WriteDelta(Block.Text, "text_delta", "text", piece);
        }

        if (delta.Said("refusal") is { } refusal)
        {
            hasRefused = true;
            WriteDelta(Block.Text, "text_delta", "text", refusal);
        }

        foreach (var call in delta.Items("tool_calls"))
            ReadCall(call);
    }

    private void ReadCall(JsonElement delta)
    {
        var call = calls.Of(delta, out var isNew);
        if (isNew)
            waiting.Enqueue(call);
        var arguments = delta.Object("function")?.Arguments;
        if (call == current && open == Block.Tool)
        {
            if (arguments is { } next)
            {
                call.Follow(next);
                WriteDelta(Block.Tool, "input_json_delta", "partial_json", JsonMarshal.GetRawUtf8Value(next));
            }
        }
        else if (arguments is { } kept)
        {
            if (!waiting.Contains(call))
                throw new InvalidDataException("The stream goes back to a tool's call that has ended.");
            call.Keep(kept);
        }

        while (waiting.Count > 0 && (open != Block.Tool || current!.IsWhole))
            OpenCall(waiting.Dequeue());
    }

    private void OpenCall(StreamedCall call)
    {
        var json = OpenBlock(Block.Tool);
        current = call;
        json.WriteString("type", "tool_use");
        json.WriteString("id", call.Id);
        json.WriteString("name", call.Name);
        json.WriteStartObject("input");
        json.WriteEndObject();
        json.WriteEndObject();
        CloseEvent(json);
        if (call.HasKept)
            WriteDelta(Block.Tool, "input_json_delta", "partial_json", call.Kept);
    }

    /// <summary>What else is said comes behind all that is called.</summary>
    private void CloseCalls()
    {
        while (waiting.TryDequeue(out var call))
            OpenCall(call);
    }

    private void WriteDelta(Block kind, string type, string member, JsonElement text) =>
        WriteDelta(kind, type, member, JsonMarshal.GetRawUtf8Value(text));

    private void WriteDelta(Block kind, string type, string member, ReadOnlySpan<byte> text)
    {
        if (open != kind)
        {
            CloseCalls();
            var start = OpenBlock(kind);
            start.WriteString("type", member);
            start.WriteString(member, "");
            if (kind == Block.Thinking)
                start.WriteString("signature", "");
            start.WriteEndObject();
            CloseEvent(start);
        }

        var json = Event("content_block_delta"u8);
        json.WriteNumber("index", index);
        json.WriteStartObject("delta");
        json.WriteString("type", type);
        json.WriteRaw(member, text);
        json.WriteEndObject();
        CloseEvent(json);
    }

    /// <summary>Begins the event that begins a block, up to the block's members.</summary>
    private Utf8JsonWriter OpenBlock(Block kind)
    {
        CloseBlock();
        open = kind;
        index++;
        var json = Event("content_block_start"u8);
        json.WriteNumber("index", index);
        json.WriteStartObject("content_block");
        return json;
    }

    private void CloseBlock()
    {
        if (open == Block.None)
            return;
        open = Block.None;
        var json = Event("content_block_stop"u8);
        json.WriteNumber("index", index);
        CloseEvent(json);
    }

    private Utf8JsonWriter Event(ReadOnlySpan<byte> name)
    {
        var json = Open(name);
        json.WriteStartObject();
        json.WriteString("type"u8, name);
        return json;
    }

    private void CloseEvent(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        Close();
    }
}
