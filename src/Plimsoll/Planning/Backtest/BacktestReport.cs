using System.Collections.Immutable;
using Plimsoll.Evidence;

namespace Plimsoll.Planning.Backtest;

/// <summary>Every change of a policy's limits, held against the supply and demand of its day.</summary>
/// <param name="Model">The service.</param>
/// <param name="NewSites">Sites that come into service between the dates compared.</param>
/// <param name="Steps">The changes, oldest first.</param>
public sealed record BacktestReport(
    ServiceModel Model, ImmutableArray<string> NewSites, ImmutableArray<StepOutlook> Steps)
{
    /// <summary>Tests every change, and what those from the day compared on rest on.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="build">The model with some inputs, by path, at other values in their base units.</param>
    public static BacktestReport Of(
        IReadOnlyList<InputRecord> inputs, Func<IReadOnlyDictionary<string, double>, ServiceModel> build)
    {
        var model = build(new Dictionary<string, double>());
        var days = new ServiceDays(model);
        var evidence = new EvidenceSearch(inputs, build).Of(model);
        var steps = PolicyStep.Of(model)
            .Select(step => new StepStudy(days, step).Outlook(evidence.GetValueOrDefault(step.Key)));
        return new BacktestReport(model, days.NewSites, [.. steps]);
    }
}
