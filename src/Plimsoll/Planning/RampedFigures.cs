using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Plimsoll.Planning;

/// <summary>What the policy after comes to at the end of the ramp, under every condition.</summary>
/// <param name="Served">Served over required under the conditions, in their order.</param>
/// <param name="Lines">
/// Load lines of the changes under the conditions, by the key of the dial. A change that is none, because its own
/// factor is 1, has no line.
/// </param>
public sealed record RampedFigures(
    ImmutableArray<double> Served, FrozenDictionary<string, ImmutableArray<double>> Lines)
{
    /// <summary>Served over required under a condition.</summary>
    public double Under(Condition condition) => Served[(int)condition - (int)Condition.Normal];

    /// <summary>Load line of a change under a condition; null: it is no change.</summary>
    public double? LineOf(string dial, Condition condition) =>
        Lines.TryGetValue(dial, out var lines) ? lines[(int)condition - (int)Condition.Normal] : null;
}
