using System.Collections.Immutable;
using Plimsoll.Gateway.Admission;

namespace Plimsoll.Gateway.Dialects;

/// <summary>What the gateway needs to know of a chat request. The rest of the body passes unread.</summary>
internal sealed record ChatRequest
{
    /// <summary>Model name that the client sent.</summary>
    public required string Model { get; init; }

    /// <summary>Where the model's name stands in the body, with its quotes.</summary>
    public required Range ModelAt { get; init; }

    /// <summary>Whether the answer is to be streamed.</summary>
    public required bool Stream { get; init; }

    /// <summary>Most output tokens that the client wants; null: it did not say.</summary>
    public required long? MaxTokens { get; init; }

    /// <summary>UTF-8 bytes of text in the messages, system prompt and tools.</summary>
    public required long TextBytes { get; init; }

    /// <summary>Lane that it asks for.</summary>
    public required AskedLane Lane { get; init; }

    /// <summary>Where the body says so; null when it does not.</summary>
    public required Range? LaneAt { get; init; }

    /// <summary>Traits that an allowance may ask for, such as <c>fast</c>; default: none.</summary>
    public ImmutableArray<string> Traits { get; init; } = [];

    /// <summary>Just behind the body's opening brace.</summary>
    public required int BodyStart { get; init; }

    /// <summary>What the body says of <c>stream_options.include_usage</c>.</summary>
    public required UsageOption Usage { get; init; }
}

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
}
