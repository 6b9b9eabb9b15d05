namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// A request as a real engine served it. Seconds on the engine's clock, from the instant at which its first request was
/// queued. Immutable.
/// </summary>
/// <param name="Input">Tokens of the prompt.</param>
/// <param name="Output">Tokens produced.</param>
/// <param name="Prefix">Names of the prompt's blocks, each chained to those before it.</param>
/// <param name="Queued">When the engine took it into its queue, at the beginning of a step.</param>
/// <param name="FirstToken">When its first token was known.</param>
/// <param name="LastToken">When its last token was known.</param>
/// <param name="Other">
/// Another simulator's times to the first and to the last token, in seconds; null when none are given.
/// </param>
public sealed record RecordedRequest(
    int Input,
    int Output,
    ReadOnlyMemory<long> Prefix,
    double Queued,
    double FirstToken,
    double LastToken,
    (double First, double Last)? Other);
