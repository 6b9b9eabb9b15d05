using Plimsoll.Demand;

namespace Plimsoll.Planning;

/// <summary>
/// Whether a fleet serves a week's load: for each hour and each outage, the largest multiple of the load that an
/// allocation of classes to pools can serve within accelerators and power. One linear programme per hour and outage;
/// hours in which another hour asks for at least as much of every class are skipped. Not thread-safe.
/// </summary>
public sealed class Adequacy
{
    private const int LoadColumn = 0;

    private readonly Fleet fleet;
    private readonly Criterion criterion;
    private readonly LinearProgram programme;
    private readonly int classes;
    private readonly int outages;

    /// <summary>Prepares the programme.</summary>
    /// <param name="fleet">What is in service.</param>
    /// <param name="criterion">Which demand and outages have to be borne.</param>
    public Adequacy(Fleet fleet, Criterion criterion)
    {
        this.fleet = fleet;
        this.criterion = criterion;
        classes = fleet.Classes;
        outages = criterion.FeedsLost > 0 ? fleet.Sites.Length : 0;
        programme = new LinearProgram(
            classes + fleet.Pools.Length + fleet.Sites.Length, 1 + (fleet.Pools.Length * classes));
    }

    /// <summary>
    /// The tightest hour and outage of a week.
    /// </summary>
    /// <param name="load">Requests per second by hour and class, before growth.</param>
    /// <param name="growth">Growth of the load.</param>
    /// <param name="enough">Stop as soon as a margin below this is found; zero: look at everything.</param>
    public Margin Of(double[] load, double growth, double enough = 0)
    {
        var required = growth * criterion.DemandMultiple;
        var tightest = new Margin(double.PositiveInfinity, 0, null, []);
        foreach (var hour in WorstHours(load, classes))
        {
            var demand = load.AsSpan(hour * classes, classes);
            for (var outage = -1; outage < outages; outage++)
            {
                var multiple = Solve(demand, required, outage);
                if (multiple >= tightest.Multiple)
                    continue;
                tightest = new Margin(multiple, hour, outage < 0 ? null : fleet.Sites[outage].Site, Bindings());
                if (multiple < enough)
                    return tightest;
            }
        }

        return tightest;
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

    private double Solve(ReadOnlySpan<double> demand, double required, int outage)
    {
        programme.Clear();
        programme.SetObjective(LoadColumn, 1);
        for (var c = 0; c < classes; c++)
            programme.SetCoefficient(c, LoadColumn, demand[c] * required);
        for (var p = 0; p < fleet.Pools.Length; p++)
        {
            var pool = fleet.Pools[p];
            var site = fleet.Sites[pool.Site];
            var left = pool.Site == outage ? Math.Max(0, 1 - (criterion.FeedsLost / site.Site.Feeds)) : 1;
            programme.SetBound(classes + p, pool.Accelerators * left);
            for (var c = 0; c < classes; c++)
            {
                if (fleet.PointOf(p, c) is not { } point)
                    continue;
                var column = 1 + (p * classes) + c;
                programme.SetCoefficient(c, column, -point.RequestsPerSecond);
                programme.SetCoefficient(classes + p, column, 1);
                programme.SetCoefficient(
                    classes + fleet.Pools.Length + pool.Site,
                    column,
                    point.PowerPerAccelerator.Value * site.Site.PowerChain);
            }
        }

        for (var s = 0; s < fleet.Sites.Length; s++)
        {
            var left = s == outage ? Math.Max(0, 1 - (criterion.FeedsLost / fleet.Sites[s].Site.Feeds)) : 1;
            programme.SetBound(classes + fleet.Pools.Length + s, fleet.Sites[s].Power * left);
        }

        programme.Maximise();
        return programme.Objective;
    }

    /// <summary>Shadow prices of the last solution, from which a binding constraint is named.</summary>
    private double[] Bindings()
    {
        var duals = new double[classes + fleet.Pools.Length + fleet.Sites.Length];
        for (var i = 0; i < duals.Length; i++)
            duals[i] = programme.Dual(i);
        return duals;
    }

    /// <summary>Names what stops the load from rising at a margin.</summary>
    public Binding Explain(Margin margin, double[] load)
    {
        var duals = margin.Duals;
        var modelClass = 0;
        var most = -1.0;
        for (var c = 0; c < classes; c++)
        {
            var worth = duals[c] * load[(margin.Hour * classes) + c];
            if (worth > most)
                (modelClass, most) = (c, worth);
        }

        var resources = new List<(string Name, double Worth)>();
        for (var s = 0; s < fleet.Sites.Length; s++)
        {
            var left = fleet.Sites[s].Site == margin.Outage
                ? Math.Max(0, 1 - (criterion.FeedsLost / fleet.Sites[s].Site.Feeds)) : 1;
            var name = fleet.Sites[s].Site.Name;
            resources.Add(($"power at {name}", duals[classes + fleet.Pools.Length + s] * fleet.Sites[s].Power * left));
            for (var p = 0; p < fleet.Pools.Length; p++)
            {
                if (fleet.Pools[p].Site == s)
                    resources.Add(($"{fleet.Pools[p].Pool.Kind.Name} at {name}",
                        duals[classes + p] * fleet.Pools[p].Accelerators * left));
            }
        }

        var total = resources.Sum(r => r.Worth);
        var binding = resources.Where(r => r.Worth > 1e-9 * total).OrderByDescending(r => r.Worth)
            .ThenBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new BindingResource(r.Name, r.Worth / total));
        return new Binding(modelClass, margin.Hour, margin.Outage?.Name, [.. binding]);
    }
}
