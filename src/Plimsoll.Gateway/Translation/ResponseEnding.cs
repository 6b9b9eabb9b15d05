namespace Plimsoll.Gateway.Translation;

/// <summary>How a response of OpenAI's ended.</summary>
/// <param name="Reason">Why before its end; null: it is complete.</param>
internal readonly record struct ResponseEnding(string? Reason)
{
    /// <summary>Its status, and that of the item that was cut.</summary>
    public string Status => Reason is null ? "completed" : "incomplete";

    /// <summary>Reads a <c>finish_reason</c>.</summary>
    /// <exception cref="InvalidDataException">The upstream gave the answer up.</exception>
    public static ResponseEnding Of(string? finishReason) => finishReason switch
    {
        "length" => new("max_output_tokens"),
        "content_filter" => new("content_filter"),
        "abort" or "error" => throw StopReasons.GivenUp(finishReason),
        _ => new(null),
    };
}
