using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Money;

/// <summary>What a site costs over the hours of its meter, in US dollars by hour.</summary>
public sealed record MoneyAccount
{
    /// <summary>What passed the meter.</summary>
    public required SiteMeter Meter { get; init; }

    /// <summary>The terms.</summary>
    public required SiteTerms Terms { get; init; }

    /// <summary>
    /// The fee of each hour: that of its month, spread evenly, or the market price of what is in service.
    /// </summary>
    public required ImmutableArray<double> FeeUsd { get; init; }

    /// <summary>Accelerator-hours in use by their price, up to what is covered and beyond it.</summary>
    public required ImmutableArray<double> UseUsd { get; init; }

    /// <summary>
    /// What is paid for the site's part of the minimum beyond what is used there, spread evenly over the hours of each
    /// month.
    /// </summary>
    public required ImmutableArray<double> ShortfallUsd { get; init; }

    /// <summary>Energy that is passed through, by the price of its source in each hour.</summary>
    public required ImmutableArray<double> EnergyUsd { get; init; }

    /// <summary>Energy of sources without a price: it is not in the account.</summary>
    public required Joules Unpriced { get; init; }

    /// <summary>Kinds of accelerators of which no price is known, not even on the market, in ordinal order.</summary>
    public IEnumerable<string> UnpricedKinds => (Terms.IsAtMarket ? Meter.Site.Pools : [])
        .Concat(Terms.ExpansionsAreAtMarket ? Meter.Site.Expansions.Select(one => one.Pool) : [])
        .Select(pool => pool.Kind.Name).Where(kind => !Terms.Rents.ContainsKey(kind))
        .Distinct().Order(StringComparer.Ordinal);

    /// <summary>What the accelerators cost in each hour: fee, use and shortfall.</summary>
    public ImmutableArray<double> CapacityUsd =>
        [.. Enumerable.Range(0, Meter.Hours).Select(hour => FeeUsd[hour] + UseUsd[hour] + ShortfallUsd[hour])];

    /// <summary>All of it.</summary>
    public double Usd => CapacityUsd.Sum() + EnergyUsd.Sum();

    /// <summary>
    /// What of it uses bear: energy by joules, accelerators by their hours, whether they work or not.
    /// </summary>
    public ImmutableArray<ImpactLine> Impacts =>
    [
        new(Impact.EnergyMoney, EnergyUsd),
        new(Impact.CapacityMoney, CapacityUsd),
    ];

    /// <summary>Computes it.</summary>
    public static MoneyAccount Of(SiteMeter meter, SiteTerms terms)
    {
        var capacity = new CapacityCost(meter, terms);
        var (energy, unpriced) = terms.Contract.Power == PowerTerms.Included
            ? ([.. new double[meter.Hours]], default) : PassedThrough(meter);
        return new MoneyAccount
        {
            Meter = meter,
            Terms = terms,
            FeeUsd = capacity.Fee,
            UseUsd = capacity.Use,
            ShortfallUsd = capacity.Shortfall,
            EnergyUsd = energy,
            Unpriced = unpriced,
        };
    }

    private static (ImmutableArray<double> Usd, Joules Unpriced) PassedThrough(SiteMeter meter)
    {
        var usd = new double[meter.Hours];
        var unpriced = 0L;
        foreach (var line in meter.Sources)
        {
            for (var hour = 0; hour < meter.Hours; hour++)
            {
                // What is put into a battery was paid for by the source that gave it.
                var given = Math.Max(0, line.Joules[hour]);
                if (!line.Source.Prices.IsEmpty)
                {
                    var price = line.Source.Prices[meter.StartOf(hour).ToDateTimeOffset().Hour];
                    usd[hour] += new Joules(given).MegawattHours * price.DollarsPerMegawattHour;
                }
                else if (line.Source is not EnergySource.Storage)
                    unpriced += given;
            }
        }

        return ([.. usd], new Joules(unpriced));
    }
}
