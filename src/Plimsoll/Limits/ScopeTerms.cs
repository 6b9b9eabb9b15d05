using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>What one scope carries.</summary>
/// <param name="Sets">Names of plans, tiers and limit sets, all of which apply; may be empty.</param>
/// <param name="WeekAnchor">
/// Any instant at which its weeks reset, to the second; the others follow at multiples of 7 days, and nothing moves
/// them.
/// </param>
public sealed record ScopeTerms(ImmutableArray<string> Sets, Instant WeekAnchor = default);
