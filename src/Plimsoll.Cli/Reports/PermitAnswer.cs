using System.Collections.Immutable;
using Plimsoll.Footprint.Air;
using Plimsoll.Planning.Allocation;
using Plimsoll.Supply;

namespace Plimsoll.Cli.Reports;

/// <summary>What <c>plimsoll permits</c> tells.</summary>
/// <param name="Range">The permits.</param>
/// <param name="Thresholds">From how much on a site counts as a major source.</param>
/// <param name="Week">The best allocation of the period's first week, whose prices say what a permit is worth.</param>
internal sealed record PermitAnswer(
    PermitRange Range, ImmutableArray<AirThreshold> Thresholds, AllocationReport Week)
{
    /// <summary>What one more kilogram in the week saves; null: not in force, or no such cap.</summary>
    public ShadowPrice? WorthOf(string site, string permit, Pollutant pollutant) => Week.Permits
        .Where(week => Week.Week.Fleet.Sites[week.Site].Site.Name == site
            && week.Name == permit && week.Pollutant == pollutant)
        .Select(week => (ShadowPrice?)week.Worth).FirstOrDefault();
}
