using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// A streamed answer of OpenAI's Chat Completions as one of Anthropic's Messages: what runs on in deltas there has a
/// beginning and an end here.
/// </summary>
internal sealed class ChunksToMessage(IBufferWriter<byte> output, string requestId) : EventTranslator(output)
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
    private int tool = -1;
    private string? toolId;
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
        CloseBlock();
        IsOver = true;
        var reason = StopReasons.OfChat(finishReason, tool >= 0, hasRefused, stopSequence);
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

    private void ReadCall(JsonElement call)
    {
        var id = call.Text("id");
        var function = call.Object("function") ?? default;
        var isOther = id is { Length: > 0 } && id != toolId;
        var at = call.Find("index") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given)
            ? given
            : tool + (isOther ? 1 : 0);
        if (at > tool || (at == tool && isOther))
        {
            (tool, toolId) = (at, id is { Length: > 0 } ? id : $"call_{at.ToString(CultureInfo.InvariantCulture)}");
            OpenTool(function.Text("name"));
        }
        else if (at < tool || open != Block.Tool)
        {
            // Blocks of a message come one after the other.
            throw new InvalidDataException("The stream goes back to a tool's call that another has followed.");
        }

        if (function.Said("arguments") is { } arguments)
            WriteDelta(Block.Tool, "input_json_delta", "partial_json", arguments);
    }

    private void OpenTool(string? name)
    {
        var json = OpenBlock(Block.Tool);
        json.WriteString("type", "tool_use");
        json.WriteString("id", toolId);
        json.WriteString("name", name ?? throw new InvalidDataException("A tool's call has no name."));
        json.WriteStartObject("input");
        json.WriteEndObject();
        json.WriteEndObject();
        CloseEvent(json);
    }

    private void WriteDelta(Block kind, string type, string member, JsonElement text)
    {
        if (open != kind)
        {
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
        json.WriteCopy(member, text);
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
