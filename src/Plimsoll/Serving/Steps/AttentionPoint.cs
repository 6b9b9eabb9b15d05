namespace Plimsoll.Serving.Steps;

/// <summary>A measured time of one layer's attention in a step that computes input and continues sequences.</summary>
/// <param name="Chunk">Input tokens computed, as one piece. 0 or more.</param>
/// <param name="Before">Tokens in the cache before that piece. 0 or more.</param>
/// <param name="Sequences">Sequences that get one token. 0 or more.</param>
/// <param name="Context">Tokens in the cache of each of them. 0 or more.</param>
/// <param name="Microseconds">Time. Above zero.</param>
public readonly record struct AttentionPoint(int Chunk, int Before, int Sequences, int Context, double Microseconds);
