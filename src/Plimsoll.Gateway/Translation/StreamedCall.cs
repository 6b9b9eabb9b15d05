using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>A tool's call in a stream of OpenAI's Chat Completions, as far as it came.</summary>
/// <param name="index">Number by which its deltas name it.</param>
/// <param name="id">Its id.</param>
/// <param name="name">Name of the tool.</param>
internal sealed class StreamedCall(int index, string id, string name)
{
    private readonly ArrayBufferWriter<byte> kept = new();
    private JsonExtent extent;

    /// <summary>Number by which its deltas name it.</summary>
    public int Index => index;

    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Name of the tool.</summary>
    public string Name => name;

    /// <summary>Whether its arguments are a whole object: nothing more of it is to be expected.</summary>
    public bool IsWhole => extent.IsWhole;

    /// <summary>Whether any arguments were kept.</summary>
    public bool HasKept => kept.WrittenCount > 0;

    /// <summary>The arguments that were kept: a JSON text with its quotes.</summary>
    public byte[] Kept => [(byte)'"', .. kept.WrittenSpan, (byte)'"'];

    /// <summary>Takes note of further arguments.</summary>
    public void Follow(JsonElement piece) => extent.Add(JsonMarshal.GetRawUtf8Value(piece)[1..^1]);

    /// <summary>Keeps further arguments, byte for byte: a piece may end in the middle of a character.</summary>
    public void Keep(JsonElement piece)
    {
        Follow(piece);
        kept.Write(JsonMarshal.GetRawUtf8Value(piece)[1..^1]);
    }
}
