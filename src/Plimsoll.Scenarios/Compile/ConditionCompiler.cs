using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps conditions and the operator's list as written to the core's.</summary>
internal static class ConditionCompiler
{
    public static ConditionTerms Conditions(ConditionsSpec spec)
    {
        var terms = new ConditionTerms();
        return new ConditionTerms
        {
            GrowthAfter = spec.GrowthAfter?.Value ?? terms.GrowthAfter,
            Notice = spec.Notice?.Value ?? terms.Notice,
            Notices = spec.Notices.ToFrozenDictionary(n => n.Key, n => n.Value.Value, StringComparer.Ordinal),
        };
    }

    public static ImmutableArray<PriorityTerms> Priorities(IReadOnlyList<PrioritySpec> spec) =>
        [.. spec.Select(PriorityOf)];

    private static PriorityTerms PriorityOf(PrioritySpec spec) => spec switch
    {
        { Change: { } change } => new ChangePriority(change),
        { Bundle: { } bundle } => new BundlePriority(bundle, spec.Multiple!.Value.Value.Value),
        _ => new TrainingPriority(spec.Training!.Value.Value.Fraction),
    };
}
