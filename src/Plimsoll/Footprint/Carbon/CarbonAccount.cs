using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Carbon;

/// <summary>
/// What a site emits, in kilograms of CO2e in each hour of its meter, by where it comes from. All parts add up: a total
/// is the sum of its parts in every hour, and of its hours over the period.
/// </summary>
/// <remarks>Energy put into storage counts in the hour in which it is drawn, not in the hour of its use.</remarks>
public sealed record CarbonAccount
{
    /// <summary>Terms that it was reckoned with.</summary>
    public required CarbonTerms Terms { get; init; }

    /// <summary>Fuel burnt on the site.</summary>
    public required ImmutableArray<double> CombustionKilograms { get; init; }

    /// <summary>Purchased electricity at the average of its grid: location-based.</summary>
    public required ImmutableArray<double> LocationKilograms { get; init; }

    /// <summary>Purchased electricity by its contracts, matched over the whole period: market-based.</summary>
    public required ImmutableArray<double> MarketKilograms { get; init; }

    /// <summary>Purchased electricity by its contracts, matched hour by hour on the same grid.</summary>
    public required ImmutableArray<double> HourlyKilograms { get; init; }

    /// <summary>Purchased electricity at what plants emit that follow the load; for changes of load only.</summary>
    public required ImmutableArray<double> MarginalKilograms { get; init; }

    /// <summary>What is lost of purchased electricity on its way to the site, at the average of its grid.</summary>
    public required ImmutableArray<double> LossKilograms { get; init; }

    /// <summary>Winning the fuel that is burnt on the site, and bringing it there.</summary>
    public required ImmutableArray<double> UpstreamKilograms { get; init; }

    /// <summary>The hour's part of what was emitted to make accelerators and servers, idle ones too.</summary>
    public required ImmutableArray<double> EmbodiedKilograms { get; init; }

    /// <summary>
    /// Part of the energy used that carbon-free energy of the same hour covers, 0 to 1: Σ min(load, carbon-free) ÷ Σ
    /// load; carbon-free are panels on the site and, up to what is purchased, deliverable contracts that emit nothing.
    /// </summary>
    public required double CarbonFreeShare { get; init; }

    /// <summary>What counted, by contracts, for energy that none covers; null: nothing is drawn from a grid.</summary>
    public required UncoveredRate? Uncovered { get; init; }

    /// <summary>What is not stated and therefore counts as nothing, for people.</summary>
    public required ImmutableArray<string> Unstated { get; init; }

    /// <summary>Reckons it.</summary>
    public static CarbonAccount Of(SiteMeter meter, CarbonTerms terms)
    {
        var hours = Enumerable.Range(0, meter.Hours).ToArray();
        var grids = meter.Sources.Where(line => line.Source is EnergySource.Grid).ToArray();
        var load = hours.Select(hour => grids.Sum(line => Math.Max(0.0, line.Joules[hour]))).ToArray();
        var location = hours.Select(hour =>
            grids.Sum(line => InstrumentMatch.Kilograms(line.Joules[hour], Average(line, meter, terms, hour))))
            .ToImmutableArray();
        var uncovered = hours.Select(hour =>
            terms.Supplier ?? terms.Residual ?? Mean(location[hour], load[hour])).ToArray();
        return new CarbonAccount
        {
            Terms = terms,
            CombustionKilograms = Burning(meter, hours, heatRate => terms.Fuel?.Burnt(terms.Potentials, heatRate)),
            LocationKilograms = location,
            MarketKilograms = InstrumentMatch.OverPeriod(load, terms.Instruments, meter.From, uncovered),
            HourlyKilograms = InstrumentMatch.HourByHour(load, terms.Instruments, meter.From, uncovered),
            MarginalKilograms =
                [.. load.Select(joules => InstrumentMatch.Kilograms(joules, terms.Marginal ?? default))],
            LossKilograms = [.. location.Select(kilograms => kilograms * terms.GridLoss / (1 - terms.GridLoss))],
            UpstreamKilograms = Burning(meter, hours, heatRate => terms.Fuel?.Before(heatRate)),
            EmbodiedKilograms = [.. hours.Select(hour => Embodied(meter.Site, meter.StartOf(hour), terms))],
            CarbonFreeShare = CarbonFree(meter, hours, load, terms),
            Uncovered = grids.Length > 0 ? terms.Uncovered : null,
            Unstated = [.. Missing(meter, grids, terms)],
        };
    }

    /// <summary>Everything, purchased electricity by one of the three methods, in kilograms by hour.</summary>
    public ImmutableArray<double> TotalKilograms(CarbonBasis basis)
    {
        var purchased = Purchased(basis);
        return
        [
            .. purchased.Select((kilograms, hour) => kilograms + CombustionKilograms[hour] + LossKilograms[hour]
                + UpstreamKilograms[hour] + EmbodiedKilograms[hour]),
        ];
    }

    /// <summary>Purchased electricity by one of the three methods, in kilograms by hour.</summary>
    public ImmutableArray<double> Purchased(CarbonBasis basis) => basis switch
    {
        CarbonBasis.Location => LocationKilograms,
        CarbonBasis.Market => MarketKilograms,
        CarbonBasis.Hourly => HourlyKilograms,
        _ => throw new ArgumentOutOfRangeException(nameof(basis)),
    };

    /// <summary>The three scopes of the GHG Protocol for who accounts.</summary>
    public Scopes ScopesOf(CarbonBasis basis)
    {
        var site = ScopesOfSite(basis);
        return Terms.IsOwn ? site : new Scopes(0, 0, site.Total);
    }

    /// <summary>The three scopes for who runs the site.</summary>
    public Scopes ScopesOfSite(CarbonBasis basis) => new(
        CombustionKilograms.Sum(),
        Purchased(basis).Sum(),
        LossKilograms.Sum() + UpstreamKilograms.Sum() + EmbodiedKilograms.Sum());

    private static EmissionFactor Average(SourceLine line, SiteMeter meter, CarbonTerms terms, int hour) =>
        line.Source is EnergySource.Grid { Carbon.IsEmpty: false } grid
            ? grid.Carbon[meter.StartOf(hour).ToDateTimeOffset().Hour]
            : terms.Average ?? default;

    private static EmissionFactor Mean(double kilograms, double joules) =>
        new(joules == 0 ? 0 : kilograms * Joules.PerMegawattHour / joules);

    private static ImmutableArray<double> Burning(
        SiteMeter meter, int[] hours, Func<double, EmissionFactor?> ofHeatRate) =>
    [
        .. hours.Select(hour => meter.Sources.Sum(line => line.Source is EnergySource.Generators units
            ? InstrumentMatch.Kilograms(line.Joules[hour], ofHeatRate(units.HeatRate) ?? default)
            : 0)),
    ];

    private static double Embodied(Site site, Instant start, CarbonTerms terms)
    {
        var inService = site.InServiceAt(start);
        if (inService == 0)
            return 0;
        var pools = site.Pools.Select(pool => (pool, inService)).Concat(
            site.Expansions.Where(one => one.IsThereAt(start)).Select(one => (one.Pool, 1.0)));
        return pools.Sum(one => terms.Embodied.Where(made => made.Accelerator == one.Item1.Kind.Name)
            .Sum(made => made.KilogramsOver(Duration.FromHours(1), one.Item1.Count * one.Item2)));
    }

    private static double CarbonFree(SiteMeter meter, int[] hours, double[] purchased, CarbonTerms terms)
    {
        var clean = terms.Instruments.Where(one => one.IsDeliverable && one.Emission == default).ToArray();
        var load = hours.Sum(hour => (double)meter.At(hour).Value);
        return load == 0 ? 0 : hours.Sum(hour => Math.Min(
            meter.At(hour).Value,
            meter.Sources.Where(line => line.Source is EnergySource.Solar).Sum(line => (double)line.Joules[hour])
                + Math.Min(purchased[hour], clean.Sum(one => one.JoulesAt(meter.StartOf(hour)))))) / load;
    }

    private static IEnumerable<string> Missing(SiteMeter meter, SourceLine[] grids, CarbonTerms terms)
    {
        if (terms.Average is null && grids.Any(line => line.Source is EnergySource.Grid { Carbon.IsEmpty: true }))
            yield return "carbon of the grid";
        if (terms.Marginal is null && grids.Length > 0)
            yield return "what a change of load emits";
        if (terms.GridLoss == 0 && grids.Length > 0)
            yield return "losses of the grid";
        if (terms.Fuel is null && meter.Sources.Any(line => line.Source is EnergySource.Generators))
            yield return "carbon of the fuel of its generators";
        var made = terms.Embodied.Select(one => one.Accelerator).ToHashSet();
        foreach (var kind in meter.Site.Pools.Concat(meter.Site.Expansions.Select(one => one.Pool))
            .Select(pool => pool.Kind.Name).Distinct().Where(kind => !made.Contains(kind)))
        {
            yield return $"what was emitted to make {kind}";
        }
    }
}

/// <summary>How purchased electricity counts.</summary>
public enum CarbonBasis
{
    /// <summary>At the average of the grid.</summary>
    Location,

    /// <summary>By contracts, matched over the whole period.</summary>
    Market,

    /// <summary>By contracts on the same grid, matched hour by hour.</summary>
    Hourly,
}

/// <summary>The three scopes of the GHG Protocol, in kilograms.</summary>
/// <param name="Direct">Scope 1: burnt by who accounts.</param>
/// <param name="Purchased">Scope 2: electricity bought by who accounts.</param>
/// <param name="Chain">Scope 3: everything else, before and after.</param>
public sealed record Scopes(double Direct, double Purchased, double Chain)
{
    /// <summary>All of them.</summary>
    public double Total => Direct + Purchased + Chain;
}
