using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Fuzzing;

/// <summary>
/// A slow and obvious reader of what a stream says was used, for streams whose events are all sound: every event parsed
/// whole, the latest word counts.
/// </summary>
internal static class Auditor
{
    private const long MostTokens = 100_000_000;

    private static readonly string[] AnthropicTexts = ["text", "thinking", "partial_json"];

    private static readonly string[] ChatTexts =
        ["content", "arguments", "refusal", "reasoning", "reasoning_content", "logprobs"];

    private static readonly string[] ChatCounts =
        ["prompt_tokens", "completion_tokens", "cached_tokens", "cache_write_tokens"];

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 256, AllowDuplicateProperties = false };

    /// <summary>What to charge; null: the stream is not sound.</summary>
    public static TokenUsage? Charge(Dialect dialect, IReadOnlyList<string> events, TokenUsage reserved)
    {
        var counts = new Dictionary<string, long>();
        var (bytes, isComplete, hasOutput) = (0L, false, false);
        foreach (var data in events)
        {
            if (data == "[DONE]")
            {
                isComplete = true;
                continue;
            }

            if (Parse(data) is not { } root)
                return null;
            if (dialect == Dialect.Anthropic)
                ReadEvent(root, counts, ref bytes, ref isComplete, ref hasOutput);
            else
                ReadChunk(root, counts, ref bytes, ref isComplete, ref hasOutput);
        }

        return Total(dialect, counts, reserved, isComplete && hasOutput ? 0 : bytes);
    }

    private static JsonElement? Parse(string data)
    {
        try
        {
            var utf8 = Encoding.Latin1.GetBytes(data);
            using var document = JsonDocument.Parse(utf8, Strict);
            var root = document.RootElement.Clone();
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
            AssertText(root);
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static void AssertText(JsonElement element)
    {
        foreach (var (_, value) in Members(element, []))
            _ = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private static void ReadEvent(
        JsonElement root, Dictionary<string, long> counts, ref long bytes, ref bool isComplete, ref bool hasOutput)
    {
        isComplete |= Member(root, "type") is { ValueKind: JsonValueKind.String } type
            && type.GetString() == "message_stop";
        bytes += Members(Member(root, "delta"), AnthropicTexts).Where(member => AnthropicTexts.Contains(member.Name))
            .Sum(member => Bytes(member.Value));
        NoteMessage(Member(Member(root, "message"), "usage"), counts);
        hasOutput |= NoteMessage(Member(root, "usage"), counts);
    }

    private static bool NoteMessage(JsonElement usage, Dictionary<string, long> counts)
    {
        foreach (var name in (string[])["ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"])
            Note(name, Member(Member(usage, "cache_creation"), name), counts);
        foreach (var name in (string[])["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"])
            Note(name, Member(usage, name), counts);
        return Note("output_tokens", Member(usage, "output_tokens"), counts);
    }

    private static void ReadChunk(
        JsonElement root, Dictionary<string, long> counts, ref long bytes, ref bool isComplete, ref bool hasOutput)
    {
        var (reasoning, reasoningContent) = (0L, 0L);
        var choices = Member(root, "choices");
        foreach (var (name, value) in choices.ValueKind == JsonValueKind.Array ? Members(choices, ChatTexts) : [])
        {
            if (name == "reasoning")
                reasoning += Bytes(value);
            else if (name == "reasoning_content")
                reasoningContent += Bytes(value);
            else if (ChatTexts.Contains(name) && name != "logprobs")
                bytes += Bytes(value);
            else if (name == "finish_reason")
                isComplete |= value.ValueKind == JsonValueKind.String && value.GetString() != "";
        }

        bytes += Math.Max(reasoning, reasoningContent);
        var usage = Member(root, "usage");
        foreach (var (name, value) in usage.ValueKind == JsonValueKind.Object ? Members(usage, ChatCounts) : [])
            hasOutput |= ChatCounts.Contains(name) && Note(name, value, counts) && name == "completion_tokens";
    }

    private static bool Note(string name, JsonElement value, Dictionary<string, long> counts)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var count))
            return false;
        if (count is < 0 or > MostTokens)
            return false;
        counts[name] = count;
        return true;
    }

    private static TokenUsage Total(
        Dialect dialect, Dictionary<string, long> counts, TokenUsage reserved, long bytes)
    {
        long Of(string name) => counts.GetValueOrDefault(name);
        var isAnthropic = dialect == Dialect.Anthropic;
        var told = isAnthropic
            ? new TokenUsage(
                new Tokens(Of("input_tokens")),
                new Tokens(Math.Max(
                    Math.Max(0, Of("cache_creation_input_tokens") - Of("ephemeral_1h_input_tokens")),
                    Of("ephemeral_5m_input_tokens"))),
                new Tokens(Of("cache_read_input_tokens")),
                new Tokens(Of("output_tokens")))
            {
                CacheWriteLong = new Tokens(Of("ephemeral_1h_input_tokens")),
            }
            : Chat(Of("prompt_tokens"), Of("cached_tokens"), Of("cache_write_tokens"), Of("completion_tokens"));
        var usage = counts.ContainsKey(isAnthropic ? "input_tokens" : "prompt_tokens")
            ? told
            : reserved with { Output = told.Output };
        return usage with { Output = new Tokens(Math.Max(usage.Output.Value, (bytes + 3) / 4)) };
    }

    private static TokenUsage Chat(long prompt, long cached, long written, long output)
    {
        var rest = Math.Max(0, prompt - cached);
        written = Math.Min(written, rest);
        return new TokenUsage(new Tokens(rest - written), new Tokens(written), new Tokens(cached), new Tokens(output));
    }

    private static long Bytes(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetByteCount(value.GetString()!) : 0;

    /// <summary>All members however deep, in their order; not those within members of these names.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element, string[] leaves)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (leaves.Length == 0 && item.ValueKind == JsonValueKind.String)
                    yield return ("", item);
                foreach (var member in Members(item, leaves))
                    yield return member;
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                yield return (member.Name, member.Value);
                foreach (var inner in leaves.Contains(member.Name) ? [] : Members(member.Value, leaves))
                    yield return inner;
            }
        }
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
