using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Backtest;

/// <summary>
/// One service on any day under any policy: what its fleet serves of what the policy asks for. Loads and operating
/// points are computed once. Not thread-safe.
/// </summary>
internal sealed class ServiceDays
{
    private readonly EngineTable engines = new();
    private readonly Dictionary<Instant, WeekLoad> weeks = [];
    private readonly Dictionary<(Policy Policy, Instant Monday), double[]> loads = [];

    public ServiceDays(ServiceModel model)
    {
        Model = model;
        NewSites = model.NewSites();
    }

    public ServiceModel Model { get; }

    /// <summary>Sites that come into service between the day before and the end of the ramp.</summary>
    public ImmutableArray<string> NewSites { get; }

    /// <summary>Requests per second by hour and class, before growth, in the week of a day.</summary>
    public double[] Load(Policy policy, Instant at)
    {
        var monday = WeekShape.MondayOf(at);
        if (loads.TryGetValue((policy, monday), out var known))
            return known;
        return loads[(policy, monday)] = Week(at).Under(policy);
    }

    /// <summary>The week of a day, for policies that a search sees once: what it computes is not kept here.</summary>
    public WeekLoad Week(Instant at)
    {
        var monday = WeekShape.MondayOf(at);
        if (!weeks.TryGetValue(monday, out var week))
            weeks.Add(monday, week = new WeekLoad(Model.Classes, Model.Populations, Model.Organizations, at));
        return week;
    }

    /// <summary>What is in service on a day.</summary>
    /// <param name="at">The day.</param>
    /// <param name="isAlone">Whether to leave the new sites out.</param>
    public Fleet FleetAt(Instant at, bool isAlone) => Fleet.At(Model, at, engines, isAlone ? NewSites : []);

    /// <summary>The fleet with every site at a multiple of its accelerators and power.</summary>
    /// <param name="at">The day.</param>
    /// <param name="others">Multiple of the sites that were there before.</param>
    /// <param name="added">Multiple of the new sites.</param>
    public Fleet FleetAt(Instant at, double others, double added) => Fleet.At(
        Model with { Sites = [.. Model.Sites.Select(s => Times(s, NewSites.Contains(s.Name) ? added : others))] },
        at, engines, []);

    /// <summary>Served over required at the tightest hour and outage.</summary>
    /// <param name="policy">What is promised.</param>
    /// <param name="week">Any instant of the week whose shape demand has.</param>
    /// <param name="at">Instant of growth.</param>
    /// <param name="fleet">What is in service.</param>
    /// <param name="criterion">What has to hold.</param>
    /// <param name="enough">Stop as soon as it is found to be below this.</param>
    public double Margin(
        Policy policy, Instant week, Instant at, Fleet fleet, Criterion criterion, double enough = 0) =>
        new Adequacy(fleet, criterion).Of(Load(policy, week), Model.Growth.At(at), enough).Multiple;

    private static Site Times(Site site, double multiple) => site with
    {
        Power = site.Power * multiple,
        Pools = [.. site.Pools.Select(p => p with { Count = p.Count * multiple })],
        Sources = [.. site.Sources.Select(source => source with { Capacity = source.Capacity * multiple })],
        Permits =
        [
            .. site.Permits.Select(permit => permit with
            {
                Caps = permit.Caps.ToImmutableSortedDictionary(
                    cap => cap.Key, cap => new Mass(cap.Value.Kilograms * multiple)),
            }),
        ],
    };
}
