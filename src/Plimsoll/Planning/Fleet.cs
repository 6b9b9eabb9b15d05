using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <summary>
/// What is in service at one instant: accelerators by pool, power by site, and what each pool yields of a class.
/// </summary>
public sealed class Fleet
{
    private readonly OperatingPoint?[] points;

    private Fleet(
        ImmutableArray<FleetSite> sites, ImmutableArray<FleetPool> pools, int classes, OperatingPoint?[] points)
    {
        Sites = sites;
        Pools = pools;
        Classes = classes;
        this.points = points;
    }

    /// <summary>Sites with anything in service, in ordinal order of name.</summary>
    public ImmutableArray<FleetSite> Sites { get; }

    /// <summary>Their pools, site by site.</summary>
    public ImmutableArray<FleetPool> Pools { get; }

    /// <summary>Number of model classes.</summary>
    public int Classes { get; }

    /// <summary>How a class runs on a pool; null where it cannot meet its objective.</summary>
    public OperatingPoint? PointOf(int pool, int modelClass) => points[(pool * Classes) + modelClass];

    /// <summary>The fleet of a service at an instant.</summary>
    /// <param name="model">The service.</param>
    /// <param name="at">The instant.</param>
    /// <param name="engines">Operating points of the service's classes.</param>
    /// <param name="except">Sites to leave out, by name.</param>
    public static Fleet At(ServiceModel model, Instant at, EngineTable engines, ImmutableArray<string> except) =>
        Of(model, at, engines, site => except.Contains(site.Name) ? 0 : site.InServiceAt(at));

    /// <summary>The fleet of a service of which a part of each site is there.</summary>
    /// <param name="model">The service.</param>
    /// <param name="at">When: expansions that are there then come beside, whole.</param>
    /// <param name="engines">Operating points of the service's classes.</param>
    /// <param name="part">The part of a site that is in service, 0 to 1.</param>
    public static Fleet Of(ServiceModel model, Instant at, EngineTable engines, Func<Site, double> part)
    {
        var sites = ImmutableArray.CreateBuilder<FleetSite>();
        var pools = ImmutableArray.CreateBuilder<FleetPool>();
        var points = new List<OperatingPoint?>();
        foreach (var site in model.Sites)
        {
            var inService = part(site);
            if (inService <= 0)
                continue;
            var expansions = site.Expansions.Where(expansion => expansion.IsThereAt(at)).ToArray();
            var brought = new Watts(expansions.Sum(expansion => expansion.Power.Value));
            var power = (site.Power * inService) + brought;
            sites.Add(new FleetSite(site, power)
            {
                Supply = SiteSupply.Of(site, at, inService, power, brought, sites.Count),
            });
            var there = site.Pools.Select(pool => (Pool: pool, Share: inService))
                .Concat(expansions.Select(expansion => (expansion.Pool, Share: 1.0)));
            foreach (var (pool, share) in there)
            {
                pools.Add(new FleetPool(sites.Count - 1, pool, pool.Serving * share, pool.Count * share));
                for (var c = 0; c < model.Classes.Length; c++)
                    points.Add(engines.PointOf(pool.Kind, model.Classes[c]));
            }
        }

        return new Fleet(sites.ToImmutable(), pools.ToImmutable(), model.Classes.Length, [.. points]);
    }

    /// <summary>
    /// Accelerators of a pool that its site's power can run when the whole site serves one class: the smaller of what
    /// is there and what the power feeds.
    /// </summary>
    public double PoweredAccelerators(int pool, int modelClass)
    {
        var site = Sites[Pools[pool].Site];
        var wanted = 0.0;
        for (var other = 0; other < Pools.Length; other++)
        {
            if (Pools[other].Site == Pools[pool].Site && PointOf(other, modelClass) is { } point)
                wanted += Pools[other].Accelerators * point.PowerPerAccelerator.Value * site.Site.PowerChain;
        }

        var (there, power) = (Pools[pool].Accelerators, site.Power.Value);
        return wanted <= power ? there : there * power / wanted;
    }
}

/// <summary>A site in service.</summary>
/// <param name="Site">The site.</param>
/// <param name="Power">Power in service now, in the site's own basis; serving has first call on it.</param>
public sealed record FleetSite(Site Site, Watts Power)
{
    /// <summary>What its sources leave of its power; null: all of it.</summary>
    public SiteSupply? Supply { get; init; }
}

/// <summary>A pool in service.</summary>
/// <param name="Site">Index of its site in <see cref="Fleet.Sites"/>.</param>
/// <param name="Pool">The pool.</param>
/// <param name="Accelerators">Working accelerators that may serve users now.</param>
/// <param name="Installed">Accelerators installed now, whatever they do.</param>
public sealed record FleetPool(int Site, Pool Pool, double Accelerators, double Installed);
