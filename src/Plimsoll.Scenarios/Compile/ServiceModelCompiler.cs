using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Serving;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps a scenario as written, already validated, to the model that the planner works with.</summary>
public static class ServiceModelCompiler
{
    /// <summary>A percentile of 100 % asks for infinite demand; a varied input stops short of it.</summary>
    private const double MostCertain = 0.9999;

    /// <summary>Compiles the whole scenario.</summary>
    /// <param name="spec">A validated scenario.</param>
    public static ServiceModel Compile(ScenarioSpec spec)
    {
        var classes = ServingCompiler.Classes(spec);
        var timeline = PolicyCompiler.Compile(spec);
        var growth = new Growth(
            Instant.FromDate(spec.Demand.Date),
            [.. spec.Demand.Growth.Select(g => (Instant.FromDate(g.From), g.PerYear.Value.Value))]);
        var measured = MeasuredCompiler.ByGroup(spec, classes, timeline, growth);
        var populations = Populations(spec, classes, measured);
        return new ServiceModel
        {
            Title = spec.Title,
            Compare = new Comparison(
                Instant.FromDate(spec.Compare.Before),
                Instant.FromDate(spec.Compare.After),
                Instant.FromDate(spec.Compare.Ramped)),
            Criterion = new Criterion(
                Math.Min(spec.Criterion.DemandPercentile.Value.Fraction, MostCertain),
                spec.Criterion.DemandVariation.Value.Fraction,
                spec.Criterion.FeedsLost),
            Conditions = ConditionCompiler.Conditions(spec.Conditions),
            Priorities = ConditionCompiler.Priorities(spec.Priorities),
            Sites = SupplyCompiler.Sites(spec),
            Classes = classes,
            Timeline = timeline,
            Changes = Changes(spec),
            Populations = populations,
            Organizations = Organizations(spec, classes, measured),
            Growth = growth,
            Observations = Observations(spec, populations),
            Sizing = Sizing(spec, populations),
            Allocation = AllocationCompiler.Terms(spec, classes),
            Risks = RiskCompiler.Compile(spec),
        };
    }

    private static ImmutableArray<ChangeTerms> Changes(ScenarioSpec spec) =>
    [
        .. spec.Changes.OrderBy(c => c.Value.Effective).ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => new ChangeTerms(
                c.Key,
                c.Value.Title,
                Instant.FromDate(c.Value.Effective),
                c.Value.Announced is { } announced ? Instant.FromDate(announced) : null,
                c.Value.Reason,
                [.. c.Value.Lifts.Select(l => l.Change)],
                [.. c.Value.Tiers.SelectMany(t => t.Value.Keys.Select(name => $"{t.Key}/{name}"))])
            {
                Amounts = [.. c.Value.Plans.SelectMany(p => AmountsOf(p.Key, p.Value))],
            }),
    ];

    private static IEnumerable<string> AmountsOf(string plan, PlanChangeSpec spec)
    {
        if (spec.Session is not null)
            yield return $"{plan}/session";
        if (spec.Week is not null)
            yield return $"{plan}/week";
    }

    private static ImmutableArray<Population> Populations(
        ScenarioSpec spec, ImmutableArray<ModelClass> classes, Dictionary<string, MeasuredLoad> measured) =>
    [
        .. spec.Demand.Populations.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new Population
        {
            Name = p.Key,
            Plan = p.Value.Plan,
            Product = p.Value.Product,
            OtherProducts = OtherProducts(p.Value),
            Users = p.Value.Users.Value.Value,
            SessionsPerWeek = p.Value.SessionsPerWeek.Value.Value,
            ActiveHoursPerSession = p.Value.ActivePerSession.Value.Seconds / 3600,
            SessionDemand = p.Value.SessionDemand.Value.Value,
            UserSpread = p.Value.UserSpread.Value.Value,
            FrequencyShare = p.Value.FrequencyShare.Value.Fraction,
            SessionSpread = p.Value.SessionSpread.Value.Value,
            Mix = Shares(p.Value.Mix, classes),
            Region = RegionOf(spec, p.Value.Region),
            Rhythm = RhythmOf(spec, p.Value.Rhythm),
            Measured = measured.GetValueOrDefault(p.Key),
        }),
    ];

    private static ImmutableArray<Organizations> Organizations(
        ScenarioSpec spec, ImmutableArray<ModelClass> classes, Dictionary<string, MeasuredLoad> measured) =>
    [
        .. spec.Demand.Organizations.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => new Organizations
        {
            Name = o.Key,
            Tier = o.Value.Tier,
            Count = o.Value.Count.Value.Value,
            Wants = [.. classes.Select(c => o.Value.Wants.TryGetValue(c.Name, out var w) ? (double)w.Value.Value : 0)],
            Spread = o.Value.Spread.Value.Value,
            Coincidence = o.Value.Coincidence.Value.Fraction,
            Region = RegionOf(spec, o.Value.Region),
            Rhythm = RhythmOf(spec, o.Value.Rhythm),
            Measured = measured.GetValueOrDefault(o.Key),
        }),
    ];

    /// <summary>Shares that leave something for the product itself, also where one of them is varied.</summary>
    private static ImmutableArray<(string Product, double Share)> OtherProducts(PopulationSpec spec)
    {
        var scale = Math.Min(1, MostCertain / Math.Max(spec.OtherProducts.Values.Sum(s => s.Value.Fraction), 1e-9));
        return [.. spec.OtherProducts.OrderBy(other => other.Key, StringComparer.Ordinal)
            .Select(other => (other.Key, other.Value.Value.Fraction * scale))];
    }

    /// <summary>
    /// Shares in the order of the classes, scaled to add up to 1: one of them may be varied on its own.
    /// </summary>
    private static ImmutableArray<double> Shares(
        IReadOnlyDictionary<string, Input<Share>> mix, ImmutableArray<ModelClass> classes)
    {
        var total = classes.Sum(c => ShareOf(c.Name));
        return [.. classes.Select(c => ShareOf(c.Name) / total)];

        double ShareOf(string name) => mix.TryGetValue(name, out var share) ? share.Value.Fraction : 0;
    }

    private static Region RegionOf(ScenarioSpec spec, string name)
    {
        var zones = spec.Demand.Regions[name].OrderBy(z => z.Key, StringComparer.Ordinal).ToArray();
        var total = zones.Sum(z => z.Value.Value.Fraction);
        return new Region(name, [.. zones.Select(z => (ZoneTables.Of(z.Key), z.Value.Value.Fraction / total))]);
    }

    private static Rhythm RhythmOf(ScenarioSpec spec, string name)
    {
        var rhythm = spec.Demand.Rhythms[name];
        return new Rhythm([.. rhythm.Weekday], [.. rhythm.Weekend]);
    }

    private static TeamSizing? Sizing(ScenarioSpec spec, ImmutableArray<Population> populations) =>
        spec.Demand.Sizing is not { } sizing ? null : new TeamSizing(
            [.. populations.Where(p => sizing.Developers.Contains(p.Name))],
            Math.Min(sizing.Percentile.Value.Fraction, MostCertain),
            [.. sizing.Teams.OrderBy(team => team.From).Select(team => new PublishedTeam(
                team.From,
                team.To ?? double.PositiveInfinity,
                (team.TokensFrom.Value.Value, team.TokensTo.Value.Value),
                (team.RequestsFrom.Value.Value, team.RequestsTo.Value.Value)))]);

    private static ImmutableArray<Observation> Observations(
        ScenarioSpec spec, ImmutableArray<Population> populations) =>
    [
        .. spec.Observations.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => new Observation(
            o.Key,
            o.Value.Kind,
            Instant.FromDate(o.Value.At),
            o.Value.Populations.Count == 0
                ? populations
                : [.. populations.Where(p => o.Value.Populations.Contains(p.Name))],
            o.Value.Share?.Value.Fraction ?? o.Value.Time!.Value.Value.Seconds / 3600)),
    ];
}
