using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Plimsoll.Limits.Documents;

namespace Plimsoll.Limits.Metering;

/// <summary>One policy version, and what each combination of sets limits under it, compiled when first asked.</summary>
internal sealed class CompiledVersion
{
    private readonly BookNames names;
    private readonly ClassTerms?[] classes;
    private ScopeRules?[] rules = [];
    private UInt128? fingerprint;

    /// <summary>Takes a version, once it is known that it can be enforced.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    /// <exception cref="InvalidOperationException">It has more traits than a book holds.</exception>
    public CompiledVersion(Policy policy, BookNames names)
    {
        PolicyChecks.Require(policy);
        foreach (var trait in policy.Allowances.Select(allowance => allowance.Trait).OfType<string>())
            names.Trait(trait);
        this.names = names;
        Policy = policy;
        classes = [.. names.Classes.Select(name => policy.Classes.GetValueOrDefault(name))];
        var limits = policy.Plans.Values.SelectMany(plan => plan.Further)
            .Concat(policy.Tiers.Values.SelectMany(tier => tier.Further))
            .Concat(policy.Sets.Values.SelectMany(set => set.Limits))
            .ToList();
        OffersOverage = limits.Exists(limit => limit is OverageTerms);
        NeedsMoney = OffersOverage || limits.Exists(limit => limit is SpendLimit);
    }

    /// <summary>The version.</summary>
    public Policy Policy { get; }

    /// <summary>The same for two versions that say the same, in every process; reckoned when first asked.</summary>
    public UInt128 Fingerprint => fingerprint ??= BinaryPrimitives.ReadUInt128LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(PolicyJson.TextOf(Policy))));

    /// <summary>Whether some limit counts money.</summary>
    public bool NeedsMoney { get; }

    /// <summary>Whether some terms offer overage.</summary>
    public bool OffersOverage { get; }

    /// <summary>Terms of a class by number; null when the version does not know it.</summary>
    public ClassTerms? Class(int number) => number >= 0 && number < classes.Length ? classes[number] : null;

    /// <summary>What a combination of sets limits.</summary>
    public ScopeRules RulesOf(int terms, TermsTable table)
    {
        var known = rules;
        return terms < known.Length && known[terms] is { } found ? found : Compile(terms, table);
    }

    private ScopeRules Compile(int terms, TermsTable table)
    {
        if (terms >= rules.Length)
            Array.Resize(ref rules, Math.Max(8, (terms + 1) * 2));
        return rules[terms] = new RuleCompiler(Policy, table.Sets(terms), table.LayoutOf(terms), names).Compile();
    }
}
