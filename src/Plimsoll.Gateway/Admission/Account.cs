using System.Collections.Immutable;
using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Admission;

/// <summary>Where a key's requests are accounted. Immutable and safe to share between threads.</summary>
/// <param name="Key">The key.</param>
/// <param name="Product">Number of its product.</param>
/// <param name="Scopes">The scopes of its path, from the organization down; at least one.</param>
internal sealed record Account(GatewayKey Key, int Product, ImmutableArray<AccountScope> Scopes)
{
    /// <summary>Path of its requests.</summary>
    public LimitPath Path => Scopes[^1].Path;

    /// <summary>The scope of its plan or, without one, of its tier: the one whose windows its user may reset.</summary>
    public AccountScope Home { get; } = HomeOf(Key, Scopes);

    /// <summary>Number of the scope whose habits estimates follow.</summary>
    public ulong Number { get; } = Estimates.NumberOf(Scopes[^1].Path.Name);

    /// <summary>
    /// Who shares places with others where requests wait: the seat of a plan, which is never pooled, or the
    /// organization of a tier.
    /// </summary>
    public ulong Tenant { get; } = Estimates.NumberOf(HomeOf(Key, Scopes).Path.Name);

    /// <summary>The scope of a level; null when the path has none.</summary>
    public AccountScope? At(ScopeLevel level) => Scopes.FirstOrDefault(scope => scope.Level == level);

    /// <summary>Whether some scope of the path carries a set.</summary>
    public bool Carries(string set) => Scopes.Any(scope => scope.Sets.Contains(set));

    /// <summary>Limits that a policy states for the path beside windows of plans and rates of tiers.</summary>
    public IEnumerable<LimitTerms> FurtherTerms(Policy policy) =>
        Scopes.SelectMany(scope => scope.Sets).SelectMany(set => Further(policy, set));

    private static AccountScope HomeOf(GatewayKey key, ImmutableArray<AccountScope> scopes) =>
        key.Plan is null ? scopes[0] : scopes.First(scope => scope.Level == ScopeLevel.Seat);

    private static ImmutableArray<LimitTerms> Further(Policy policy, string set) =>
        policy.Plans.TryGetValue(set, out var plan) ? plan.Further
        : policy.Tiers.TryGetValue(set, out var tier) ? tier.Further
        : policy.Sets.TryGetValue(set, out var own) ? own.Limits
        : [];
}
