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
        .. spec.Grid.Select(s => (EnergySource)GridOf(s.Key, s.Value, energy))
            .Concat(spec.Generators.Select(s => GeneratorsOf(s.Key, s.Value, air)))
            .Concat(spec.Solar.Select(s => SolarOf(s.Key, s.Value)))
            .Concat(spec.Storage.Select(s => BatteryOf(s.Key, s.Value)))
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

    private static EnergySource.Grid GridOf(string name, GridSourceSpec spec, SiteEnergy energy) => new()
    {
        Name = name,
        Capacity = spec.Capacity.Value,
        From = DayOf(spec.From),
        Until = DayOf(spec.Until),
        Rank = spec.Rank,
        Least = LeastOf(spec),
        Prices = spec.Price is null ? energy.Prices : PricesOf(spec),
        Carbon = spec.Carbon is null ? energy.Carbon : SupplyCompiler.ByHour(
            spec.Carbon, spec.CarbonByHour, (carbon, by) => new EmissionFactor(carbon.KilogramsPerMegawattHour * by)),
    };

    private static EnergySource.Generators GeneratorsOf(string name, GeneratorsSpec spec, AirFactorsSpec air) => new()
    {
        Name = name,
        Capacity = spec.Capacity.Value,
        From = DayOf(spec.From),
        Until = DayOf(spec.Until),
        Rank = spec.Rank,
        Least = LeastOf(spec),
        Prices = PricesOf(spec),
        Units = (int)spec.Units.Value.Value,
        HeatRate = spec.HeatRate.Value.BtuPerKilowattHour,
        LeastLoad = spec.LeastLoad?.Value.Fraction ?? 0,
        Air = AirCompiler.Emissions(spec.Air, spec.HeatRate.Value.BtuPerKilowattHour, air),
    };

    private static EnergySource.Solar SolarOf(string name, SolarSpec spec) => new()
    {
        Name = name,
        Capacity = spec.Capacity.Value,
        From = DayOf(spec.From),
        Until = DayOf(spec.Until),
        Rank = spec.Rank,
        Least = LeastOf(spec),
        Prices = PricesOf(spec),
        Output = OutputOf(spec),
    };

    private static EnergySource.Storage BatteryOf(string name, BatterySpec spec) => new()
    {
        Name = name,
        Capacity = spec.Capacity.Value,
        From = DayOf(spec.From),
        Until = DayOf(spec.Until),
        Rank = spec.Rank,
        Prices = PricesOf(spec),
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
