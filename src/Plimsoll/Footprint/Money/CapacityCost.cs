using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Money;

/// <summary>What the accelerators of a site cost in each hour of its meter, in US dollars.</summary>
internal sealed class CapacityCost
{
    private readonly SiteMeter meter;
    private readonly SiteTerms terms;
    private readonly double[] used;
    private readonly double[] fee;
    private readonly double[] use;
    private readonly double[] shortfall;

    public CapacityCost(SiteMeter meter, SiteTerms terms)
    {
        (this.meter, this.terms) = (meter, terms);
        used = [.. Hours().Select(hour => meter.Uses.Where(line => line.Kind != UseKind.Idle)
            .Sum(line => line.Accelerators[hour]))];
        fee = [.. Hours().Select(Rent)];
        (use, shortfall) = (new double[meter.Hours], new double[meter.Hours]);
        var months = ContractLedger.Months(
            terms.OfSite, meter.From, meter.StartOf(meter.Hours), (from, until) => new ContractUse(
                ContractOutlay.InService([meter.Site], from, until), Within(from, until).Sum(hour => used[hour])));
        foreach (var month in months)
            Spread(month, [.. Within(month.From, month.Until)]);
    }

    /// <summary>The fee by hour.</summary>
    public ImmutableArray<double> Fee => [.. fee];

    /// <summary>Accelerator-hours by their price.</summary>
    public ImmutableArray<double> Use => [.. use];

    /// <summary>What is paid for nothing.</summary>
    public ImmutableArray<double> Shortfall => [.. shortfall];

    private void Spread(ContractMonth month, ImmutableArray<int> hours)
    {
        var worked = hours.Sum(hour => used[hour]);
        foreach (var hour in hours)
        {
            fee[hour] += (double)month.Fee.Dollars / hours.Length;
            shortfall[hour] += (double)month.Shortfall.Dollars / hours.Length;
            if (worked > 0)
                use[hour] += (double)(month.Use + month.Overage).Dollars * used[hour] / worked;
        }
    }

    /// <summary>What the accelerators that are in service in an hour without a price cost on the market.</summary>
    private double Rent(int hour)
    {
        var at = meter.StartOf(hour);
        var inService = meter.Site.InServiceAt(at);
        if (inService == 0)
            return 0;
        var ramped = terms.IsAtMarket ? inService * meter.Site.Pools.Sum(RentOf) : 0;
        return !terms.ExpansionsAreAtMarket ? ramped
            : ramped + meter.Site.Expansions.Where(one => one.IsThereAt(at)).Sum(one => RentOf(one.Pool));
    }

    private double RentOf(Pool pool) =>
        terms.Rents.TryGetValue(pool.Kind.Name, out var rent) ? pool.Count * rent.Dollars : 0;

    private IEnumerable<int> Within(Instant from, Instant until) =>
        Hours().Where(hour => meter.StartOf(hour) >= from && meter.StartOf(hour) < until);

    private IEnumerable<int> Hours() => Enumerable.Range(0, meter.Hours);
}
