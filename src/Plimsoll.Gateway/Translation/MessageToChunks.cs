using System.Buffers;
using System.Text.Json;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>A streamed answer of Anthropic's Messages as one of OpenAI's Chat Completions.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="tellsUsage">Whether the client asked for the usage.</param>
/// <param name="now">When the answer began.</param>
internal sealed class MessageToChunks(IBufferWriter<byte> output, bool tellsUsage, Instant now)
    : JsonEventTranslator(output)
{
    private string? id;
    private string? model;
    private int tool = -1;
    private TokenCounts usage;

    /// <inheritdoc/>
    protected override void Read(JsonElement data)
    {
        switch (data.Text("type"))
        {
            case "message_start":
                Start(data.Object("message") ?? default);
                break;
            case "content_block_start":
                StartBlock(data.Object("content_block") ?? default);
                break;
            case "content_block_delta":
                ReadDelta(data.Object("delta") ?? default);
                break;
            case "message_delta":
                usage = TokenCounts.OfMessage(data.Object("usage") ?? default, usage);
                EndChoice(data.Object("delta")?.Text("stop_reason"));
                break;
            case "message_stop":
                End();
                break;
            case "ping":
                Put(":\n\n"u8);
                break;
            case "error":
                IsOver = true;
                ErrorWords.WriteChat(Open(), data, 500);
                Close();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        IsOver = true;
        if (tellsUsage)
        {
            var json = Begin();
            json.WriteStartArray("choices");
            json.WriteEndArray();
            usage.WriteChat(json);
            json.WriteEndObject();
            Close();
        }

        Put("data: [DONE]\n\n"u8);
    }

    private void Start(JsonElement message)
    {
        (id, model) = (message.Text("id"), message.Text("model"));
        usage = TokenCounts.OfMessage(message.Object("usage") ?? default, default);
        var json = BeginDelta();
        json.WriteString("role", "assistant");
        json.WriteString("content", "");
        EndDelta(json);
    }

    private void StartBlock(JsonElement block)
    {
        switch (block.Text("type"))
        {
            case "text":
                WriteText("content", block.Said("text"));
                break;
            case "thinking":
                WriteText("reasoning_content", block.Said("thinking"));
                break;
            case "tool_use":
                StartCall(block);
                break;
            case "redacted_thinking":
                break;
            case var other:
                throw new InvalidDataException($"The stream has a block of type '{other}'.");
        }
    }

    private void StartCall(JsonElement block)
    {
        tool++;
        var json = BeginCall();
        json.WriteString("id", block.Text("id"));
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", block.Text("name"));

        // An input that is there from the beginning has no deltas.
        if (block.Object("input") is { } input && input.GetPropertyCount() > 0)
            ToolCalls.WriteArguments(json, input);
        else
            json.WriteString("arguments", ""u8);
        json.WriteEndObject();
        EndCall(json);
    }

    private void ReadDelta(JsonElement delta)
    {
        switch (delta.Text("type"))
        {
            case "text_delta":
                WriteText("content", delta.Said("text"));
                break;
            case "thinking_delta":
                WriteText("reasoning_content", delta.Said("thinking"));
                break;
            case "input_json_delta" when delta.Said("partial_json") is { } arguments:
                var json = BeginCall();
                json.WriteStartObject("function");
                json.WriteCopy("arguments", arguments);
                json.WriteEndObject();
                EndCall(json);
                break;
            case "input_json_delta" or "signature_delta" or "citations_delta":
                break;
            case var other:
                throw new InvalidDataException($"The stream has a delta of type '{other}'.");
        }
    }

    private void WriteText(string member, JsonElement? said)
    {
        if (said is not { } text)
            return;
        var json = BeginDelta();
        json.WriteCopy(member, text);
        EndDelta(json);
    }

    private void EndChoice(string? stopReason)
    {
        if (stopReason is not null)
            EndDelta(BeginDelta(), StopReasons.OfMessage(stopReason));
    }

    private Utf8JsonWriter BeginCall()
    {
        var json = BeginDelta();
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", tool);
        return json;
    }

    private void EndCall(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndArray();
        EndDelta(json);
    }

    private Utf8JsonWriter BeginDelta()
    {
        var json = Begin();
        if (tellsUsage)
            json.WriteNull("usage");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        return json;
    }

    private void EndDelta(Utf8JsonWriter json, string? finishReason = null)
    {
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        Close();
    }

    private Utf8JsonWriter Begin()
    {
        var json = Open();
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", "chat.completion.chunk");
        json.WriteNumber("created", now.UnixSeconds);
        json.WriteString("model", model);
        return json;
    }
}
