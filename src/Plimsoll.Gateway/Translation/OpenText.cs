using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>An item of a streamed response of OpenAI's whose text is still coming.</summary>
/// <param name="kind">What its first part is.</param>
/// <param name="index">Its place among the items.</param>
/// <param name="id">Its name.</param>
internal sealed class OpenText(TextKind kind, int index, string id)
{
    private readonly List<(bool IsRefusal, byte[] Text)> ended = [];
    private readonly ArrayBufferWriter<byte> text = new();

    /// <summary>What the part is that is open.</summary>
    public TextKind Kind { get; private set; } = kind;

    /// <summary>Its place among the items.</summary>
    public int Index => index;

    /// <summary>Its name.</summary>
    public string Id => id;

    /// <summary>Place of the open part among the item's.</summary>
    public int Part => ended.Count;

    /// <summary>Text of the open part: JSON with its quotes.</summary>
    public byte[] Text => [(byte)'"', .. text.WrittenSpan, (byte)'"'];

    /// <summary>Takes the next of its text, which may end in the middle of a character.</summary>
    public void Add(JsonElement piece) => text.Write(JsonMarshal.GetRawUtf8Value(piece)[1..^1]);

    /// <summary>Ends the open part.</summary>
    public void EndPart()
    {
        ended.Add((Kind == TextKind.Refusal, Text));
        text.ResetWrittenCount();
    }

    /// <summary>Begins another part.</summary>
    public void Next(TextKind of) => Kind = of;

    /// <summary>Writes the open part.</summary>
    public void WritePart(Utf8JsonWriter json)
    {
        if (Kind == TextKind.Thought)
            ResponseItems.WriteSummary(json, Text);
        else
            ResponseItems.WritePart(json, Kind == TextKind.Refusal, Text);
    }

    /// <summary>Writes the item with the parts that ended.</summary>
    public void WriteItem(Utf8JsonWriter json, string status)
    {
        if (Kind == TextKind.Thought)
        {
            ResponseItems.WriteReasoning(json, id, ended.Count > 0 ? ended[0].Text : []);
            return;
        }

        ResponseItems.BeginMessage(json, id, status);
        ended.ForEach(part => ResponseItems.WritePart(json, part.IsRefusal, part.Text));
        ResponseItems.EndMessage(json);
    }
}
