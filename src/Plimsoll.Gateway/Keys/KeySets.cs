using Plimsoll.Limits;

namespace Plimsoll.Gateway.Keys;

/// <summary>What keys and scopes carry, looked up in a policy.</summary>
/// <param name="policy">The policy.</param>
internal sealed class KeySets(Policy policy)
{
    /// <summary>What a key names that the policy does not have.</summary>
    public IEnumerable<string> Missing(GatewayKey key)
    {
        if (key.Plan is { } plan && !policy.Plans.ContainsKey(plan))
            yield return $"key '{key.Name}' has plan '{plan}'. There are: {Names(policy.Plans.Keys)}.";
        if (key.Tier is { } tier && !policy.Tiers.ContainsKey(tier))
            yield return $"key '{key.Name}' has tier '{tier}'. There are: {Names(policy.Tiers.Keys)}.";
        foreach (var missing in Missing($"key '{key.Name}'", key.Limits ?? []))
            yield return missing;
    }

    /// <summary>What a scope names that the policy does not have.</summary>
    public IEnumerable<string> Missing(ScopeLimits scope) => Missing($"scope '{scope.Scope}'", scope.Limits);

    private IEnumerable<string> Missing(string holder, IEnumerable<string> sets)
    {
        var known = policy.Sets.Count == 0 ? "The policy has none." : $"There are: {Names(policy.Sets.Keys)}.";
        return sets.Where(set => !policy.Sets.ContainsKey(set))
            .Select(set => $"{holder} carries the limit set '{set}'. {known}");
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
