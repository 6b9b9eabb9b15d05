using Plimsoll.Quantities;

namespace Plimsoll.Serving.Steps;

/// <summary>
/// Time of a step in which every sequence of a batch gets one token, as a straight line over the tokens in their
/// caches. Consecutive such steps on one line form an arithmetic series, whose sum is known without taking them one by
/// one. <c>default</c> is meaningless.
/// </summary>
/// <param name="Time">Time of the step at the total context that was asked for. At least one nanosecond.</param>
/// <param name="PerToken">By how much a token more in the caches, of all sequences together, changes it.</param>
/// <param name="Until">Largest total context for which the line holds; not below the one that was asked for.</param>
public readonly record struct DecodeLine(FineTime Time, FineTime PerToken, long Until);
