using System.Text.Json;
using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Dialects;

/// <summary>A text, a list of texts, a text as the numbers of its tokens, or a list of these.</summary>
/// <param name="Bytes">UTF-8 bytes of text; a token given as a number counts as what tokens usually have.</param>
/// <param name="Count">How many prompts it is, at least 1.</param>
/// <param name="HasAny">Whether it is a list with members.</param>
internal readonly record struct PlainPrompt(long Bytes, long Count, bool HasAny)
{
    /// <summary>Reads the next value; <paramref name="json"/> stands on its end then.</summary>
    public static PlainPrompt Read(ref Utf8JsonReader json)
    {
        json.Read();
        var depth = json.CurrentDepth;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            var alone = BytesOf(ref json);
            return new PlainPrompt(alone, 1, HasAny: false);
        }

        var (bytes, members, isTokens) = (0L, 0L, false);
        while (json.Read() && json.CurrentDepth > depth)
        {
            var isMember = json.CurrentDepth == depth + 1 && json.TokenType != JsonTokenType.EndArray;
            members += isMember ? 1 : 0;
            isTokens |= isMember && json.TokenType == JsonTokenType.Number;
            bytes += BytesOf(ref json);
        }

        // Numbers right in the list are the tokens of one prompt.
        return new PlainPrompt(bytes, isTokens ? 1 : Math.Max(1, members), members > 0);
    }

    private static long BytesOf(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return JsonText.ByteCount(ref json);
            case JsonTokenType.Number:
                return JsonText.BytesPerToken;
            case JsonTokenType.StartObject:
                json.Skip();
                return 0;
            default:
                return 0;
        }
    }
}
