using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Serving;
using Plimsoll.Simulation.Fleets;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of how the fleet is simulated.</summary>
internal static class SimulationRules
{
    private const long MostTokens = 1 << 30;

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        For<SimulationSpec>(["step-tokens"], (spec, at) => AtMost(spec.StepTokens!.Value, at, "step-tokens")),
        For<SimulationSpec>(["shared-prompt"], (spec, at) => AtMost(spec.SharedPrompt!.Value, at, "shared-prompt")),
        For<SimulationSpec>(["shared-prompt"], (spec, at) =>
        {
            if (spec.Cache != CacheKind.Simulated)
            {
                at.Report(
                    "counts only where caches are simulated; write 'cache: simulated' or remove it", "shared-prompt");
            }
        }),
        For<SimulationSpec>(["weights"], (spec, at) =>
        {
            if (spec.Router != RouterKind.WeightedScores)
                at.Report("only one router has weights; write 'router: weighted-scores' or remove them", "weights");
        }),
        For<SimulationSpec>(["priorities"], (spec, at) =>
        {
            if (spec.Order != QueueOrder.Priority)
                at.Report("count only where they decide; write 'order: priority' or remove them", "priorities");
        }),
        For<SimulationSpec>(["repair"], (spec, at) => Within(spec.Repair!.Value, at, "repair")),
        For<SiteFailuresSpec>(["between"], (spec, at) => Within(spec.Between, at, "between")),
        For<SiteFailuresSpec>(["repair"], (spec, at) => Within(spec.Repair, at, "repair")),
        For<CurtailmentSpec>(["for"], (spec, at) => Within(spec.For, at, "for")),
        For<RouterWeightsSpec>([], Weights),
        For<DisaggregationSpec>(["prefill"], (spec, at) =>
        {
            if (spec.Prefill.Value.Fraction >= 1)
                at.Report($"found {at.Found("prefill")}; expected less than 100 %: some have to decode", "prefill");
        }),
    ];

    private static void AtMost(Input<Tokens> tokens, RuleScope at, string key)
    {
        if (tokens.Value.Value > MostTokens)
            at.Report($"found {at.Found(key)}; expected at most {MostTokens} tokens", key);
    }

    private static void Weights(RouterWeightsSpec spec, RuleScope at)
    {
        (string Key, double Value)[] weights =
            [("queue", spec.Queue), ("kv", spec.Kv), ("prefix", spec.Prefix), ("prepaid", spec.Prepaid)];
        NotNegative(weights, at);
    }
}
