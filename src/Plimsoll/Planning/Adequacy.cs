using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning.Linear;

namespace Plimsoll.Planning;

/// <summary>
/// Whether a fleet serves a week's load: for each hour and each outage, the largest multiple of the load that an
/// allocation of classes to pools can serve within accelerators and power. One linear programme per hour and outage;
/// hours in which another hour asks for at least as much of every class are skipped. Not thread-safe.
/// </summary>
/// <remarks>
/// Programmes are stated in parts of the fleet: a variable is the part of a pool that a class takes, a row of power is
/// in parts of its site's power, a class's row in parts of what the whole fleet yields of it, and the load in parts of
/// the class that asks for most. So all numbers are near 1, whatever the units and the size of the fleet, and one
/// absolute tolerance fits.
/// </remarks>
public sealed partial class Adequacy
{
    private const int LoadColumn = 0;

    /// <summary>Part of the whole worth below which a constraint binds by rounding only.</summary>
    private const double Negligible = 1e-9;

    private readonly Fleet fleet;
    private readonly Criterion criterion;
    private readonly LinearModel programme;
    private readonly LinearSolver solver;
    private readonly int classes;
    private readonly ImmutableArray<SingleOutage> outages;
    private readonly double[] whole;
    private readonly double[] used;
    private readonly PermitWeek? permits;
    private LinearOutcome.Optimal? solved;

    /// <summary>Prepares the programme.</summary>
    /// <param name="fleet">What is in service.</param>
    /// <param name="criterion">Which demand and outages have to be borne.</param>
    public Adequacy(Fleet fleet, Criterion criterion)
    {
        this.fleet = fleet;
        this.criterion = criterion;
        classes = fleet.Classes;
        outages = SingleOutage.Of(fleet, criterion);
        whole = [.. Enumerable.Range(0, classes).Select(WholeFleet)];
        used = new double[classes + fleet.Pools.Length + fleet.Sites.Length];
        programme = Programme();
        AddClocks();
        permits = PermitWeek.Of(fleet, whole, Programme);
        solver = new LinearSolver(programme);
    }

    /// <summary>The tightest hour and outage of a week.</summary>
    /// <param name="load">Requests per second by hour and class, before growth.</param>
    /// <param name="growth">Growth of the load.</param>
    /// <param name="enough">Stop as soon as a margin below this is found; zero: look at everything.</param>
    public Margin Of(double[] load, double growth, double enough = 0)
    {
        var required = growth * criterion.DemandMultiple;
        var tightest = new Margin(double.PositiveInfinity, 0, null, []);
        foreach (var hour in WorstHours(fleet, load))
        {
            foreach (var outage in outages)
            {
                var multiple = Solve(load, required, hour, outage);
                if (multiple >= tightest.Multiple)
                    continue;
                tightest = new Margin(multiple, hour, SiteOf(outage.Lost), Worth())
                {
                    Curtailed = SiteOf(outage.Curtailed),
                };
                if (multiple < enough)
                    return tightest;
            }
        }

        return OfPermits(load, required, tightest, enough) ?? tightest;
    }

    /// <summary>Served over required at the hour and outage of a margin, for another load.</summary>
    /// <param name="load">Requests per second by hour and class, before growth.</param>
    /// <param name="growth">Growth of the load.</param>
    /// <param name="margin">A margin of this fleet.</param>
    public double MultipleAt(double[] load, double growth, Margin margin)
    {
        var required = growth * criterion.DemandMultiple;
        if (margin.OfPermits is not null)
            return UnderPermits(load, required);
        return Solve(load, required, margin.Hour, new SingleOutage(IndexOf(margin.Outage), IndexOf(margin.Curtailed)));
    }

    /// <summary>The largest multiple of a load that is served where a part of each site is left.</summary>
    /// <param name="demand">Requests per second by class.</param>
    /// <param name="left">Parts of each site's accelerators and power, 0 to 1, in the order of the fleet.</param>
    public double Multiple(ReadOnlySpan<double> demand, ReadOnlySpan<SiteState> left)
    {
        if (!TakeLoad(demand, 1, out var most))
            return double.PositiveInfinity;
        for (var p = 0; p < fleet.Pools.Length; p++)
            SetBound(classes + p, left[fleet.Pools[p].Site].Accelerators);
        for (var s = 0; s < fleet.Sites.Length; s++)
            SetBound(PowerRow(s), fleet.Sites[s].Power.Value > 0 ? left[s].Power * LeastPartOf(s) : 0);
        SetClocks(SingleOutage.None);
        return Solve(most);
    }

    /// <summary>
    /// What a request per second of each class cost in the solution found last, each in the same unit: dual prices.
    /// </summary>
    public double[] ClassPrices() =>
        [.. Enumerable.Range(0, classes).Select(c => Math.Abs(solved!.Prices[c]) / whole[c])];

    /// <summary>
    /// How the fleet is divided when it serves as much as it can of an hour's mix of classes: accelerators by pool,
    /// then class, as the planner allocates them.
    /// </summary>
    /// <param name="load">Requests per second by hour and class.</param>
    /// <param name="hour">The hour of the week, 0 to 167.</param>
    public double[] Allocation(double[] load, int hour)
    {
        var accelerators = new double[fleet.Pools.Length * classes];
        if (double.IsPositiveInfinity(Solve(load, 1, hour, SingleOutage.None)))
            return accelerators;
        for (var i = 0; i < accelerators.Length; i++)
            accelerators[i] = solved!.Values[1 + i] * fleet.Pools[i / classes].Accelerators;
        return accelerators;
    }

    /// <summary>Names what stops the load from rising at a margin.</summary>
    public Binding Explain(Margin margin)
    {
        if (margin.OfPermits is { } binding)
            return binding;
        var worth = margin.Worth;
        var modelClass = 0;
        for (var c = 1; c < classes; c++)
        {
            if (worth[c] > worth[modelClass])
                modelClass = c;
        }

        var resources = Enumerable.Range(classes, worth.Length - classes)
            .SelectMany(row => ResourcesOf(row, worth[row], margin));
        return new Binding(modelClass, margin.Hour, margin.Outage?.Name, Weighted(resources))
        {
            Curtailed = margin.Curtailed?.Name,
        };
    }

    /// <summary>Resources by their part of the worth of all, the most valuable first.</summary>
    internal static ImmutableArray<BindingResource> Weighted(IEnumerable<BindingResource> resources)
    {
        var all = resources.ToList();
        var total = all.Sum(r => r.Weight);
        return
        [
            .. all.Where(r => r.Weight > Negligible * total).OrderByDescending(r => r.Weight)
                .ThenBy(r => r.Name, StringComparer.Ordinal).Select(r => r with { Weight = r.Weight / total }),
        ];
    }

    /// <summary>What a row is worth; of power that sources bound, each source's part in it.</summary>
    private IEnumerable<BindingResource> ResourcesOf(int row, double worth, Margin margin)
    {
        var name = programme.ConstraintName(row);
        if (row - PowerRow(0) is var index && index < 0)
            return [new(name, worth, ResourceKind.Accelerators, fleet.Pools[row - classes].Installed)];
        var site = fleet.Sites[index];
        var isCurtailed = margin.Curtailed?.Name == site.Site.Name;
        if (site.Supply is not { } supply || supply.PartAt(margin.Hour, isCurtailed) >= 1)
            return [new(name, worth, ResourceKind.Power, site.Power.Value)];
        var (parts, whole) = (supply.PartsAt(margin.Hour, isCurtailed), supply.PartsAt(margin.Hour, false));
        var most = parts.Sum(part => part.Most.Value);
        return parts.Select(part => new BindingResource(
            part.Name,
            worth * part.Most.Value / most,
            ResourceKind.Power,
            whole.First(other => other.Name == part.Name).Most.Value));
    }

    /// <summary>Hours that no other hour dominates, earliest first.</summary>
    internal static List<int> WorstHours(double[] load, int classes)
    {
        var worst = new List<int>();
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            var mine = load.AsSpan(hour * classes, classes);
            var dominated = false;
            for (var i = worst.Count - 1; i >= 0 && !dominated; i--)
            {
                var other = load.AsSpan(worst[i] * classes, classes);
                if (Dominates(other, mine))
                    dominated = true;
                else if (Dominates(mine, other))
                    worst.RemoveAt(i);
            }

            if (!dominated)
                worst.Add(hour);
        }

        return worst;
    }

    private static bool Dominates(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] < other[i])
                return false;
        }

        return true;
    }

    private double Solve(double[] load, double required, int hour, SingleOutage outage)
    {
        if (!TakeLoad(load.AsSpan(hour * classes, classes), required, out var most))
            return double.PositiveInfinity;
        for (var p = 0; p < fleet.Pools.Length; p++)
            SetBound(classes + p, Left(fleet.Pools[p].Site, outage));
        for (var s = 0; s < fleet.Sites.Length; s++)
        {
            SetBound(PowerRow(s), fleet.Sites[s].Power.Value > 0
                ? Left(s, outage) * PartOf(s, hour, s == outage.Curtailed) : 0);
        }

        SetClocks(outage);
        return Solve(most);
    }

    /// <summary>Puts in a load, in parts of the class that asks for most; false: there is none.</summary>
    private bool TakeLoad(ReadOnlySpan<double> demand, double required, out double most)
    {
        most = 0.0;
        for (var c = 0; c < classes; c++)
            most = Math.Max(most, used[c] = demand[c] * required / whole[c]);
        for (var c = 0; c < classes && most > 0; c++)
            programme.SetCoefficient(c, LoadColumn, used[c] /= most);
        return most > 0;
    }

    private double Solve(double most)
    {
        solved = (LinearOutcome.Optimal)solver.Solve();
        // Not the cost with another sign: of a load that nothing serves, that is minus zero.
        return (0 - solved.Cost) / most;
    }

    /// <summary>All of the programme but what an hour and an outage change.</summary>
    private LinearModel Programme()
    {
        var made = new LinearModel();
        for (var c = 0; c < classes; c++)
            made.AddConstraint($"class {c}", double.NegativeInfinity, 0);
        foreach (var pool in fleet.Pools)
        {
            var name = $"{pool.Pool.Kind.Name} at {fleet.Sites[pool.Site].Site.Name}";
            made.AddConstraint(name, double.NegativeInfinity, 1);
        }

        foreach (var site in fleet.Sites)
            made.AddConstraint($"power at {site.Site.Name}", double.NegativeInfinity, 1);
        made.AddVariable("load", 0, double.PositiveInfinity, -1);
        for (var p = 0; p < fleet.Pools.Length; p++)
        {
            for (var c = 0; c < classes; c++)
                SetServing(made, p, c, made.AddVariable($"class {c} on pool {p}", 0, double.PositiveInfinity));
        }

        return made;
    }

    private void SetServing(LinearModel made, int pool, int modelClass, int column, double speed = 1, double draw = 1)
    {
        if (fleet.PointOf(pool, modelClass) is not { } point)
            return;
        var (site, accelerators) = (fleet.Pools[pool].Site, fleet.Pools[pool].Accelerators);
        made.SetCoefficient(
            modelClass, column, -accelerators * speed * point.RequestsPerSecond / whole[modelClass]);
        made.SetCoefficient(classes + pool, column, 1);
        var watts = accelerators * draw * point.PowerPerAccelerator.Value * fleet.Sites[site].Site.PowerChain;
        var power = fleet.Sites[site].Power.Value;
        made.SetCoefficient(PowerRow(site), column, power > 0 ? watts / power : watts);
    }

    private void SetBound(int row, double bound)
    {
        used[row] = bound;
        programme.SetLimits(row, double.NegativeInfinity, bound);
    }

    private int PowerRow(int site) => classes + fleet.Pools.Length + site;

    /// <summary>Part of a site that an outage leaves.</summary>
    private double Left(int site, SingleOutage outage) =>
        site == outage.Lost ? Math.Max(0, 1 - (criterion.FeedsLost / fleet.Sites[site].Site.Feeds)) : 1;

    /// <summary>Requests per second if the whole fleet served one class; 1 where it cannot serve it at all.</summary>
    private double WholeFleet(int modelClass)
    {
        var requests = 0.0;
        for (var p = 0; p < fleet.Pools.Length; p++)
            requests += fleet.Pools[p].Accelerators * (fleet.PointOf(p, modelClass)?.RequestsPerSecond ?? 0);
        return requests > 0 ? requests : 1;
    }

    /// <summary>What each constraint of the last solution is worth: its shadow price times what there is.</summary>
    private double[] Worth()
    {
        var worth = new double[used.Length];
        for (var i = 0; i < worth.Length; i++)
            worth[i] = Math.Abs(solved!.Prices[i]) * used[i];
        return worth;
    }
}
