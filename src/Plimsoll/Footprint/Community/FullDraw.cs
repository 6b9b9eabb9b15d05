using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Community;

/// <summary>
/// The meter of a site that draws all of its power from a grid in every hour: the most that it can do to others.
/// </summary>
public static class FullDraw
{
    /// <summary>The meter.</summary>
    /// <param name="site">The site.</param>
    /// <param name="from">Start of the first hour.</param>
    /// <param name="hours">Number of hours.</param>
    public static SiteMeter Of(Site site, Instant from, int hours)
    {
        ImmutableArray<long> joules =
        [
            .. Enumerable.Range(0, hours).Select(hour => Joules.From(
                new Watts(site.Power.Value * site.InServiceAt(from + Duration.FromHours(hour))),
                Duration.FromHours(1)).Value),
        ];
        return new SiteMeter
        {
            Site = site,
            From = from,
            Hours = hours,
            Uses = [new UseLine("", UseKind.Serving, "", joules) { Accelerators = [.. new double[hours]] }],
            Sources = [new SourceLine(new EnergySource.Grid { Name = "grid", Capacity = site.Power }, joules, [], [])],
        };
    }
}
