using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Estimates the input tokens of a request from the size of its text.</summary>
internal static class PromptText
{
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

    // A string is text; a block or a message holds it under "text" or "content", tool results nested.
    private static long Bytes(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.String => Encoding.UTF8.GetByteCount(part.GetString()!),
        JsonValueKind.Array => part.EnumerateArray().Sum(Bytes),
        JsonValueKind.Object => part.EnumerateObject()
            .Where(property => property.Name is "text" or "content" or "output")
            .Sum(property => Bytes(property.Value)),
        _ => 0,
    };
}
