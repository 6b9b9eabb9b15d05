using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of contracts, conditions and the operator's list.</summary>
internal static class ConditionRules
{
    // A start, a minimum term and a notice, each as long as that, still are a date.
    private const int MostDays = 18_250;

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        For<ContractSpec>(["term"], (spec, at) => AtMost(spec.Term!.Value, at, "term")),
        For<ContractSpec>(["minimum-term"], (spec, at) => AtMost(spec.MinimumTerm!.Value, at, "minimum-term")),
        For<ContractSpec>(["notice"], (spec, at) => AtMost(spec.Notice!.Value, at, "notice")),
        For<ContractSpec>(["own-notice"], (spec, at) => AtMost(spec.OwnNotice!.Value, at, "own-notice")),
        For<ConditionsSpec>(["growth-after"], (spec, at) => AtMost(spec.GrowthAfter!.Value, at, "growth-after")),
        For<ConditionsSpec>(["notice"], (spec, at) => AtMost(spec.Notice!.Value, at, "notice")),
        For<ConditionsSpec>(["notices"], (spec, at) =>
        {
            foreach (var (name, notice) in spec.Notices)
                AtMost(notice, at, "notices", name);
        }),
        For<PrioritySpec>([], OneOfThree),
    ];

    private static void AtMost(Input<Duration> time, RuleScope at, params string[] key)
    {
        if (time.Value > Duration.FromDays(MostDays))
            at.Report($"expected at most {MostDays} days", key);
    }

    private static void OneOfThree(PrioritySpec spec, RuleScope at)
    {
        var written = at.Mapping.Keys.Where(key => key is "change" or "bundle" or "training").ToList();
        if (written.Count != 1)
        {
            at.Report(written.Count == 0
                ? "names nothing; expected one of change, bundle (with multiple) and training"
                : $"names {string.Join(" and ", written)}; expected one of them: write a step for each");
        }

        var isBundle = written.Contains("bundle");
        var hasMultiple = at.Mapping.Child("multiple") is not null;
        if (isBundle && !hasMultiple)
            at.Report("the key 'multiple' is missing: how far is the bundle to be raised?");
        if (!isBundle && hasMultiple)
            at.Report("only a bundle has a multiple: a change says itself how far it goes", "multiple");
    }
}
