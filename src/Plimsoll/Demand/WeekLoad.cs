using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Demand;

/// <summary>
/// Turns populations and organisations under a policy into requests per second by class for each hour of a week, before
/// growth; for groups that were measured, it takes what was measured. Remembers what it computed for limits it has
/// seen, because a search turns one limit and leaves the rest. Not thread-safe.
/// </summary>
public sealed class WeekLoad
{
    private readonly ImmutableArray<ModelClass> classes;
    private readonly ImmutableArray<Population> populations;
    private readonly ImmutableArray<Organizations> organizations;
    private readonly Dictionary<(Region, Rhythm), WeekShape> shapes = [];
    private readonly (ImmutableArray<LimitHours> Hours, Terms Terms, double[] Load)?[] remembered;
    private readonly ImmutableArray<MeasuredLoad> measured;
    private readonly Dictionary<MeasuredLoad, double[]> modelledThen = [];

    /// <summary>Prepares a week.</summary>
    /// <param name="classes">Model classes.</param>
    /// <param name="populations">Users of plans.</param>
    /// <param name="organizations">Organisations on API tiers.</param>
    /// <param name="at">Any instant of the week, which decides daylight saving.</param>
    public WeekLoad(
        ImmutableArray<ModelClass> classes,
        ImmutableArray<Population> populations,
        ImmutableArray<Organizations> organizations,
        Instant at)
    {
        this.classes = classes;
        this.populations = populations;
        this.organizations = organizations;
        Monday = WeekShape.MondayOf(at);
        remembered = new (ImmutableArray<LimitHours>, Terms, double[])?[populations.Length];
        measured = [.. populations.Select(p => p.Measured).Concat(organizations.Select(o => o.Measured))
            .OfType<MeasuredLoad>().Distinct()];
    }

    /// <summary>What the load of a population depends on beside the hours' limits.</summary>
    private readonly record struct Terms(double Week, double MostSessions, double CreditsPerRequest);

    /// <summary>Monday 00:00 UTC of the week.</summary>
    public Instant Monday { get; }

    private WeekShape ShapeOf(Region region, Rhythm rhythm)
    {
        if (!shapes.TryGetValue((region, rhythm), out var shape))
        {
            shape = WeekShape.Of(rhythm, region.Zones, Monday);
            shapes.Add((region, rhythm), shape);
        }

        return shape;
    }

    /// <summary>What one population uses under a policy.</summary>
    public ClippedUsage UsageOf(Population population, Policy policy)
    {
        var shape = ShapeOf(population.Region, population.Rhythm);
        var (groups, _) = ClippedUsage.HoursOf(population, policy, shape, Monday);
        return ClippedUsage.Of(
            population, policy.Plans[population.Plan].Week.Value, MostSessions(policy), groups.AsSpan());
    }

    /// <summary>Mean credits that a user uses in one hour of the week.</summary>
    /// <param name="population">The population.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="usage">What the population uses under it.</param>
    /// <param name="hour">Hour of the week, 0 to 167.</param>
    public double CreditsAt(Population population, Policy policy, ClippedUsage usage, int hour)
    {
        var shape = ShapeOf(population.Region, population.Rhythm);
        var (groups, groupOfHour) = ClippedUsage.HoursOf(population, policy, shape, Monday);
        var group = groupOfHour[hour];
        return shape.Shares[hour] <= 0
            ? 0 : usage.CreditsPerWeek[group] * (shape.Shares[hour] / groups[group].ActivityShare);
    }

    /// <summary>
    /// Requests per second under a policy: 168 hours, Monday 00:00 UTC first, by class in the order of the classes.
    /// </summary>
    public double[] Under(Policy policy)
    {
        var load = new double[WeekShape.Hours * classes.Length];
        foreach (var (_, _, _, part) in Parts(policy))
            Add(load, part);
        return load;
    }

    /// <summary>
    /// The same by group: populations, organisations, then what was measured in place of some of them.
    /// </summary>
    public ImmutableArray<GroupLoad> GroupsUnder(Policy policy) =>
        [.. Parts(policy).Select(part => new GroupLoad(part.Name, part.Holder, [.. part.Load], part.Shape))];

    private IEnumerable<(string Name, string Holder, WeekShape? Shape, double[] Load)> Parts(Policy policy)
    {
        for (var p = 0; p < populations.Length; p++)
        {
            var group = populations[p];
            if (group.Measured is null)
                yield return (group.Name, group.Plan, ShapeOf(group.Region, group.Rhythm), OfPopulation(p, policy));
        }

        foreach (var group in organizations.Where(group => group.Measured is null))
            yield return (group.Name, group.Tier, ShapeOf(group.Region, group.Rhythm), OfOrganizations(group, policy));
        foreach (var one in measured)
        {
            var holders = populations.Where(p => p.Measured == one).Select(p => p.Plan)
                .Concat(organizations.Where(o => o.Measured == one).Select(o => o.Tier)).Distinct();
            yield return (one.Name, string.Join(", ", holders), null, OfMeasured(one, policy));
        }
    }

    private double[] OfMeasured(MeasuredLoad one, Policy policy)
    {
        if (one.MeasuredUnder is not { } then)
            return [.. one.Requests];
        if (!modelledThen.TryGetValue(one, out var before))
            modelledThen.Add(one, before = Modelled(one, then));
        var now = Modelled(one, policy);
        return [.. one.Requests.Select((requests, i) => before[i] > 0 ? requests * now[i] / before[i] : requests)];
    }

    /// <summary>What the model has for the groups of a measurement.</summary>
    private double[] Modelled(MeasuredLoad one, Policy policy)
    {
        var load = new double[WeekShape.Hours * classes.Length];
        for (var p = 0; p < populations.Length; p++)
        {
            if (populations[p].Measured == one)
                Add(load, OfPopulation(p, policy));
        }

        foreach (var group in organizations.Where(group => group.Measured == one))
            Add(load, OfOrganizations(group, policy));
        return load;
    }

    private static void Add(double[] load, double[] part)
    {
        for (var i = 0; i < load.Length; i++)
            load[i] += part[i];
    }

    /// <summary>
    /// Output tokens per minute that one organisation's tier allows of a class, whichever rate binds first.
    /// </summary>
    public static double OutputLimit(RateTerms rates, TrafficShape traffic)
    {
        var input = rates.CountsCacheReads ? traffic.Input + traffic.Cached : traffic.Input;
        var requests = Math.Min(
            rates.Requests.Value, Math.Min(rates.Input.Value / input, rates.Output.Value / traffic.Output));
        return requests * traffic.Output;
    }

    private double[] OfPopulation(int index, Policy policy)
    {
        var population = populations[index];
        var terms = new Terms(
            policy.Plans[population.Plan].Week.Value,
            MostSessions(policy),
            CreditsPerRequest(population, policy, classes));
        var shape = ShapeOf(population.Region, population.Rhythm);
        var (groups, groupOfHour) = ClippedUsage.HoursOf(population, policy, shape, Monday);
        if (remembered[index] is { } known && known.Terms == terms && known.Hours.SequenceEqual(groups))
            return known.Load;

        var usage = ClippedUsage.Of(population, terms.Week, terms.MostSessions, groups.AsSpan());
        var load = new double[WeekShape.Hours * classes.Length];
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            var group = groupOfHour[hour];
            var ofGroup = shape.Shares[hour] / groups[group].ActivityShare;
            var credits = shape.Shares[hour] <= 0 ? 0 : population.Users * usage.CreditsPerWeek[group] * ofGroup;
            var requests = credits / terms.CreditsPerRequest / 3600;
            for (var c = 0; c < classes.Length; c++)
                load[(hour * classes.Length) + c] = requests * population.Mix[c];
        }

        remembered[index] = (groups, terms, load);
        return load;
    }

    private static double MostSessions(Policy policy) => WeekShape.Hours * 3600 / policy.SessionLength.Seconds;

    /// <summary>Credits of a mean request of a population under a policy.</summary>
    /// <param name="population">Who asks.</param>
    /// <param name="policy">What weighs tokens.</param>
    /// <param name="classes">Model classes, in the order of <see cref="Population.Mix"/>.</param>
    public static double CreditsPerRequest(
        Population population, Policy policy, ImmutableArray<ModelClass> classes)
    {
        var credits = 0.0;
        for (var c = 0; c < classes.Length; c++)
        {
            var weights = policy.Classes[classes[c].Name].Weights;
            credits += population.Mix[c] * CreditsPerRequest(classes[c].Traffic, weights);
        }

        return credits;
    }

    /// <summary>Credits of a mean request of a class.</summary>
    public static double CreditsPerRequest(TrafficShape traffic, CreditWeights weights) =>
        (traffic.Input * weights.Input.Value) + (traffic.Cached * weights.CacheRead.Value)
        + (traffic.Output * weights.Output.Value);

    private double[] OfOrganizations(Organizations group, Policy policy)
    {
        var load = new double[WeekShape.Hours * classes.Length];
        var shape = ShapeOf(group.Region, group.Rhythm);
        for (var c = 0; c < classes.Length; c++)
        {
            if (group.Wants[c] <= 0 || !policy.Tiers[group.Tier].Rates.TryGetValue(classes[c].Name, out var rates))
                continue;
            var limit = OutputLimit(rates, classes[c].Traffic);
            var perMinute = new LogNormal(group.Wants[c], group.Spread).LimitedMean(limit);
            var atPeak = group.Count * group.Coincidence * perMinute / 60 / classes[c].Traffic.Output;
            for (var hour = 0; hour < WeekShape.Hours; hour++)
                load[(hour * classes.Length) + c] = atPeak * shape.Shares[hour] / shape.Peak;
        }

        return load;
    }
}
