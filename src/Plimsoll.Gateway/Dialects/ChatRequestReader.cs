using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Reads what the gateway needs from a chat request in one pass over its bytes.</summary>
internal ref struct ChatRequestReader
{
    private const int MaxDepth = 256;
    private const int MaxModelName = 256;

    private readonly Dialect dialect;
    private Utf8JsonReader json;
    private string? model;
    private Range modelAt;
    private bool? stream;
    private long? maxTokens;
    private long? newerMaxTokens;
    private Range? newerBoundAt;
    private UsageOption? usage;
    private AskedLane lane;
    private Range? laneAt;
    private ImmutableArray<string> traits = [];
    private ImmutableArray<string> traitsSeen = [];
    private bool hasPrompt;
    private PromptBlocks setting = PromptBlocks.Begin();
    private PromptBlocks turns = PromptBlocks.Begin();
    private long textBytes;
    private long prompts = 1;
    private long choices = 1;
    private int bodyStart;
    private ErrorAnswer? refusal;

    private ChatRequestReader(ReadOnlySpan<byte> body, Dialect dialect)
    {
        this.dialect = dialect;
        json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads <paramref name="body"/>, or says in the client's words why it cannot be served.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body,
        Dialect dialect,
        [NotNullWhen(true)] out ChatRequest? request,
        [NotNullWhen(false)] out ErrorAnswer? refusal)
    {
        var reader = new ChatRequestReader(body, dialect);
        try
        {
            reader.ReadBody();
            refusal = reader.refusal ?? reader.Missing() ?? Utf8Fault.In(body);
        }
        catch (JsonException e)
        {
            var at = $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
            refusal = new ErrorAnswer(ErrorKind.Malformed, $"The body is not valid JSON at {at}.");
        }
        catch (InvalidOperationException)
        {
            var at = $"byte {reader.json.TokenStartIndex + 1}";
            refusal = new ErrorAnswer(
                ErrorKind.Malformed, $"The body is not valid JSON at {at}: the text is not Unicode.");
        }

        request = refusal is null ? reader.Result() : null;
        return request is not null;
    }

    private ChatRequest Result() => new()
    {
        Model = model!,
        ModelAt = modelAt,
        Stream = stream ?? false,
        MaxTokens = MostOutput(),
        NewerBoundAt = maxTokens is null ? newerBoundAt : null,
        TextBytes = textBytes,
        Prefix = PromptBlocks.Chain(model!, setting, turns),
        Lane = lane,
        LaneAt = laneAt,
        Traits = traits,
        BodyStart = bodyStart,
        Usage = usage ?? UsageOption.Absent,
    };

    /// <summary>
    /// Most output of all that is asked at once, up to what any answer is believed to have; null: it is not said.
    /// </summary>
    private readonly long? MostOutput()
    {
        if (!dialect.HasOutput)
            return 0;
        var all = (Int128)(newerMaxTokens ?? maxTokens ?? 0) * prompts * choices;
        return all == 0 ? null : (long)Int128.Min(all, UsageMeter.MostTokens);
    }

    private readonly string NoList =>
        dialect.HasPlainPrompt ? "is neither a text nor a list" : "is not a list of messages";

    private readonly string Item => dialect.HasPlainPrompt ? "text" : "message";

    private readonly ErrorAnswer? Missing()
    {
        if (model is null)
            return Wrong("model", "is missing: name the model to ask");
        if (dialect.NeedsPrompt && !hasPrompt)
            return Wrong(dialect.PromptMember, $"is missing: give at least one {Item}");
        return dialect.NeedsMaxTokens && maxTokens is null
            ? Wrong("max_tokens", "is missing: say how many tokens the answer may have at most")
            : null;
    }

    private void ReadBody()
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            refusal = new ErrorAnswer(ErrorKind.Malformed, "The body is not a JSON object.");
            return;
        }

        bodyStart = (int)json.BytesConsumed;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            ReadMember();

        // What follows the object, if anything, is malformed too.
        json.Read();
    }

    private void ReadMember()
    {
        if (json.ValueTextEquals("model"u8))
            ReadModel();
        else if (json.ValueTextEquals("stream"u8))
            ReadStream();
        else if (json.ValueTextEquals(dialect.BoundMember))
            ReadLimit(dialect.BoundMember, ref maxTokens);
        else if (dialect.NewerBoundMember is { } newer && json.ValueTextEquals(newer))
            ReadNewerLimit(newer);
        else if (dialect.BackgroundMember is { } background && json.ValueTextEquals(background))
            ReadBackground(background);
        else if (!dialect.NeedsMaxTokens && json.ValueTextEquals("stream_options"u8))
            ReadStreamOptions();
        else if (json.ValueTextEquals("service_tier"u8))
            ReadServiceTier();
        else if (json.ValueTextEquals(dialect.PromptMember))
            ReadPrompt();
        else if (dialect.HasPlainPrompt && (json.ValueTextEquals("n"u8) || json.ValueTextEquals("best_of"u8)))
            ReadChoices();
        else if (dialect.HasPlainPrompt && json.ValueTextEquals("suffix"u8))
            ReadText(ref setting);
        else if (MemberOf(dialect.TextMembers) is not null)
            ReadText(ref setting);
        else if (MemberOf(dialect.TraitMembers) is { } member)
            ReadTrait(member);
        else
            SkipValue();
    }

    private readonly string? MemberOf(ImmutableArray<string> members)
    {
        foreach (var member in members)
        {
            if (json.ValueTextEquals(member))
                return member;
        }

        return null;
    }

    /// <summary>A value that makes no trait is the upstream's affair.</summary>
    private void ReadTrait(string member)
    {
        json.Read();
        RefuseTwice(traitsSeen.Contains(member), member);
        traitsSeen = traitsSeen.Add(member);
        if (json.TokenType == JsonTokenType.String && dialect.TraitOf(member, json.GetString()!) is { } trait)
            traits = traits.Add(trait);
        SkipRest();
    }

    private void ReadModel()
    {
        json.Read();
        RefuseTwice(model is not null, "model");
        modelAt = ValueRange();
        model = json.TokenType == JsonTokenType.String ? json.GetString() : "";
        if (model is null or "" or { Length: > MaxModelName })
            refusal ??= Wrong("model", $"is not a model's name: expected a string of 1 to {MaxModelName} characters");
        SkipRest();
    }

    private void ReadStream()
    {
        json.Read();
        RefuseTwice(stream is not null, "stream");
        stream = json.TokenType == JsonTokenType.True;
        if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            refusal ??= Wrong("stream", "is neither true nor false");
        SkipRest();
    }

    /// <summary>A tier that the gateway does not know is the upstream's affair.</summary>
    private void ReadServiceTier()
    {
        json.Read();
        RefuseTwice(laneAt is not null, "service_tier");
        laneAt = ValueRange();
        if (json.TokenType == JsonTokenType.String)
            lane = dialect.LaneOf(json.GetString()!);
        SkipRest();
    }

    private void ReadNewerLimit(string name)
    {
        const int quotes = 2;
        var start = (int)json.TokenStartIndex;
        newerBoundAt = start..(start + json.ValueSpan.Length + quotes);
        ReadLimit(name, ref newerMaxTokens);
    }

    private void ReadLimit(string name, ref long? value)
    {
        json.Read();
        RefuseTwice(value is not null, name);
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) && number > 0)
            value = number;
        else if (json.TokenType != JsonTokenType.Null)
            refusal ??= Wrong(name, "is not a whole number of tokens, 1 or more");
        SkipRest();
    }

    private void ReadBackground(string name)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.True)
            refusal ??= Wrong(name, "is true, and an answer that nobody waits for could not be charged: leave it out");
        SkipRest();
    }

    private void ReadPrompt()
    {
        var name = dialect.PromptMember;
        RefuseTwice(hasPrompt, name);
        hasPrompt = true;
        if (!dialect.NeedsPrompt)
        {
            ReadText(ref turns);
            return;
        }

        var hasAny = dialect.HasPlainPrompt ? ReadPlainPrompt() : ReadText(ref turns);
        if (dialect.HasPlainPrompt && json.TokenType == JsonTokenType.String)
            return;
        if (json.TokenType != JsonTokenType.EndArray)
            refusal ??= Wrong(name, NoList);
        else if (!hasAny)
            refusal ??= Wrong(name, $"is empty: give at least one {Item}");
    }

    private bool ReadPlainPrompt()
    {
        var prompt = PlainPrompt.Read(ref json);
        textBytes += prompt.Bytes;
        prompts = prompt.Count;
        return prompt.HasAny;
    }

    private void ReadChoices()
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var count))
            choices = Math.Max(choices, count);
        SkipRest();
    }

    private void ReadStreamOptions()
    {
        json.Read();
        RefuseTwice(usage is not null, "stream_options");
        usage = UsageOption.Read(ref json);
    }

    /// <summary>Counts every string below the next value, except those that are names, links or binary data.</summary>
    /// <param name="blocks">Takes the strings too.</param>
    /// <returns>Whether the value has members.</returns>
    private bool ReadText(ref PromptBlocks blocks)
    {
        json.Read();
        var hasAny = false;
        var depth = json.CurrentDepth;
        if (json.TokenType == JsonTokenType.String)
            Count(ref blocks);
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return hasAny;
        while (json.Read() && json.CurrentDepth > depth)
        {
            hasAny = true;
            if (json.TokenType == JsonTokenType.String)
                Count(ref blocks);
            else if (json.TokenType == JsonTokenType.PropertyName && IsNoText())
                SkipValue();
        }

        return hasAny;
    }

    private void Count(ref PromptBlocks blocks)
    {
        textBytes += JsonText.ByteCount(ref json);
        blocks.Add(json.ValueSpan);
    }

    private readonly bool IsNoText() =>
        json.ValueTextEquals("role"u8) || json.ValueTextEquals("type"u8) || json.ValueTextEquals("id"u8) ||
        json.ValueTextEquals("data"u8) || json.ValueTextEquals("url"u8) || json.ValueTextEquals("media_type"u8) ||
        json.ValueTextEquals("image_url"u8) || json.ValueTextEquals("file_data"u8) ||
        json.ValueTextEquals("encrypted_content"u8) || json.ValueTextEquals("call_id"u8) ||
        json.ValueTextEquals("status"u8) ||
        json.ValueTextEquals("signature"u8) || json.ValueTextEquals("tool_use_id"u8) ||
        json.ValueTextEquals("tool_call_id"u8) || json.ValueTextEquals("cache_control"u8);

    private readonly Range ValueRange() => (int)json.TokenStartIndex..(int)json.BytesConsumed;

    private void SkipValue()
    {
        json.Read();
        SkipRest();
    }

    private void SkipRest() => json.Skip();

    /// <summary>The gateway and its upstream might each believe another of the two.</summary>
    private void RefuseTwice(bool isTwice, string name)
    {
        if (isTwice)
            refusal ??= Wrong(name, "is given twice");
    }

    private static ErrorAnswer Wrong(string field, string problem) =>
        new(ErrorKind.Malformed, $"{field}: {problem}.", field);
}
