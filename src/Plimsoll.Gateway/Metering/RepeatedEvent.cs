using System.Buffers;
using System.Text.Json;

namespace Plimsoll.Gateway.Metering;

/// <summary>
/// The form of the event that was read last. Most events of a stream differ from the one before them in nothing but
/// their text: what is the same up to the text's first byte and from the quote that ends it on is read in the same way,
/// and says again what was said already. A mutable struct: pass it by reference.
/// </summary>
internal struct RepeatedEvent
{
    // Some 100 to 300 bytes are around a text; the few events with more are not worth the memory.
    private const int MostBytes = 1024;

    private static readonly SearchValues<byte> EndsPlainText =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'"', (byte)'\\']);

    // What is around the text, the bytes before it first; all of it is valid only where its length is not 0.
    private byte[]? around;
    private int length;
    private int before;
    private int texts;
    private long textAt;
    private int textBytes;

    /// <summary>Whether an event is the last one again but for its text, and that has no escape.</summary>
    /// <param name="data">The event's data.</param>
    /// <param name="bytes">How many bytes of text it has.</param>
    public readonly bool IsRepeatedBy(ReadOnlySpan<byte> data, out int bytes)
    {
        bytes = data.Length - length;
        return length > 0
            && bytes >= 0
            && data.StartsWith(around.AsSpan(0, before))
            && data.EndsWith(around.AsSpan(before, length - before))
            && !data.Slice(before, bytes).ContainsAny(EndsPlainText);
    }

    /// <summary>Forgets the last event: another is read.</summary>
    public void Begin() => (length, texts) = (0, 0);

    /// <summary>
    /// Notes the text that <paramref name="json"/> stands on. How many bytes it has is all that is read of it.
    /// </summary>
    public void Note(ref readonly Utf8JsonReader json)
    {
        const int quote = 1;
        texts++;
        (textAt, textBytes) = (json.TokenStartIndex + quote, json.ValueSpan.Length);
    }

    /// <summary>Takes the form of the event that was read to its end, if it has one text.</summary>
    /// <param name="data">The event's data.</param>
    public void Keep(ReadOnlySpan<byte> data)
    {
        var needed = data.Length - textBytes;
        if (texts != 1 || needed > MostBytes)
            return;
        if (around is null || around.Length < needed)
            around = new byte[needed];
        (before, length) = ((int)textAt, needed);
        data[..before].CopyTo(around);
        data[(before + textBytes)..].CopyTo(around.AsSpan(before));
    }
}
