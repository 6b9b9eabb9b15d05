using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Money;

/// <summary>What a site's part in its contract costs.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Part">The site's part of what the contract covers, by accelerators, 0 to 1.</param>
/// <param name="Rents">
/// Market price of an accelerator-hour by kind, where it is known: it stands in where the contract has no price.
/// </param>
public sealed record SiteTerms(Contract Contract, double Part, ImmutableDictionary<string, Usd> Rents)
{
    /// <summary>Whether no price of the contract is known, so that accelerators count at market prices.</summary>
    public bool IsAtMarket => Contract.PricePerMonth is null && Contract.PricePerAcceleratorHour is null;

    /// <summary>
    /// Whether expansions count at market prices: a price of a month covers what the contract is about, and no more.
    /// </summary>
    public bool ExpansionsAreAtMarket => Contract.PricePerAcceleratorHour is null;

    /// <summary>The contract as if it were about this site alone.</summary>
    internal Contract OfSite => Contract with
    {
        PricePerMonth = Contract.PricePerMonth is { } price ? new Usd(price.Dollars * Part) : null,
        Accelerators = Contract.Accelerators * Part,
        TakeOrPay = Contract.TakeOrPay is { } least
            ? least with { AcceleratorHours = least.AcceleratorHours * Part } : null,
        Commitment = null,
    };

    /// <summary>The terms of a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="sites">All sites: those under the same contract share its price by their accelerators.</param>
    /// <param name="rents">Market prices by kind.</param>
    public static SiteTerms Of(Site site, IEnumerable<Site> sites, ImmutableDictionary<string, Usd> rents)
    {
        var there = sites.Where(other => other.Contract.Name == site.Contract.Name).Sum(CountOf);
        var covered = Math.Max(there, site.Contract.Accelerators ?? 0);
        return new SiteTerms(site.Contract, covered > 0 ? CountOf(site) / covered : 0, rents);
    }

    /// <summary>Accelerators of a site at full ramp.</summary>
    internal static double CountOf(Site site) => site.Pools.Sum(pool => pool.Count);
}
