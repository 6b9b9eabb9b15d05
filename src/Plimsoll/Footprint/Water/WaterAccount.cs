using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Water;

/// <summary>Water that a site uses up, in litres in each hour of its meter.</summary>
public sealed record WaterAccount
{
    /// <summary>On the site, for cooling.</summary>
    public required ImmutableArray<double> OnSiteLitres { get; init; }

    /// <summary>Where its electricity is made: the grid, its generators and its panels.</summary>
    public required ImmutableArray<double> SourceLitres { get; init; }

    /// <summary>What is not stated and therefore counts as nothing, for people.</summary>
    public required ImmutableArray<string> Unstated { get; init; }

    /// <summary>On the site by month, January first, as far as the meter covers it.</summary>
    public required ImmutableArray<double> OnSiteLitresByMonth { get; init; }

    /// <summary>Everything, in litres by hour.</summary>
    public ImmutableArray<double> TotalLitres =>
        [.. OnSiteLitres.Select((litres, hour) => litres + SourceLitres[hour])];

    /// <summary>Reckons it.</summary>
    public static WaterAccount Of(SiteMeter meter, WaterTerms terms)
    {
        var hours = Enumerable.Range(0, meter.Hours).ToArray();
        var months = hours.Select(hour => meter.StartOf(hour).ToDateTimeOffset().Month - 1).ToArray();
        var onSite = hours.Select(hour => Litres(meter.At(hour).Value * terms.ItPart, terms.OnSite)
            * (terms.ByMonth.IsEmpty ? 1 : terms.ByMonth[months[hour]])).ToImmutableArray();
        var byMonth = new double[12];
        foreach (var hour in hours)
            byMonth[months[hour]] += onSite[hour];
        return new WaterAccount
        {
            OnSiteLitres = onSite,
            OnSiteLitresByMonth = [.. byMonth],
            SourceLitres =
            [
                .. hours.Select(hour => meter.Sources.Sum(line => Litres(line.Joules[hour], Of(line.Source, terms)))),
            ],
            Unstated = [.. Missing(meter, terms)],
        };
    }

    private static WaterFactor? Of(EnergySource source, WaterTerms terms) => source switch
    {
        EnergySource.Grid => terms.Grid,
        EnergySource.Generators => terms.Generators,
        EnergySource.Solar => terms.Solar,
        _ => default(WaterFactor),
    };

    private static double Litres(double joules, WaterFactor? factor) =>
        joules / (1000 * Joules.PerWattHour) * (factor?.LitresPerKilowattHour ?? 0);

    private static IEnumerable<string> Missing(SiteMeter meter, WaterTerms terms)
    {
        if (terms.OnSite is null)
            yield return "water on the site";
        foreach (var line in meter.Sources.Where(line => Of(line.Source, terms) is null))
            yield return $"water of {line.Source.Name}";
    }
}
