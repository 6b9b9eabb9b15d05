using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Carbon;
using Plimsoll.Footprint.Water;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps what carbon and water of a site are accounted with, as written, to the core's.</summary>
public static class FootprintCompiler
{
    /// <summary>A share of 100 % would leave nothing; a varied input stops short of it.</summary>
    private const double MostLost = 0.99;

    /// <summary>The service with the terms of its sites.</summary>
    /// <param name="spec">A validated scenario.</param>
    public static FootprintModel Compile(ScenarioSpec spec)
    {
        var model = ServiceModelCompiler.Compile(spec);
        return new FootprintModel(model, model.Sites.ToFrozenDictionary(site => site.Name, site => new SiteAccounting(
            Carbon(spec, site.Name), Water(spec, site.Name), MoneyCompiler.TermsOf(spec, model.Sites, site))));
    }

    /// <summary>Terms of the carbon account of a site.</summary>
    /// <param name="spec">A validated scenario.</param>
    /// <param name="site">Name of the site.</param>
    public static CarbonTerms Carbon(ScenarioSpec spec, string site)
    {
        var accounting = spec.Sites[site].Accounting;
        var factors = spec.Factors.Carbon;
        var grid = accounting.Grid is { } name ? factors?.Grids[name] : null;
        var potentials = new WarmingPotentials(
            factors?.Methane.Value.Value ?? 1, factors?.NitrousOxide.Value.Value ?? 1);
        return new CarbonTerms
        {
            IsOwn = accounting.Control is { } control
                ? control == SiteControl.Own
                : spec.Contracts[spec.Sites[site].Contract].Form == ContractForm.Owned,
            Average = grid?.Average.Value,
            Marginal = grid?.NonBaseload is { } gases ? potentials.Of(
                gases.CarbonDioxide.Value, gases.Methane.Value, gases.NitrousOxide.Value) : null,
            Supplier = accounting.Supplier?.Value,
            Residual = (accounting.Residual ?? grid?.Residual)?.Value,
            GridLoss = Math.Min(factors?.GridLoss?.Value.Fraction ?? 0, MostLost),
            Fuel = factors?.Fuel is { } fuel ? new FuelCarbon(
                fuel.CarbonDioxide.Value, fuel.Methane.Value, fuel.NitrousOxide.Value, fuel.Upstream.Value) : null,
            Potentials = potentials,
            Instruments =
            [
                .. accounting.Instruments.OrderBy(one => one.Key, StringComparer.Ordinal)
                    .Select(one => Instrument(one.Key, one.Value, accounting.Grid)),
            ],
            Embodied = factors is { HardwareLife: { } life } ?
            [
                .. factors.Hardware.OrderBy(one => one.Key, StringComparer.Ordinal)
                    .Select(one => new EmbodiedCarbon(one.Key, one.Value.Value, life.Value)),
            ]
            : [],
        };
    }

    /// <summary>Terms of the water account of a site.</summary>
    /// <param name="spec">A validated scenario.</param>
    /// <param name="site">Name of the site.</param>
    public static WaterTerms Water(ScenarioSpec spec, string site)
    {
        var accounting = spec.Sites[site].Accounting;
        var factors = spec.Factors.Water;
        return new WaterTerms
        {
            OnSite = accounting.Water?.Value,
            ByMonth = Even(accounting.WaterByMonth),
            ItPart = 1 / Facility(spec, site),
            Grid = (accounting.GridWater ?? factors?.Grid)?.Value,
            Generators = (accounting.GeneratorWater ?? factors?.Generators)?.Value,
            Solar = factors?.Solar?.Value,
        };
    }

    /// <summary>Watts at the meter of a site for a watt of IT: 1 where its megawatts count IT power only.</summary>
    /// <param name="spec">A validated scenario.</param>
    /// <param name="site">Name of the site.</param>
    public static double Facility(ScenarioSpec spec, string site) =>
        SupplyCompiler.PowerChain(spec.PowerChain, spec.Sites[site]) / ItPower(spec);

    /// <summary>IT watts for a watt of accelerators.</summary>
    /// <param name="spec">A validated scenario.</param>
    public static double ItPower(ScenarioSpec spec) =>
        spec.PowerChain.Server.Value.Value * spec.PowerChain.It.Value.Value;

    private static ContractInstrument Instrument(string name, InstrumentSpec spec, string? grid) => new()
    {
        Name = name,
        PerYear = spec.PerYear.Value,
        Emission = spec.Emission?.Value ?? default,
        IsDeliverable = spec.Grid is null || spec.Grid == grid,
        From = spec.From is { } from ? Instant.FromDate(from) : null,
        Until = spec.Until is { } until ? Instant.FromDate(until.AddDays(1)) : null,
        ByHour = Even(spec.ByHour),
        ByMonth = Even(spec.ByMonth),
    };

    /// <summary>Multiples in the same ratios with the mean 1.</summary>
    private static ImmutableArray<double> Even(IReadOnlyList<double> multiples) =>
        [.. multiples.Select(one => one * multiples.Count / multiples.Sum())];
}
