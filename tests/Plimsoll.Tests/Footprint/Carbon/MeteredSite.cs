using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Carbon;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Footprint.Carbon;

/// <summary>A site of 2,000 accelerators with a grid, two turbines and panels, and what passes its meter.</summary>
internal sealed record MeteredSite
{
    public static readonly Instant From = Instant.FromDate(new DateOnly(2026, 7, 1));

    public static readonly WarmingPotentials Ar5 = new(28, 265);

    /// <summary>Natural gas by 40 CFR 98, tables C-1 and C-2, with 15 g/MJ before it is burnt.</summary>
    public static readonly FuelCarbon Gas = new(new(53.06), new(0.001), new(0.0001), new(15 * 1.05505585262));

    /// <summary>Joules of the grid by hour; its length is that of the meter.</summary>
    public ImmutableArray<long> Grid { get; init; } = [Joules.PerMegawattHour, 3 * Joules.PerMegawattHour];

    public ImmutableArray<long> Turbines { get; init; } = [];

    public ImmutableArray<long> Panels { get; init; } = [];

    /// <summary>What the grid states; empty: nothing.</summary>
    public ImmutableArray<EmissionFactor> GridCarbon { get; init; } = [];

    public ImmutableArray<UseLine> Uses { get; init; } = [];

    public static CarbonTerms Terms { get; } = new()
    {
        IsOwn = true,
        Average = new EmissionFactor(400),
        Marginal = new EmissionFactor(700),
        GridLoss = 0.05,
        Fuel = Gas,
        Potentials = Ar5,
        Embodied = [new EmbodiedCarbon("h200", new Mass(1114), Duration.FromDays(1826))],
    };

    public SiteMeter Meter()
    {
        var given = Enumerable.Range(0, Grid.Length).Select(hour =>
            Grid[hour] + Hour(Turbines, hour) + Hour(Panels, hour)).ToImmutableArray();
        return new SiteMeter
        {
            Site = new SmallService().Model().Sites[0] with { Ramp = new Ramp([(From, new Share(1))]) },
            From = From,
            Hours = Grid.Length,
            Uses = Uses.IsEmpty ? [Use(UseKind.Serving, "large", given)] : Uses,
            Sources =
            [
                Line(new EnergySource.Grid { Name = "grid", Capacity = new Watts(1e9), Carbon = GridCarbon }, Grid),
                Line(
                    new EnergySource.Solar { Name = "panels", Capacity = new Watts(1e9), Output = [] },
                    [.. Grid.Select((_, hour) => Hour(Panels, hour))]),
                Line(
                    new EnergySource.Generators
                    {
                        Name = "turbines", Capacity = new Watts(1e9), Units = 2, HeatRate = 10_000,
                    },
                    [.. Grid.Select((_, hour) => Hour(Turbines, hour))]),
            ],
        };
    }

    public static UseLine Use(UseKind kind, string name, ImmutableArray<long> joules) =>
        new("pool", kind, name, joules) { Accelerators = [.. joules.Select(one => one > 0 ? 1.0 : 0)] };

    private static SourceLine Line(EnergySource source, ImmutableArray<long> joules) => new(source, joules, [], []);

    private static long Hour(ImmutableArray<long> joules, int hour) => joules.IsEmpty ? 0 : joules[hour];

    /// <summary>Sites with contracts that emit less than the residual mix, some of them of another grid.</summary>
    public static Arbitrary<(MeteredSite Site, CarbonTerms Terms)> WithContracts { get; } = (
        from grid in MegawattHours.NonEmptyListOf()
        from turbines in MegawattHours.ListOf(grid.Count)
        from panels in MegawattHours.ListOf(grid.Count)
        from contracts in Contract.ListOf()
        from residual in Gen.Choose(100, 900)
        select (
            new MeteredSite { Grid = [.. grid], Turbines = [.. turbines], Panels = [.. panels] },
            Terms with
            {
                Instruments = [.. contracts.Select((one, i) => one with { Name = $"contract-{i:00}" })],
                Residual = new EmissionFactor(residual),
            })).ToArbitrary();

    private static Gen<long> MegawattHours =>
        Gen.Choose(0, 300).Select(hours => hours * Joules.PerMegawattHour);

    private static Gen<ContractInstrument> Contract =>
        from gigawattHours in Gen.Choose(0, 2000)
        from emission in Gen.Choose(0, 100)
        from deliverable in Gen.Choose(0, 3)
        from peak in Gen.Choose(0, 23)
        select new ContractInstrument
        {
            Name = "",
            PerYear = new Joules(gigawattHours * 1000 * Joules.PerMegawattHour),
            Emission = new EmissionFactor(emission),
            IsDeliverable = deliverable > 0,
            ByHour = [.. Enumerable.Range(0, 24).Select(hour => hour == peak ? 12.5 : 0.5)],
        };
}
