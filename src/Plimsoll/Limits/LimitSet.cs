using System.Collections.Immutable;

namespace Plimsoll.Limits;

/// <summary>Limits that any scope may carry, beside plans and tiers. Several sets on one scope all apply.</summary>
/// <param name="Name">Name, different from every plan's and tier's.</param>
/// <param name="Limits">The limits, names unique.</param>
public sealed record LimitSet(string Name, ImmutableArray<LimitTerms> Limits);
