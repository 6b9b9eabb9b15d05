using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Footprint.Air;

/// <summary>A site with turbines of two units, which give what a test says, and no other source.</summary>
internal static class BurningSite
{
    public static readonly Instant January = Instant.FromDate(new DateOnly(2026, 1, 1));

    /// <summary>Two units of 10 MW: 1 kg of NOx and 2 kg of CO for a MWh; 5 kg a start, 3 kg a stop.</summary>
    public static readonly EnergySource.Generators Turbines = new()
    {
        Name = "turbines",
        Capacity = new Watts(20e6),
        Units = 2,
        HeatRate = 10_000,
        Air = new StackEmissions
        {
            Running = By((Pollutant.Nox, new EmissionFactor(1)), (Pollutant.Co, new EmissionFactor(2))),
            Start = By((Pollutant.Nox, new Mass(5))),
            Stop = By((Pollutant.Nox, new Mass(3))),
            StartTime = Duration.FromMinutes(30),
            StopTime = Duration.FromMinutes(15),
        },
    };

    public static ImmutableSortedDictionary<Pollutant, T> By<T>(params (Pollutant Pollutant, T Value)[] values) =>
        values.ToImmutableSortedDictionary(value => value.Pollutant, value => value.Value);

    /// <summary>A meter over some hours.</summary>
    /// <param name="from">Start of the first.</param>
    /// <param name="hours">Number of hours.</param>
    /// <param name="megawatts">Power of the turbines in each.</param>
    /// <param name="running">Units that run in each; null: as many as are needed, started when needed.</param>
    /// <param name="source">The turbines; null: <see cref="Turbines"/>.</param>
    public static SiteMeter Meter(
        Instant from,
        int hours,
        Func<int, double> megawatts,
        Func<int, int>? running = null,
        EnergySource.Generators? source = null)
    {
        var units = Enumerable.Range(0, hours)
            .Select(hour => running?.Invoke(hour) ?? (int)Math.Ceiling(megawatts(hour) / 10)).ToArray();
        return new SiteMeter
        {
            Site = new Site
            {
                Name = "here",
                Title = "Here",
                Contract = new Contract { Name = "own", Counterparty = "own", Form = ContractForm.Lease },
                Power = new Watts(20e6),
                PowerChain = 2,
                Feeds = 1,
                Ramp = new Ramp([(from, new Share(1))]),
                Pools = [],
            },
            From = from,
            Hours = hours,
            Uses = [],
            Sources =
            [
                new SourceLine(
                    source ?? Turbines,
                    [.. Enumerable.Range(0, hours).Select(hour => Joules.From(
                        new Watts(megawatts(hour) * 1e6), Duration.FromHours(1)).Value)],
                    [.. Enumerable.Range(0, hours).Select(hour => hour == 0 ? units[0]
                        : Math.Max(0, units[hour] - units[hour - 1]))],
                    [.. units]),
            ],
        };
    }
}
