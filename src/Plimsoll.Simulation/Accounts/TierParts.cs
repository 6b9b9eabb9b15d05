using System.Collections.Frozen;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// How many parts each organization of a tier is simulated as. At a small scale a handful is left of the organizations
/// of a high tier, each as large as a good part of the fleet: how much of it they use at once would be a matter of luck
/// that the real service, with thousands of them, knows nothing of. So they are divided: each part asks for that part
/// of what an organization asks for, within that part of its limits. Immutable.
/// </summary>
public sealed class TierParts
{
    /// <summary>Accounts that a tier gets where it can be divided so far.</summary>
    public const int Accounts = 100;

    /// <summary>
    /// Requests of mean length that a minute of a part's limits holds at least: with fewer, limits would refuse for no
    /// other reason than that requests are whole.
    /// </summary>
    public const int RequestsPerMinute = 20;

    private readonly FrozenDictionary<string, double> parts;

    private TierParts(FrozenDictionary<string, double> parts) => this.parts = parts;

    /// <summary>The parts of every tier that organizations are on.</summary>
    /// <param name="model">The service.</param>
    /// <param name="start">When growth is taken.</param>
    /// <param name="scale">Real organizations for each simulated one. 1 or more.</param>
    public static TierParts Of(ServiceModel model, Instant start, double scale)
    {
        var growth = model.Growth.At(start);
        return new TierParts(model.Organizations.GroupBy(group => group.Tier).ToFrozenDictionary(
            tier => tier.Key,
            tier => Math.Max(1, Math.Min(
                Accounts / (tier.Sum(group => group.Count) * growth / scale), MostOf(model, tier.Key)))));
    }

    /// <summary>Parts of an organization on a tier; 1: it is whole.</summary>
    public double Of(string tier) => parts[tier];

    /// <summary>The limits of parts: rates and spend of tiers, each divided by the number of its parts.</summary>
    public PolicyTimeline Divide(PolicyTimeline timeline) => new(timeline.Versions.Select(version => version with
    {
        Tiers = version.Tiers.Values.ToFrozenDictionary(
            tier => tier.Name,
            tier => parts.TryGetValue(tier.Name, out var count) && count > 1 ? Divided(tier, count) : tier),
    }));

    private static TierTerms Divided(TierTerms tier, double count) => tier with
    {
        Rates = tier.Rates.ToFrozenDictionary(rate => rate.Key, rate => rate.Value with
        {
            Requests = rate.Value.Requests.Times(1 / count),
            Input = rate.Value.Input.Times(1 / count),
            Output = rate.Value.Output.Times(1 / count),
        }),
        Further = [.. tier.Further.Select(limit => limit is SpendLimit spend
            ? spend with { Limit = new MicroUsd((long)Math.Round(spend.Limit.Value / count)) }
            : limit)],
    };

    /// <summary>
    /// Most parts that limits allow. A tier with other limits than rates and spend is not divided, unless they are of
    /// batches, which nobody asks for here.
    /// </summary>
    private static double MostOf(ServiceModel model, string tier)
    {
        var versions = model.Timeline.Versions.Select(version => version.Tiers.GetValueOrDefault(tier))
            .OfType<TierTerms>().ToList();
        var isDivisible = versions.SelectMany(terms => terms.Further)
            .All(limit => limit is SpendLimit || limit.Lane == Lane.Batch);
        return isDivisible
            ? versions.SelectMany(terms => model.Classes.Select(served => PerMinute(terms, served)))
                .OfType<double>().DefaultIfEmpty(0).Min() / RequestsPerMinute
            : 1;
    }

    private static double? PerMinute(TierTerms terms, ModelClass served) =>
        terms.Rates.TryGetValue(served.Name, out var rates)
            ? WeekLoad.OutputLimit(rates, served.Traffic) / served.Traffic.Output
            : null;
}
