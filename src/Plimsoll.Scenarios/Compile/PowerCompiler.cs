using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps where a site's electricity comes from, and what its grid may take back, to the core's.</summary>
internal static class PowerCompiler
{
    /// <summary>Sources of a site, in ordinal order of name.</summary>
    public static ImmutableArray<EnergySource> Sources(
        EnergySourcesSpec? spec, SiteEnergy energy, AirFactorsSpec air) => spec is null ? [] :
    [
        .. spec.Grid.Select(s => SourceOf(GridOf(s.Key, s.Value, energy), s.Value))
            .Concat(spec.Generators.Select(s => SourceOf(GeneratorsOf(s.Key, s.Value, air), s.Value)))
            .Concat(spec.Solar.Select(s => SourceOf(SolarOf(s.Key, s.Value), s.Value)))
            .Concat(spec.Storage.Select(s => SourceOf(BatteryOf(s.Key, s.Value), s.Value)))
            .OrderBy(source => source.Name, StringComparer.Ordinal),
    ];

    /// <summary>What the grid of a site may take back.</summary>
    public static CurtailmentTerms? Curtailment(GridCurtailmentSpec? spec) => spec is null ? null : new()
    {
        Notice = spec.Notice?.Value ?? Duration.Zero,
        Depth = spec.Depth.Value.Fraction,
        PerYear = spec.PerYear.Value,
        Length = spec.Length.Value,
        Longest = LongerOf(spec.Length.Value, spec.Longest?.Value ?? Duration.Zero),
        Rebound = spec.Rebound?.Value.Fraction ?? double.PositiveInfinity,
        From = spec.From?.Minutes / 60,
        Order = spec.Order.Count == 0 ? CurtailmentTerms.DefaultOrder : [.. spec.Order],
        Clocks = spec.Clocks is { } clocks ? new(clocks.Power.Value.Fraction, clocks.Speed.Value.Fraction) : null,
    };

    /// <summary>How the load of a site swings.</summary>
    public static LoadSwings? Swings(SwingsSpec? spec) => spec is null
        ? null : new(spec.Part.Value.Fraction, spec.Period.Value, spec.RampPerMinute.Value);

    private static Duration LongerOf(Duration one, Duration other) => one > other ? one : other;

    /// <summary>A source of any kind, with what all kinds have.</summary>
    private static EnergySource SourceOf(EnergySource source, EnergySourceSpec spec) => source with
    {
        From = DayOf(spec.From),
        Until = DayOf(spec.Until),
        Rank = spec.Rank,
        Least = LeastOf(spec),
        Prices = spec.Price is null ? source.Prices : PricesOf(spec),
    };

    private static EnergySource.Grid GridOf(string name, GridSourceSpec spec, SiteEnergy energy) => new()
    {
        Name = name,
        Capacity = spec.Capacity.Value,
        Prices = energy.Prices,
        Carbon = spec.Carbon is null ? energy.Carbon : SupplyCompiler.ByHour(
            spec.Carbon, spec.CarbonByHour, (carbon, by) => new EmissionFactor(carbon.KilogramsPerMegawattHour * by)),
    };

    private static EnergySource.Generators GeneratorsOf(string name, GeneratorsSpec spec, AirFactorsSpec air) => new()
    {
        Name = name,
        Capacity = spec.Capacity.Value,
        Units = (int)spec.Units.Value.Value,
        HeatRate = spec.HeatRate.Value.BtuPerKilowattHour,
        LeastLoad = spec.LeastLoad?.Value.Fraction ?? 0,
        RampPerMinute = spec.RampPerMinute?.Value,
        Air = AirCompiler.Emissions(spec.Air, spec.HeatRate.Value.BtuPerKilowattHour, air),
    };

    private static EnergySource.Solar SolarOf(string name, SolarSpec spec) => new()
    {
        Name = name,
        Capacity = spec.Capacity.Value,
        Output = OutputOf(spec),
    };

    private static EnergySource.Storage BatteryOf(string name, BatterySpec spec) => new()
    {
        Name = name,
        Capacity = spec.Capacity.Value,
        Energy = spec.Energy.Value,
        RoundTrip = spec.RoundTrip.Value.Fraction,
        Reserve = spec.Reserve?.Value.Fraction ?? 0,
    };

    /// <summary>Months by hours, never more than the capacity.</summary>
    private static ImmutableArray<double> OutputOf(SolarSpec spec)
    {
        IReadOnlyList<double> months = spec.ByMonth.Count == 0 ? [.. Enumerable.Repeat(1.0, 12)] : spec.ByMonth;
        var mean = months.Average() * spec.ByHour.Average();
        return
        [
            .. from month in months
               from hour in spec.ByHour
               select Math.Min(1, spec.MeanOutput.Value.Fraction * month * hour / mean),
        ];
    }

    /// <summary>Never more than there is, also where one of the two is varied.</summary>
    private static Watts LeastOf(EnergySourceSpec spec) =>
        spec.LeastOutput is { } least ? new(Math.Min(least.Value.Value, spec.Capacity.Value.Value)) : default;

    private static ImmutableArray<EnergyPrice> PricesOf(EnergySourceSpec spec) => SupplyCompiler.ByHour(
        spec.Price, spec.PriceByHour, (price, by) => new EnergyPrice(price.DollarsPerMegawattHour * by));

    private static Instant? DayOf(DateOnly? date) => date is { } day ? Instant.FromDate(day) : null;
}
