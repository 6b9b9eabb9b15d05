using System.Collections.Immutable;

namespace Plimsoll.Limits;

/// <summary>
/// Which windows a reset clears. What is settled becomes nothing; what is in flight stays held, and every window ends
/// when it would have ended.
/// </summary>
/// <param name="Limits">Names of the limits, such as <c>session</c> and <c>week</c>; empty: every window.</param>
/// <param name="Sets">Plans or sets that it holds for; empty: all of them. Only read for a reset for everybody.</param>
public sealed record ResetOrder(ImmutableArray<string> Limits, ImmutableArray<string> Sets = default)
{
    /// <summary>Every session and every week.</summary>
    public static ResetOrder Everything { get; } = new([]);

    /// <summary>Whether it clears a limit.</summary>
    internal bool Clears(LimitTerms terms) =>
        terms is WindowLimit && (Limits.IsDefaultOrEmpty || Limits.Contains(terms.Name));

    /// <summary>Whether it holds for a scope that carries these sets.</summary>
    internal bool HoldsFor(ImmutableArray<string> carried) =>
        Sets.IsDefaultOrEmpty || carried.Any(set => Sets.Contains(set));
}
