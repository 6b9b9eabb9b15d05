using System.Collections.Immutable;
using Plimsoll.Footprint.Water;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Carbon;

/// <summary>Carbon and water of a service over a period, by the rules of those who ask for reports.</summary>
public sealed record CarbonReport
{
    private const double SecondsPerHour = 3600;

    /// <summary>What was metered.</summary>
    public required MeteredService Metered { get; init; }

    /// <summary>Sites, in ordinal order of name.</summary>
    public required ImmutableArray<SiteCarbon> Sites { get; init; }

    /// <summary>Scores of classes, batches and training.</summary>
    public required AiScores Scores { get; init; }

    /// <summary>How much energy each boundary takes in, all sites together.</summary>
    public required EnergyBoundary Boundary { get; init; }

    /// <summary>Reckons it.</summary>
    public static CarbonReport Of(FootprintModel model, MeteredService metered)
    {
        var sites = metered.Sites.Select(meter =>
        {
            var terms = model.Terms[meter.Site.Name];
            return new SiteCarbon(
                meter, CarbonAccount.Of(meter, terms.Carbon), WaterAccount.Of(meter, terms.Water),
                EnergyBoundary.Of(meter, meter.Site.PowerChain * terms.Water.ItPart, 1 / terms.Water.ItPart));
        }).ToImmutableArray();
        return new CarbonReport
        {
            Metered = metered,
            Sites = sites,
            Scores = AiScores.Of(
                [.. sites.Select(site => (site.Meter, site.Carbon))], TokensOf(metered), TrainingOf(metered)),
            Boundary = new EnergyBoundary(
                sites.Sum(site => site.Boundary.Accelerators),
                sites.Sum(site => site.Boundary.Hosts),
                sites.Sum(site => site.Boundary.Idle),
                sites.Sum(site => site.Boundary.Overhead)),
        };
    }

    private static Dictionary<string, double> TokensOf(MeteredService metered) =>
        new ServiceFootprint(metered, _ => []).By(FootprintColumns.Class | FootprintColumns.Use)
            .Where(row => row.OutputTokens > 0)
            .ToDictionary(row => row.Key.Class!, row => row.OutputTokens);

    /// <summary>Operations of training: what accelerators can do, and the part of it that serving reaches.</summary>
    private static (double Gross, double Effective) TrainingOf(MeteredService metered)
    {
        var (gross, effective) = (0.0, 0.0);
        foreach (var meter in metered.Sites)
        {
            foreach (var use in meter.Uses.Where(use => use.Kind == UseKind.Training))
            {
                var kind = KindOf(meter.Site, use.Pool);
                var done = use.Accelerators.Sum() * SecondsPerHour * kind.Compute.FlopsPerSecond;
                gross += done;
                effective += done * kind.Calibration.Mfu.Fraction;
            }
        }

        return (gross, effective);
    }

    private static Accelerator KindOf(Site site, string pool) =>
        site.Pools.Concat(site.Expansions.Select(one => one.Pool)).First(one => one.Name == pool).Kind;
}

/// <summary>Carbon and water of a site.</summary>
/// <param name="Meter">Its meter.</param>
/// <param name="Carbon">Its carbon.</param>
/// <param name="Water">Its water.</param>
/// <param name="Boundary">How much of its energy each boundary takes in.</param>
public sealed record SiteCarbon(SiteMeter Meter, CarbonAccount Carbon, WaterAccount Water, EnergyBoundary Boundary)
{
    /// <summary>What is not stated and therefore counts as nothing, for people.</summary>
    public ImmutableArray<string> Unstated => [.. Carbon.Unstated, .. Water.Unstated];
}
