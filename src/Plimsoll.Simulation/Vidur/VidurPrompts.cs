namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// What a batch computes of prompts, as far as its time depends on it. <c>default</c> computes nothing.
/// </summary>
/// <param name="Count">Prompts.</param>
/// <param name="Tokens">Their tokens in this batch, all together.</param>
/// <param name="Squares">The squares of those, prompt by prompt, summed.</param>
/// <param name="KvSteps">Steps of the tables that cover what was computed of each before, summed.</param>
public readonly record struct VidurPrompts(int Count, int Tokens, long Squares, int KvSteps)
{
    /// <summary>The same with another prompt.</summary>
    /// <param name="tokens">Its tokens in this batch.</param>
    /// <param name="kvSteps">Steps of the tables that cover what was computed of it before.</param>
    public VidurPrompts With(int tokens, int kvSteps) =>
        new(Count + 1, Tokens + tokens, Squares + ((long)tokens * tokens), KvSteps + kvSteps);
}
