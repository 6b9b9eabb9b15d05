using System.Collections.Immutable;
using Plimsoll.Footprint.Money;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps contracts and prices as written to the core's.</summary>
public static class MoneyCompiler
{
    /// <summary>All contracts, with a site or without, in ordinal order of name.</summary>
    /// <param name="spec">A validated scenario.</param>
    public static ImmutableArray<Contract> Contracts(ScenarioSpec spec) =>
        [.. spec.Contracts.Keys.Order(StringComparer.Ordinal).Select(name => SupplyCompiler.Contract(spec, name))];

    /// <summary>What the part of a site in its contract costs.</summary>
    /// <param name="spec">A validated scenario.</param>
    /// <param name="sites">Its sites, compiled.</param>
    /// <param name="site">One of them.</param>
    public static SiteTerms TermsOf(ScenarioSpec spec, IEnumerable<Site> sites, Site site) =>
        SiteTerms.Of(site, sites, Rents(spec));

    /// <summary>What a month of each plan costs, where it is stated.</summary>
    /// <param name="spec">A validated scenario.</param>
    public static ImmutableDictionary<string, Usd> PlanPrices(ScenarioSpec spec) => spec.Plans
        .Where(plan => plan.Value.PricePerMonth is not null)
        .ToImmutableDictionary(plan => plan.Key, plan => plan.Value.PricePerMonth!.Value.Value);

    /// <summary>Market prices of accelerator-hours by kind, where they are known.</summary>
    /// <param name="spec">A validated scenario.</param>
    private static ImmutableDictionary<string, Usd> Rents(ScenarioSpec spec) =>
        spec.Candidates.PricePerHour.Concat(spec.Money.Rents)
            .ToImmutableDictionary(price => price.Key, price => price.Value.Value);
}
