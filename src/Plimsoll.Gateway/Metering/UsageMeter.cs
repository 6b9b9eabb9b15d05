using System.Text.Json;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Metering;

/// <summary>Reads what one answer used from the answer itself, whole or event by event.</summary>
internal abstract class UsageMeter
{
    /// <summary>Most tokens that a count is believed to have: ten times the longest context of any model.</summary>
    public const long MostTokens = 100_000_000;

    private RepeatedEvent last;

    /// <summary>Bytes of text that the answer has brought so far.</summary>
    public long ProducedBytes { get; protected set; }

    /// <summary>Output tokens so far: the larger of what was reported and what the text comes to.</summary>
    public long ProducedTokens => Math.Max(Reported.Output.Value, JsonText.TokensOf(ProducedBytes));

    /// <summary>Whether all of the answer's text is there, though its usage may yet follow.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>Whether the answer came to its own end: nothing follows.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Whether the upstream told in its stream that the answer failed.</summary>
    public bool HasFailed { get; protected set; }

    /// <summary>Whether the last event brought nothing but usage.</summary>
    public bool LastEventIsUsageOnly { get; protected set; }

    /// <summary>Whether the upstream reported how much input it read.</summary>
    public bool HasInput { get; protected set; }

    /// <summary>Whether the upstream reported how much output it wrote in the end.</summary>
    public bool HasOutput { get; protected set; }

    /// <summary>Usage reported so far.</summary>
    protected TokenUsage Reported { get; set; }

    /// <summary>Reads a whole answer.</summary>
    public void ReadBody(ReadOnlySpan<byte> body)
    {
        Read(body, whole: true);
        Finish();
    }

    /// <summary>Reads the data of one event of a streamed answer.</summary>
    public void ReadEvent(ReadOnlySpan<byte> data)
    {
        if (last.IsRepeatedBy(data, out var bytes))
        {
            ProducedBytes += bytes;
            return;
        }

        last.Begin();
        LastEventIsUsageOnly = false;
        if (data.IsEmpty)
            return;
        if (data.SequenceEqual("[DONE]"u8))
            Finish();
        else
            Read(data, whole: false);
    }

    /// <summary>
    /// What to charge. An answer that is complete with its usage pays what was reported; any other pays its input as
    /// reported (else as estimated) and its output as the larger of what was reported and what its text comes to.
    /// </summary>
    /// <param name="estimate">What was reserved.</param>
    public TokenUsage Charge(in TokenUsage estimate)
    {
        var produced = new Tokens(JsonText.TokensOf(ProducedBytes));
        var usage = HasInput ? Reported : estimate with { Output = Reported.Output };
        var isExact = HasOutput && IsComplete;
        return isExact || usage.Output > produced ? usage : usage with { Output = produced };
    }

    /// <summary>
    /// Reads one JSON object of the dialect; <paramref name="json"/> stands on its start. But for its text, an object
    /// that is read twice in a row leaves what it left the first time.
    /// </summary>
    protected abstract void ReadObject(ref Utf8JsonReader json, bool whole);

    /// <summary>Takes the answer's own end.</summary>
    protected void Finish()
    {
        IsComplete = true;
        IsFinished = true;
    }

    /// <summary>Counts the text of a string value; other values count nothing.</summary>
    protected void CountText(ref Utf8JsonReader json) => ProducedBytes += TextBytes(ref json);

    /// <summary>UTF-8 bytes of a string value's text; other values have none.</summary>
    protected long TextBytes(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
            return 0;
        }

        last.Note(ref json);
        return JsonText.LooseByteCount(ref json);
    }

    /// <summary>Reads a token count; false for anything that is none or that no answer can have.</summary>
    protected static bool TryReadTokens(ref Utf8JsonReader json, out Tokens tokens)
    {
        if (json.TokenType == JsonTokenType.Number
            && json.TryGetInt64(out var value)
            && value is >= 0 and <= MostTokens)
        {
            tokens = new Tokens(value);
            return true;
        }

        json.Skip();
        tokens = default;
        return false;
    }

    private void Read(ReadOnlySpan<byte> data, bool whole)
    {
        try
        {
            var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
            if (json.Read() && json.TokenType == JsonTokenType.StartObject)
                ReadObject(ref json, whole);
            if (!whole)
                last.Keep(data);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The client gets what the upstream sent; what cannot be read is charged by what could be.
        }
    }
}
