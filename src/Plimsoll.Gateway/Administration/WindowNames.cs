using Plimsoll.Limits;

namespace Plimsoll.Gateway.Administration;

/// <summary>Names of the windows that a reset may clear.</summary>
public static class WindowNames
{
    /// <summary>Every session and week that a plan, tier or limit set of a policy states.</summary>
    /// <param name="policy">The policy.</param>
    public static IReadOnlyCollection<string> Of(Policy policy)
    {
        var further = policy.Plans.Values.SelectMany(plan => plan.Further)
            .Concat(policy.Tiers.Values.SelectMany(tier => tier.Further))
            .Concat(policy.Sets.Values.SelectMany(set => set.Limits));
        string[] ofPlans = ["session", "week"];
        return [.. ofPlans.Union(further.OfType<WindowLimit>().Select(limit => limit.Name))];
    }
}
