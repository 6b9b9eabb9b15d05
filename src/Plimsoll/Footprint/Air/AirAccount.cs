using System.Collections.Immutable;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Air;

/// <summary>What the units of a site that burn fuel emit, hour by hour.</summary>
public sealed record AirAccount
{
    /// <summary>What passes the site's meter.</summary>
    public required SiteMeter Meter { get; init; }

    /// <summary>What is emitted, by source and pollutant, in the order of both.</summary>
    public required ImmutableArray<AirLine> Lines { get; init; }

    /// <summary>Sources that give energy and burn fuel, of which no emission is stated.</summary>
    public required ImmutableArray<string> Unstated { get; init; }

    /// <summary>Adds up what is emitted for energy, and by starts and stops of units in the hour of each.</summary>
    public static AirAccount Of(SiteMeter meter)
    {
        var burning = meter.Sources
            .Select(line => (Line: line, Source: line.Source as EnergySource.Generators))
            .Where(line => line.Source is not null)
            .ToList();
        return new AirAccount
        {
            Meter = meter,
            Lines =
            [
                .. burning.SelectMany(line => line.Source!.Air.Stated
                    .Select(pollutant => LineOf(line.Line, line.Source, pollutant))),
            ],
            Unstated =
            [
                .. burning.Where(line => !line.Source!.Air.Stated.Any() && line.Line.Joules.Any(joules => joules > 0))
                    .Select(line => line.Source!.Name),
            ],
        };
    }

    /// <summary>Kilograms of a pollutant that all sources emit in each hour.</summary>
    public ImmutableArray<double> KilogramsByHour(Pollutant pollutant)
    {
        var sum = new double[Meter.Hours];
        foreach (var line in Lines.Where(line => line.Pollutant == pollutant))
        {
            for (var hour = 0; hour < sum.Length; hour++)
                sum[hour] += line.KilogramsByHour[hour];
        }

        return [.. sum];
    }

    /// <summary>Kilograms of a pollutant that all sources emit.</summary>
    public double KilogramsOf(Pollutant pollutant) =>
        Lines.Where(line => line.Pollutant == pollutant).Sum(line => line.KilogramsByHour.Sum());

    private static AirLine LineOf(SourceLine line, EnergySource.Generators source, Pollutant pollutant)
    {
        var (kilograms, events) = (new double[line.Joules.Length], 0.0);
        for (var hour = 0; hour < kilograms.Length; hour++)
        {
            var transient = line.Starts.IsEmpty ? 0
                : source.Air.KilogramsOf(pollutant, line.Starts[hour], line.StopsIn(hour));
            kilograms[hour] = source.Air.KilogramsOf(pollutant, new(line.Joules[hour])) + transient;
            events += transient;
        }

        return new AirLine(source.Name, pollutant, [.. kilograms], events);
    }
}

/// <summary>What a source emits.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Pollutant">Of what.</param>
/// <param name="KilogramsByHour">Kilograms in each hour.</param>
/// <param name="StartsAndStops">Of all these kilograms, those of starts and stops.</param>
public sealed record AirLine(
    string Source, Pollutant Pollutant, ImmutableArray<double> KilogramsByHour, double StartsAndStops);
