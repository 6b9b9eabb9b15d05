using System.Collections.Immutable;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Admission;

/// <summary>One scope that requests of an account are accounted at.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Path">Its path, which ends at it and has its name.</param>
/// <param name="Sets">Plans, tiers and limit sets that it carries, in this order.</param>
internal sealed record AccountScope(ScopeLevel Level, LimitPath Path, ImmutableArray<string> Sets);
