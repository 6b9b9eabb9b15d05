using System.Buffers;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Translation;

/// <summary>Translates one streamed answer whose events are JSON objects, each for itself.</summary>
internal abstract class JsonEventTranslator : EventTranslator
{
    // An event goes out whole or not at all: one that cannot be translated leaves nothing behind.
    private readonly ArrayBufferWriter<byte> pending = new();
    private readonly IBufferWriter<byte> output;
    private readonly Utf8JsonWriter json;

    /// <summary>Begins a stream.</summary>
    /// <param name="output">Where it goes.</param>
    protected JsonEventTranslator(IBufferWriter<byte> output)
    {
        this.output = output;
        json = new Utf8JsonWriter(pending, WireJson.Plain);
    }

    /// <summary>Whether the answer came to its end or to an error: nothing may follow.</summary>
    protected bool IsOver { get; set; }

    /// <inheritdoc/>
    public override bool Read(ReadOnlySpan<byte> data)
    {
        pending.ResetWrittenCount();
        if (IsOver)
            return false;
        if (data.IsEmpty)
            pending.Write(":\n\n"u8);
        else if (data.SequenceEqual("[DONE]"u8))
            End();
        else
            Parse(data);
        output.Write(pending.WrittenSpan);
        return pending.WrittenCount > 0;
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        pending.ResetWrittenCount();
        if (!IsOver)
            End();
        output.Write(pending.WrittenSpan);
    }

    /// <inheritdoc/>
    public override void Dispose() => json.Dispose();

    /// <summary>Translates an event.</summary>
    protected abstract void Read(JsonElement data);

    /// <summary>Ends the answer.</summary>
    protected abstract void End();

    /// <summary>Begins an event whose data is an object.</summary>
    /// <param name="name">The event's name; empty where the dialect has none.</param>
    protected Utf8JsonWriter Open(ReadOnlySpan<byte> name = default)
    {
        if (!name.IsEmpty)
        {
            pending.Write("event: "u8);
            pending.Write(name);
            pending.Write("\n"u8);
        }

        pending.Write("data: "u8);
        json.Reset(pending);
        return json;
    }

    /// <summary>Ends the event.</summary>
    protected void Close()
    {
        json.Flush();
        pending.Write("\n\n"u8);
    }

    /// <summary>Writes bytes as they are.</summary>
    protected void Put(ReadOnlySpan<byte> bytes) => pending.Write(bytes);

    private void Parse(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object || reader.Read())
                throw new InvalidDataException("An event of the stream is no object.");
            Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("An event of the stream cannot be read.", e);
        }
    }
}
