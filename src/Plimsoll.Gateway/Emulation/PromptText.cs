using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Reads prompts, and estimates their tokens from the size of their text.</summary>
internal static class PromptText
{
    // As OpenAI has it.
    private const int MostPrompts = 2048;

    /// <summary>Tokens of the system prompt and the conversation. 1 or more.</summary>
    public static int EstimateTokens(JsonElement request, JsonElement conversation)
    {
        var bytes = Bytes(conversation);
        foreach (var name in (ReadOnlySpan<string>)["system", "instructions"])
        {
            if (request.TryGetProperty(name, out var system))
                bytes += Bytes(system);
        }

        return (int)Math.Clamp(JsonText.TokensOf(bytes), 1, int.MaxValue);
    }

    /// <summary>
    /// The prompts that a value holds, texts each, where those of messages are not kept; null where it is none.
    /// </summary>
    public static IReadOnlyList<string>? Split(JsonElement value, PromptForm form) => (form, value.ValueKind) switch
    {
        (PromptForm.Messages or PromptForm.MessagesOrText, JsonValueKind.Array) =>
            value.GetArrayLength() > 0 ? [""] : null,
        (PromptForm.MessagesOrText, JsonValueKind.String) => [""],
        (PromptForm.Plain, JsonValueKind.String) => [value.GetString()!],
        (PromptForm.Plain, JsonValueKind.Array) => SplitList(value),
        _ => null,
    };

    /// <summary>What a prompt has to be, in words.</summary>
    public static string Describe(PromptForm form) => form switch
    {
        PromptForm.Messages => "a list with at least one message",
        PromptForm.MessagesOrText => "a text or a list with at least one message",
        _ => "a text, a list of texts, a list of numbers of tokens, or a list of such lists",
    };

    private static List<string>? SplitList(JsonElement list)
    {
        if (IsOfTokens(list))
            return [list.GetRawText()];
        var prompts = new List<string>();
        foreach (var prompt in list.EnumerateArray())
        {
            if (prompt.ValueKind == JsonValueKind.String)
                prompts.Add(prompt.GetString()!);
            else if (prompt.ValueKind == JsonValueKind.Array && IsOfTokens(prompt))
                prompts.Add(prompt.GetRawText());
            else
                return null;
        }

        return prompts.Count is > 0 and <= MostPrompts ? prompts : null;
    }

    private static bool IsOfTokens(JsonElement list) =>
        list.GetArrayLength() > 0 && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number);

    // A string is text; a block or a message holds it under "text" or "content", tool results nested. A number is that
    // of a token.
    private static long Bytes(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.String => Encoding.UTF8.GetByteCount(part.GetString()!),
        JsonValueKind.Number => JsonText.BytesPerToken,
        JsonValueKind.Array => part.EnumerateArray().Sum(Bytes),
        JsonValueKind.Object => part.EnumerateObject()
            .Where(property => property.Name is "text" or "content" or "output")
            .Sum(property => Bytes(property.Value)),
        _ => 0,
    };
}
