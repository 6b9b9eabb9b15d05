using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;

namespace Plimsoll.Planning.Loads;

/// <summary>What organisations make of their tier.</summary>
/// <param name="Organizations">The organisations.</param>
/// <param name="Classes">By class, in the order of the classes; null where the tier has none.</param>
public sealed record TierUse(Organizations Organizations, ImmutableArray<ClassUse?> Classes)
{
    internal static TierUse Of(ServiceModel model, Organizations group, Policy policy) => new(
        group, [.. model.Classes.Select((modelClass, i) => group.Wants[i] > 0
            && policy.Tiers[group.Tier].Rates.TryGetValue(modelClass.Name, out var rates)
            ? ClassUse.Of(
                new LogNormal(group.Wants[i], group.Spread), WeekLoad.OutputLimit(rates, modelClass.Traffic))
            : null)]);
}

/// <summary>What an organisation makes of one class in its busiest hour.</summary>
/// <param name="Limit">Output tokens per minute that the tier lets through.</param>
/// <param name="Wanted">Output tokens per minute that an average one would like.</param>
/// <param name="Used">What an average one gets.</param>
/// <param name="Limited">Share of organisations that meet the limit.</param>
public sealed record ClassUse(double Limit, double Wanted, double Used, double Limited)
{
    /// <summary>Mean use over limit, both in the organisations' own busiest hours: 0 to 1.</summary>
    public double Utilization => Used / Limit;

    internal static ClassUse Of(LogNormal wanted, double limit) =>
        new(limit, wanted.Mean, wanted.LimitedMean(limit), wanted.ProbabilityOfReaching(limit));
}
