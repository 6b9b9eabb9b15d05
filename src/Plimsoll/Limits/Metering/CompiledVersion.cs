namespace Plimsoll.Limits.Metering;

/// <summary>One policy version, and what each combination of sets limits under it, compiled when first asked.</summary>
internal sealed class CompiledVersion(Policy policy, BookNames names)
{
    private readonly ClassTerms?[] classes =
        [.. names.Classes.Select(name => policy.Classes.GetValueOrDefault(name))];

    private ScopeRules?[] rules = [];

    /// <summary>The version.</summary>
    public Policy Policy { get; } = policy;

    /// <summary>Whether some limit counts money.</summary>
    public bool NeedsMoney { get; } = LimitsOf(policy).Any(limit => limit is SpendLimit or OverageTerms);

    /// <summary>Whether some terms offer overage.</summary>
    public bool OffersOverage { get; } = LimitsOf(policy).Any(limit => limit is OverageTerms);

    /// <summary>Terms of a class by number; null when the version does not know it.</summary>
    public ClassTerms? Class(int number) => (uint)number < (uint)classes.Length ? classes[number] : null;

    /// <summary>What a combination of sets limits.</summary>
    public ScopeRules RulesOf(int terms, TermsTable table)
    {
        var known = rules;
        return (uint)terms < (uint)known.Length && known[terms] is { } found ? found : Compile(terms, table);
    }

    private static IEnumerable<LimitTerms> LimitsOf(Policy policy) =>
        policy.Plans.Values.SelectMany(plan => plan.Further)
            .Concat(policy.Tiers.Values.SelectMany(tier => tier.Further))
            .Concat(policy.Sets.Values.SelectMany(set => set.Limits));

    private ScopeRules Compile(int terms, TermsTable table)
    {
        if (terms >= rules.Length)
            Array.Resize(ref rules, Math.Max(8, (terms + 1) * 2));
        return rules[terms] = new RuleCompiler(Policy, table.Sets(terms), table.LayoutOf(terms), names).Compile();
    }
}
