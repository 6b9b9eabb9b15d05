using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint.Power;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Footprint.Power;

/// <summary>Sites with sources, and what is asked of them, drawn at random.</summary>
internal static class DispatchedSites
{
    public static readonly Instant Monday = Instant.FromDate(new DateOnly(2026, 6, 1));

    public static Site Of(params EnergySource[] sources) => new()
    {
        Name = "north",
        Title = "North",
        Contract = new Contract { Name = "lease", Counterparty = "somebody", Form = ContractForm.Lease },
        Power = new Watts(1000),
        PowerChain = 1.5,
        Feeds = 2,
        Ramp = new Ramp([(default, new Share(1))]),
        Pools = [],
        Sources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)],
    };

    public static EnergySource.Grid Grid(double watts, double price = 60, int rank = 0, string name = "grid") => new()
    {
        Name = name,
        Capacity = new Watts(watts),
        Prices = Alike(price),
        Rank = rank,
    };

    public static EnergySource.Generators Turbines(
        double watts, int units, double leastLoad, double price = 50, int rank = 0, double least = 0,
        double? ramp = null) => new()
        {
            Name = "turbines",
            Capacity = new Watts(watts),
            Units = units,
            HeatRate = 10_000,
            LeastLoad = leastLoad,
            Prices = Alike(price),
            Rank = rank,
            Least = new Watts(least),
            RampPerMinute = ramp is { } perMinute ? new Watts(perMinute) : null,
        };

    public static EnergySource.Storage Battery(
        double watts, double hours, double roundTrip, double reserve = 0) => new()
        {
            Name = "battery",
            Capacity = new Watts(watts),
            Energy = Joules.From(watts * hours * 3600),
            RoundTrip = roundTrip,
            Reserve = reserve,
        };

    public static ImmutableArray<EnergyPrice> Alike(double price) =>
        [.. Enumerable.Repeat(new EnergyPrice(price), 24)];

    public sealed record Drawn(Site Site, DispatchTerms Terms, ImmutableArray<long> Asked);

    public static Arbitrary<Drawn> All { get; } = (
        from grid in Gen.Choose(0, 900)
        from other in Gen.Choose(0, 300)
        from turbines in Gen.Choose(0, 600)
        from units in Gen.Choose(1, 15)
        from leastLoad in Gen.Choose(0, 100)
        from least in Gen.Choose(0, 200)
        from rank in Gen.Choose(0, 1)
        from price in Gen.Choose(0, 120)
        from battery in Gen.Choose(1, 300)
        from hours in Gen.Choose(1, 6)
        from roundTrip in Gen.Choose(50, 100)
        from reserve in Gen.Choose(0, 100)
        from sun in Gen.Choose(0, 200)
        from inService in Gen.Choose(0, 100)
        from ramp in Gen.Choose(-10, 10)
        from asked in Gen.ListOf(Gen.Choose(0, 1200), 72)
        from left in Gen.ListOf(Gen.Choose(0, 10), 72)
        select new Drawn(
            Of(
                Grid(grid),
                Grid(other, price, rank: 1, name: "other"),
                Turbines(turbines, units, leastLoad / 100.0, price, rank, Math.Min(least, turbines),
                    ramp < 0 ? null : ramp / 2.0),
                Battery(battery, hours, roundTrip / 100.0, reserve / 100.0),
                new EnergySource.Solar
                {
                    Name = "sun",
                    Capacity = new Watts(sun),
                    Output = [.. Enumerable.Range(0, 288).Select(h => h % 24 is >= 12 and < 20 ? 0.75 : 0)],
                }),
            new DispatchTerms
            {
                InService = [.. Enumerable.Repeat(inService / 100.0, 72)],
                OfGrid = [.. left.Select(part => part >= 5 ? 1 : part / 5.0)],
            },
            [.. asked.Select(watts => (watts * 3600L) + (watts % 7))])).ToArbitrary();
}
