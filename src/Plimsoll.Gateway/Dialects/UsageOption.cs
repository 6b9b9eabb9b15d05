using System.Text.Json;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Whether a client asked for the usage of a stream, and where the body would have to say so.</summary>
/// <param name="IsAsked">Whether it did.</param>
/// <param name="OptionsAt">Value of <c>stream_options</c>; null when there is none.</param>
/// <param name="OptionsIsObject">Whether that value is an object.</param>
/// <param name="OptionsIsEmpty">Whether that object has no members.</param>
/// <param name="IncludeAt">Value of <c>include_usage</c>; null when there is none.</param>
internal sealed record UsageOption(
    bool IsAsked,
    Range? OptionsAt,
    bool OptionsIsObject,
    bool OptionsIsEmpty,
    Range? IncludeAt)
{
    /// <summary>Nothing is said.</summary>
    public static UsageOption Absent { get; } = new(false, null, false, false, null);

    /// <summary>Reads the value of <c>stream_options</c>, on which <paramref name="json"/> stands.</summary>
    public static UsageOption Read(ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        var depth = json.CurrentDepth;
        var isObject = json.TokenType == JsonTokenType.StartObject;
        var isAsked = false;
        var isEmpty = true;
        Range? includeAt = null;
        while (isObject && json.Read() && json.CurrentDepth > depth)
        {
            isEmpty = false;
            if (json.CurrentDepth != depth + 1 || json.TokenType != JsonTokenType.PropertyName)
                continue;
            var isInclude = json.ValueTextEquals("include_usage"u8);
            json.Read();
            if (!isInclude)
                continue;
            var valueStart = (int)json.TokenStartIndex;
            isAsked = json.TokenType == JsonTokenType.True;
            json.Skip();
            includeAt = valueStart..(int)json.BytesConsumed;
        }

        json.Skip();
        return new UsageOption(isAsked, start..(int)json.BytesConsumed, isObject, isEmpty, includeAt);
    }
}
