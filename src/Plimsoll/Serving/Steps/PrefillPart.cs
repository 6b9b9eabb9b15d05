namespace Plimsoll.Serving.Steps;

/// <summary>Input of one sequence that a step computes.</summary>
/// <param name="Tokens">Tokens computed in the step. 1 or more.</param>
/// <param name="Context">Tokens of the sequence that are in the cache before the step. 0 or more.</param>
public readonly record struct PrefillPart(int Tokens, long Context);
