using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning.Allocation;
using Plimsoll.Planning.Linear;

namespace Plimsoll.Planning;

/// <summary>What a week that serves a load emits at least, in parts of caps that are weighed, and why.</summary>
/// <param name="weights">Weights of the caps.</param>
/// <param name="model">The programme of its hours.</param>
/// <param name="classes">Number of model classes.</param>
internal sealed class EmittedWeek(ImmutableArray<double> weights, LinearModel model, int classes)
{
    private const int LoadColumn = 0;

    private readonly double[] emitted = new double[weights.Length];
    private readonly double[] worthOfRows = new double[model.Constraints];
    private readonly double[] worthOfColumns = new double[model.Variables];
    private readonly double[] costOfClasses = new double[classes];
    private double most;

    /// <summary>What is emitted, in parts of each cap.</summary>
    public ImmutableArray<double> Emitted => [.. emitted];

    /// <summary>The same, weighed.</summary>
    public double Weighed => emitted.Zip(weights, (part, weight) => part * weight).Sum();

    /// <summary>By how much it rises with the load, in parts of caps.</summary>
    public double OfLoad { get; private set; }

    /// <summary>The hour whose load costs most.</summary>
    public int Hour { get; private set; }

    /// <summary>Adds an hour.</summary>
    public void Add(int hour, LinearOutcome.Optimal solved, ImmutableArray<SourceColumn> sources)
    {
        foreach (var source in sources)
        {
            var given = solved.Values[source.Column];
            for (var cap = 0; cap < emitted.Length; cap++)
                emitted[cap] += given * source.PartsOfCaps[cap] / WeekShape.Hours;
            worthOfColumns[source.Column] +=
                Math.Max(0, -solved.ReducedCosts[source.Column]) * source.Most[hour] / WeekShape.Hours;
        }

        for (var row = classes; row < worthOfRows.Length; row++)
            worthOfRows[row] += Math.Abs(solved.Prices[row]) * model.Limits(row).Upper / WeekShape.Hours;
        var load = solved.Values[LoadColumn];
        foreach (var (row, part) in model.Column(LoadColumn).Select(entry => (entry.Row, entry.Value)))
            costOfClasses[row] += Math.Abs(solved.Prices[row]) * part * load / WeekShape.Hours;
        var cost = solved.ReducedCosts[LoadColumn] * load / WeekShape.Hours;
        OfLoad += cost;
        if (cost > most)
            (most, Hour) = (cost, hour);
    }

    /// <summary>
    /// What stops the load: the caps, and, as far as more of it would let less be emitted, all else. The parts are
    /// those by which the load rises with one percent more of each, as at an hour.
    /// </summary>
    public Binding Explain(Fleet fleet, ImmutableArray<WeekPermit> caps, ImmutableArray<SourceColumn> sources)
    {
        var resources = caps.Select((cap, i) => new BindingResource(
                WeekPermit.NameOf(cap.Permit.Name, cap.Pollutant, fleet.Sites[cap.Site].Site.Name),
                weights[i], ResourceKind.Permit, cap.Most))
            .Concat(fleet.Pools.Select((pool, p) => (Row: classes + p, pool.Installed))
                .Select(pool => new BindingResource(
                    model.ConstraintName(pool.Row), worthOfRows[pool.Row], ResourceKind.Accelerators, pool.Installed)))
            .Concat(fleet.Sites.Select((site, s) => (Row: classes + fleet.Pools.Length + s, site.Power))
                .Select(power => new BindingResource(
                    model.ConstraintName(power.Row), worthOfRows[power.Row], ResourceKind.Power, power.Power.Value)))
            .Concat(sources.Select(source => new BindingResource(
                source.Name, worthOfColumns[source.Column], ResourceKind.Power, source.Most.Average() * source.Watts)));
        return new Binding(costOfClasses.IndexOf(costOfClasses.Max()), Hour, null, Adequacy.Weighted(resources))
        {
            IsOfWeek = true,
        };
    }
}
