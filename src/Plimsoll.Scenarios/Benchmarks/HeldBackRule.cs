using System.Text;
using Plimsoll.Serving.Fitting;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>
/// Models that no fit and no choice of formula may see before its errors are published: of the dense models in the
/// data, and of the mixtures, the third whose names hash lowest (FNV-1a), rounded down.
/// </summary>
internal static class HeldBackRule
{
    private const int OneOf = 3;

    public static IReadOnlySet<string> Of(IReadOnlyList<Measurement> runs) => runs
        .Select(run => (run.Model, run.Mixture)).Distinct()
        .GroupBy(model => model.Mixture)
        .SelectMany(kind => kind
            .OrderBy(model => Fnv1a.Of(Encoding.UTF8.GetBytes(model.Model)))
            .Take(kind.Count() / OneOf))
        .Select(model => model.Model).ToHashSet();
}
