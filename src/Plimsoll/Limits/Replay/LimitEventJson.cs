using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plimsoll.Limits.Replay;

/// <summary>One event as one JSON object without line breaks. Text in, text out: it opens no file.</summary>
public static class LimitEventJson
{
    /// <summary>What the first event of a log says about its form.</summary>
    public const string Format = "plimsoll.limit-log/1";

    /// <summary>Most tokens of a kind in one request.</summary>
    public const long MostTokens = 1_000_000_000_000;

    private const string Expected = "expected one JSON object a line";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 16 };

    /// <summary>Writes an event.</summary>
    public static string Write(LimitEvent one)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(one, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes an event as UTF-8, without a line feed.</summary>
    public static void Write(LimitEvent one, IBufferWriter<byte> buffer)
    {
        using var json = new Utf8JsonWriter(buffer, Plain);
        EventWriter.Write(json, one);
    }

    /// <summary>Reads an event.</summary>
    /// <param name="utf8">One JSON object.</param>
    /// <param name="problems">Takes everything that is wrong with it; null is returned then.</param>
    /// <param name="isCutOff">Whether the text ends without a line feed, as that of a writer that died does.</param>
    public static LimitEvent? Read(ReadOnlySpan<byte> utf8, ICollection<string> problems, bool isCutOff = false)
    {
        var found = new List<string>();
        LimitEvent? one = null;
        try
        {
            var reader = new Utf8JsonReader(utf8, Strict);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed < utf8.Length)
                found.Add($"found more after byte {reader.BytesConsumed}; {Expected}");
            else if (document.RootElement.ValueKind != JsonValueKind.Object)
                found.Add($"found {Fields.Shown(document.RootElement)}; {Expected}");
            else
                one = ReadObject(document.RootElement, found);
        }
        catch (JsonException problem)
        {
            found.Add(isCutOff
                ? "the last line is cut off, as a writer that was stopped leaves it; delete the line"
                : $"not JSON at byte {problem.BytePositionInLine + 1}; {Expected}");
        }

        foreach (var problem in found)
            problems.Add(problem);
        return found.Count == 0 ? one : null;
    }

    private static LimitEvent? ReadObject(JsonElement from, List<string> problems)
    {
        try
        {
            return EventReader.Read(new Fields(from, "", problems));
        }
        catch (InvalidOperationException)
        {
            // The one thing that System.Text.Json finds out only when a text is taken.
            problems.Add("a text is not Unicode: half of a surrogate pair, or bytes that are not UTF-8");
            return null;
        }
    }
}
