using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Allocation;

/// <summary>Interactive load of one class that may use the same sites.</summary>
/// <param name="Class">Index of the model class.</param>
/// <param name="Rules">Names of the residency rules that speak of it, in ordinal order.</param>
/// <param name="Sites">Sites that may serve it; null: all.</param>
/// <param name="Requests">Requests per second in each of 168 hours, Monday 00:00 UTC first.</param>
public sealed record LoadPart(
    int Class, ImmutableArray<string> Rules, ImmutableArray<string>? Sites, ImmutableArray<double> Requests)
{
    private readonly record struct Group(string Name, Region Region, Rhythm Rhythm, double[] Load);

    /// <summary>Whether it may be served at a site.</summary>
    public bool MayRunAt(string site) => Sites is not { } sites || sites.Contains(site);

    /// <summary>The load of a week, split by where it may be served. The parts of a class add up to its load.</summary>
    /// <param name="model">The service.</param>
    /// <param name="at">Any instant of the week; policy and growth are those of this instant.</param>
    /// <param name="multiple">What all load is multiplied by.</param>
    public static ImmutableArray<LoadPart> Of(ServiceModel model, Instant at, double multiple)
    {
        var classes = model.Classes.Length;
        var rules = model.Allocation.Residency;
        var scale = multiple * model.Growth.At(at);
        var parts = new SortedDictionary<(int Class, string Rules), (ImmutableArray<ResidencyRule> By, double[] Load)>(
            Comparer<(int Class, string Rules)>.Create((one, other) => one.Class != other.Class
                ? one.Class.CompareTo(other.Class) : string.CompareOrdinal(one.Rules, other.Rules)));
        foreach (var group in Groups(model, at))
        {
            foreach (var (zone, shares) in ZonesOf(group, rules, WeekShape.MondayOf(at)))
            {
                for (var c = 0; c < classes; c++)
                    Add(c, [.. rules.Where(rule => rule.Covers(group.Name, c, zone))], group.Load, shares);
            }
        }

        return [.. parts.Select(part => new LoadPart(
            part.Key.Class,
            [.. part.Value.By.Select(rule => rule.Name)],
            SitesOf(part.Value.By),
            ImmutableArray.Create(part.Value.Load)))];

        void Add(int modelClass, ImmutableArray<ResidencyRule> by, double[] load, double[]? shares)
        {
            var key = (modelClass, string.Join('+', by.Select(rule => rule.Name)));
            if (!parts.TryGetValue(key, out var part))
                parts.Add(key, part = (by, new double[WeekShape.Hours]));
            for (var hour = 0; hour < WeekShape.Hours; hour++)
                part.Load[hour] += load[(hour * classes) + modelClass] * scale * (shares?[hour] ?? 1);
        }
    }

    /// <summary>Load by users, as far as rules tell them apart.</summary>
    private static IEnumerable<Group> Groups(ServiceModel model, Instant at)
    {
        var policy = model.Timeline.At(at);
        if (model.Allocation.Residency.IsEmpty)
        {
            yield return new Group("", new Region("", []), null!, Load(model.Populations, model.Organizations));
            yield break;
        }

        foreach (var one in model.Populations)
            yield return new Group(one.Name, one.Region, one.Rhythm, Load([one], []));
        foreach (var one in model.Organizations)
            yield return new Group(one.Name, one.Region, one.Rhythm, Load([], [one]));

        double[] Load(ImmutableArray<Population> populations, ImmutableArray<Organizations> organizations) =>
            new WeekLoad(model.Classes, populations, organizations, at).Under(policy);
    }

    /// <summary>Zones of a group and the share of each in every hour's load; whole where no rule names zones.</summary>
    private static IEnumerable<(string Zone, double[]? Shares)> ZonesOf(
        Group group, ImmutableArray<ResidencyRule> rules, Instant monday)
    {
        if (rules.All(rule => rule.Zones.IsEmpty))
            return [("", null)];
        var zones = group.Region.Zones
            .Select(zone => (zone.Zone.Id, Activity: WeekShape.Of(group.Rhythm, [(zone.Zone, 1)], monday).Shares
                .Select(share => share * zone.Share).ToArray()))
            .ToArray();
        var all = Enumerable.Range(0, WeekShape.Hours).Select(hour => zones.Sum(zone => zone.Activity[hour])).ToArray();
        return zones.Select(zone => (zone.Id, (double[]?)zone.Activity
            .Select((activity, hour) => all[hour] > 0 ? activity / all[hour] : 0).ToArray()));
    }

    private static ImmutableArray<string>? SitesOf(ImmutableArray<ResidencyRule> by) => by.IsEmpty
        ? null
        : by.Skip(1).Aggregate(by[0].Sites, (sites, rule) => [.. sites.Where(rule.Sites.Contains)]);
}
