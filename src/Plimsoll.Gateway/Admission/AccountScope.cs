using System.Collections.Immutable;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Admission;

/// <summary>One scope that requests of an account are accounted at.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Path">Its path, which ends at it and has its name.</param>
/// <param name="Terms">What it carries.</param>
internal sealed record AccountScope(ScopeLevel Level, LimitPath Path, ScopeTerms Terms)
{
    /// <summary>Plans, tiers and limit sets that it carries, in this order.</summary>
    public ImmutableArray<string> Sets => Terms.Sets;

    /// <summary>Whether it carries what some terms say.</summary>
    public bool Carries(ScopeTerms terms) => terms.WeekAnchor == Terms.WeekAnchor && terms.Sets.SequenceEqual(Sets);
}
