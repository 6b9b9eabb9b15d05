using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Footprint.Air;
using Plimsoll.Footprint.Carbon;
using Plimsoll.Footprint.Money;
using Plimsoll.Footprint.Water;
using Plimsoll.Planning;
using Plimsoll.Supply;

namespace Plimsoll.Footprint;

/// <summary>A service, and how the energy of its sites is accounted.</summary>
/// <param name="Service">The service.</param>
/// <param name="Terms">Terms of every site, by its name.</param>
public sealed record FootprintModel(ServiceModel Service, FrozenDictionary<string, SiteAccounting> Terms)
{
    /// <summary>What is not stated of a site, for people: it counts as nothing unless it says what stands in.</summary>
    public IEnumerable<string> UnstatedOf(SiteMeter meter)
    {
        var terms = Terms[meter.Site.Name];
        var money = MoneyAccount.Of(meter, terms.Money);
        var carbon = CarbonAccount.Of(meter, terms.Carbon);
        return carbon.Unstated
            .Concat(carbon.Uncovered == UncoveredRate.Location
                ? ["residual mix, for which the average of the grid stands in"]
                : [])
            .Concat(WaterAccount.Of(meter, terms.Water).Unstated)
            .Concat(AirAccount.Of(meter).Unstated.Select(source => $"what {source} emits into the air"))
            .Concat(money.Unpriced.Value > 0 ? ["price of the energy"] : [])
            .Concat(money.UnpricedKinds.Select(kind => $"price of {kind}"))
            .Concat(terms.Money.IsAtMarket ? ["price of the contract, for which market rents stand in"] : []);
    }

    /// <summary>What the energy and the accelerators of a site cause.</summary>
    public ImmutableArray<ImpactLine> ImpactsOf(SiteMeter meter)
    {
        var terms = Terms[meter.Site.Name];
        var carbon = CarbonAccount.Of(meter, terms.Carbon);
        var water = WaterAccount.Of(meter, terms.Water);
        return
        [
            new(Impact.LocationCarbon, Operated(carbon, CarbonBasis.Location)),
            new(Impact.MarketCarbon, Operated(carbon, CarbonBasis.Market)),
            new(Impact.HourlyCarbon, Operated(carbon, CarbonBasis.Hourly)),
            new(Impact.FuelCarbon, carbon.CombustionKilograms),
            new(Impact.EmbodiedCarbon, carbon.EmbodiedKilograms),
            new(Impact.SiteWater, water.OnSiteLitres),
            new(Impact.SourceWater, water.SourceLitres),
            new(Impact.Nox, AirAccount.Of(meter).KilogramsByHour(Pollutant.Nox)),
            .. MoneyAccount.Of(meter, terms.Money).Impacts,
        ];
    }

    /// <summary>All but what was emitted to make the hardware.</summary>
    private static ImmutableArray<double> Operated(CarbonAccount carbon, CarbonBasis basis) =>
        [.. carbon.TotalKilograms(basis).Select((kilograms, hour) => kilograms - carbon.EmbodiedKilograms[hour])];
}

/// <summary>How the energy of a site is accounted.</summary>
/// <param name="Carbon">Terms of its carbon.</param>
/// <param name="Water">Terms of its water.</param>
/// <param name="Money">Terms of what it costs.</param>
public sealed record SiteAccounting(CarbonTerms Carbon, WaterTerms Water, SiteTerms Money);
