using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Workloads;

/// <summary>How long generated requests are.</summary>
public interface IRequestLengths
{
    /// <summary>Tokens that a request adds to its conversation, and tokens of its answer; 1 or more each.</summary>
    (int Input, int Output) Next(ref Draws draws);
}

/// <summary>Log-normal lengths, prompt and answer independent of each other. Immutable.</summary>
/// <param name="Input">Mean tokens of a prompt. Above 0.</param>
/// <param name="InputSpread">Standard deviation of their logarithm. 0: always the mean.</param>
/// <param name="Output">Mean tokens of an answer. Above 0.</param>
/// <param name="OutputSpread">Standard deviation of their logarithm. 0: always the mean.</param>
public sealed record LogNormalLengths(double Input, double InputSpread, double Output, double OutputSpread)
    : IRequestLengths
{
    private const int Longest = 1 << 24;

    /// <inheritdoc/>
    public (int Input, int Output) Next(ref Draws draws) =>
        (Whole(draws.NextLogNormal(Input, InputSpread)), Whole(draws.NextLogNormal(Output, OutputSpread)));

    private static int Whole(double tokens) => (int)Math.Clamp(Math.Round(tokens), 1, Longest);
}

/// <summary>
/// Lengths of requests that were seen, drawn evenly in pairs, so that prompt and answer stay together.
/// </summary>
/// <param name="Seen">Tokens of prompts and answers. At least one.</param>
public sealed record SeenLengths(IReadOnlyList<(int Input, int Output)> Seen) : IRequestLengths
{
    /// <inheritdoc/>
    public (int Input, int Output) Next(ref Draws draws) => Seen[(int)draws.NextBelow(Seen.Count)];
}
