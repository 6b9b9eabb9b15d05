namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// A request as a real engine served it. Seconds on the engine's clock, from the instant at which its first request was
/// queued. Immutable.
/// </summary>
public sealed record RecordedRequest
{
    /// <summary>Tokens of a block that <see cref="Prefix"/> names.</summary>
    public const int PrefixTokens = 16;

    /// <summary>Its number in the recording.</summary>
    public required int Id { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    public required int Input { get; init; }

    /// <summary>Tokens produced.</summary>
    public required int Output { get; init; }

    /// <summary>Names of the prompt's blocks of 16 tokens, from 0, each chained to those before it.</summary>
    public ReadOnlyMemory<long> Prefix { get; init; }

    /// <summary>When the engine took it into its queue, at the beginning of a step.</summary>
    public required double Queued { get; init; }

    /// <summary>When its first token was known.</summary>
    public required double FirstToken { get; init; }

    /// <summary>When its last token was known.</summary>
    public required double LastToken { get; init; }

    /// <summary>
    /// Another simulator's times to the first and to the last token, in seconds; null when none are given.
    /// </summary>
    public (double First, double Last)? Other { get; init; }
}
