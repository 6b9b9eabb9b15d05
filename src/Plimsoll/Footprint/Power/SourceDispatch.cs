using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Power;

/// <summary>
/// What each source of a site gives hour by hour, in whole joules. Sources are used in <see cref="MeritOrder"/>,
/// without looking ahead; storage gives what they cannot and fills up from what they have to spare. Generators that
/// cannot rise or fall at once follow as fast as they can.
/// </summary>
public sealed record SourceDispatch
{
    /// <summary>The only source of a site that states none.</summary>
    public const string OnlyGrid = "grid";

    /// <summary>
    /// Sources in the order of the site. In every hour they add up to what is asked for less what is not served.
    /// </summary>
    public required ImmutableArray<SourceLine> Sources { get; init; }

    /// <summary>Joules asked for in each hour that no source can give.</summary>
    public required ImmutableArray<long> NotServed { get; init; }

    /// <summary>Joules that each source holds at the end of each hour; empty: it is no storage.</summary>
    public required ImmutableArray<ImmutableArray<long>> Held { get; init; }

    /// <summary>Dispatches the sources of a site. Storage is full before the first hour, and no unit runs.</summary>
    /// <param name="site">The site.</param>
    /// <param name="terms">What of its sources is there.</param>
    /// <param name="joules">Joules asked for at its meter in each hour, zero or more.</param>
    /// <param name="from">Start of the first hour; a full hour, UTC.</param>
    public static SourceDispatch Of(Site site, DispatchTerms terms, ImmutableArray<long> joules, Instant from)
    {
        var sources = SourcesOf(site, terms, joules);
        var plants = sources.Select(source => new SourcePlant(source, joules.Length)).ToArray();
        var notServed = ImmutableArray.CreateBuilder<long>(joules.Length);
        for (var hour = 0; hour < joules.Length; hour++)
        {
            var (ofGrid, inService, at) = (
                terms.OfGridAt(hour), terms.InServiceAt(hour), from + Duration.FromHours(hour));
            foreach (var plant in plants)
                plant.Begin(inService);
            var steps = MeritOrder.Of(sources, at, inService, ofGrid);
            notServed.Add(new DispatchHour(plants, steps, at, mayCharge: ofGrid >= 1).Serve(joules[hour]));
            foreach (var plant in plants)
                plant.EndHour();
        }

        return new()
        {
            Sources = [.. plants.Select(plant => plant.Line())],
            NotServed = notServed.MoveToImmutable(),
            Held = [.. plants.Select(plant => plant.HeldByHour())],
        };
    }

    /// <summary>
    /// A site that states no sources has one grid, which gives all that is asked for unless it is curtailed.
    /// </summary>
    private static ImmutableArray<EnergySource> SourcesOf(Site site, DispatchTerms terms, ImmutableArray<long> joules)
    {
        if (!site.Sources.IsEmpty)
            return site.Sources;
        var most = joules.Select((asked, hour) => terms.InServiceAt(hour) is > 0 and var part
            ? asked / SourcePlant.SecondsPerHour / part : 0).DefaultIfEmpty().Max();
        return
        [
            new EnergySource.Grid
            {
                Name = OnlyGrid,
                Capacity = new(Math.Max(site.Power.Value, Math.Ceiling(most + 1))),
                Prices = site.Energy.Prices,
                Carbon = site.Energy.Carbon,
            },
        ];
    }
}
