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

    /// <summary>
    /// Name of the member that says so, with its quotes, where the dialect has an older one that is not given; else
    /// null.
    /// </summary>
    public Range? NewerBoundAt { get; init; }

    /// <summary>UTF-8 bytes of text in the messages, system prompt and tools.</summary>
    public required long TextBytes { get; init; }

    /// <summary>
    /// Names of the blocks that its prompt begins with, each of which stands for all of the prompt up to its end;
    /// default: none.
    /// </summary>
    public ReadOnlyMemory<long> Prefix { get; init; }

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
