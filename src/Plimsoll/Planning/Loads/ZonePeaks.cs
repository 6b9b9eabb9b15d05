using System.Collections.Immutable;
using Plimsoll.Demand;

namespace Plimsoll.Planning.Loads;

/// <summary>Peaks of time zones, and how much less they make together because they fall on different hours.</summary>
/// <param name="Zones">Each zone, the one with the most output first; what was measured has no zone.</param>
/// <param name="Diversity">
/// Sum of the zones' own peaks over the peak that they make together, 1 or more; 1 without a load.
/// </param>
public sealed record ZonePeaks(ImmutableArray<ZonePeak> Zones, double Diversity)
{
    internal static ZonePeaks Of(
        ServiceModel model, ImmutableArray<(GroupLoad Group, LoadWeek Load)> groups, LoadWeek total)
    {
        var regions = model.Populations.Select(p => (p.Name, p.Region))
            .Concat(model.Organizations.Select(o => (o.Name, o.Region)))
            .ToDictionary(group => group.Name, group => group.Region);
        var zones = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (group, load) in groups)
        {
            if (group.Shape is not { } shape)
                continue;
            var region = regions[group.Name];
            for (var z = 0; z < region.Zones.Length; z++)
            {
                if (!zones.TryGetValue(region.Zones[z].Zone.Id, out var output))
                    zones.Add(region.Zones[z].Zone.Id, output = new double[WeekShape.Hours]);
                for (var hour = 0; hour < output.Length; hour++)
                {
                    if (shape.Shares[hour] > 0)
                        output[hour] += load.Output[hour] * shape.ByZone[z][hour] / shape.Shares[hour];
                }
            }
        }

        var peak = Enumerable.Range(0, WeekShape.Hours).Max(hour => zones.Values.Sum(zone => zone[hour]));
        return new ZonePeaks(
            [.. zones.Select(zone => new ZonePeak(zone.Key, [.. zone.Value], total.PeakHour))
                .Where(zone => zone.Peak > 0).OrderByDescending(zone => zone.Output.Sum())],
            peak > 0 ? zones.Values.Sum(zone => zone.Max()) / peak : 1);
    }
}

/// <summary>A time zone's part of the load.</summary>
/// <param name="Zone">IANA name.</param>
/// <param name="Output">Output tokens per second of each hour of the week in UTC.</param>
/// <param name="CommonPeak">The hour in which the whole load is largest.</param>
public sealed record ZonePeak(string Zone, ImmutableArray<double> Output, int CommonPeak)
{
    /// <summary>Output tokens per second of its largest hour.</summary>
    public double Peak => Output.Max();

    /// <summary>The first such hour of the week in UTC.</summary>
    public int PeakHour => LoadWeek.FirstPeak(Output);

    /// <summary>Its largest hour over its mean.</summary>
    public double PeakToMean => Peak / Output.Average();

    /// <summary>Its load in the common peak as a part of its own.</summary>
    public double Coincidence => Output[CommonPeak] / Peak;
}
