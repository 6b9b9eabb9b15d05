using System.Collections.Immutable;
using Plimsoll.Planning.Linear;

namespace Plimsoll.Planning.Reliability;

/// <summary>
/// The one currency in which capacity of many kinds and load of many classes are counted: equivalents of the
/// accelerator that the fleet has most of. A request of a class is worth its dual price where a state of the fleet
/// serves its tightest hour; a site is worth the most that it can serve at these prices.
/// </summary>
/// <remarks>
/// What a state of the fleet serves is never worth more than the sum of what its sites are worth: at fixed prices sites
/// do not need each other. So a load that is worth more than the fleet is lost for certain, and one that is worth less
/// may be; <see cref="StateCapability"/> tells by how much.
/// </remarks>
public sealed class Equivalents
{
    /// <summary>In as many the hour has settled.</summary>
    private const int Rounds = 3;

    private readonly Fleet fleet;
    private readonly Dictionary<(int Site, double Power), double> worths = [];

    private Equivalents(Fleet fleet, ImmutableArray<double> prices, string kind)
    {
        this.fleet = fleet;
        Prices = prices;
        Kind = kind;
    }

    /// <summary>Equivalents that a request per second of each class takes.</summary>
    public ImmutableArray<double> Prices { get; }

    /// <summary>Title of the accelerator that counts as one.</summary>
    public string Kind { get; }

    /// <summary>The prices at which a state of a fleet serves the hour that is tightest for it.</summary>
    /// <param name="fleet">All sites at their full ramp.</param>
    /// <param name="load">What is asked of it.</param>
    /// <param name="states">What is left of each site; of some, something.</param>
    public static Equivalents Where(Fleet fleet, ServiceLoad load, ReadOnlySpan<SiteState> states)
    {
        // Prices and the hour in which they hold depend on each other.
        var programme = new Adequacy(fleet, Criterion.Normal);
        var prices = Enumerable.Repeat(1.0, fleet.Classes).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var hour = Enumerable.Range(0, load.Hours).MaxBy(h => Worth(prices, load.From(0, h)));
            if (programme.Multiple(load.From(0, hour), states) is > 0 and < double.PositiveInfinity)
                prices = programme.ClassPrices();
        }

        var (title, unit) = Enumerable.Range(0, fleet.Pools.Length).GroupBy(p => fleet.Pools[p].Pool.Kind.Title)
            .Select(kind => (kind.Key, Worth: Best(fleet, kind.First(), prices),
                Count: kind.Sum(p => fleet.Pools[p].Accelerators)))
            .Where(kind => kind.Worth > 0).OrderByDescending(kind => kind.Count)
            .Select(kind => (kind.Key, kind.Worth)).FirstOrDefault(("accelerator", 1.0));
        return new(fleet, [.. prices.Select(price => price / unit)], title);
    }

    /// <summary>What a load is worth.</summary>
    /// <param name="load">Requests per second by class.</param>
    public double Of(ReadOnlySpan<double> load) => Worth(Prices.AsSpan(), load);

    /// <summary>What a load is worth at any prices.</summary>
    internal static double Worth(ReadOnlySpan<double> prices, ReadOnlySpan<double> load)
    {
        var worth = 0.0;
        for (var c = 0; c < load.Length; c++)
            worth += prices[c] * load[c];
        return worth;
    }

    /// <summary>The most that a site can serve with all its accelerators and a part of its power.</summary>
    /// <param name="site">Its place in the fleet.</param>
    /// <param name="power">Part of its power, 0 to 1.</param>
    public double OfSite(int site, double power)
    {
        if (!worths.TryGetValue((site, power), out var worth))
            worths.Add((site, power), worth = MostWorth(site, power));
        return worth;
    }

    /// <summary>The most that a state of the fleet can serve.</summary>
    /// <param name="states">Of each site.</param>
    public double Of(ReadOnlySpan<SiteState> states)
    {
        var worth = 0.0;
        for (var site = 0; site < states.Length; site++)
        {
            if (states[site].Accelerators > 0)
                worth += states[site].Accelerators * OfSite(site, states[site].Power / states[site].Accelerators);
        }

        return worth;
    }

    private static double Best(Fleet fleet, int pool, double[] prices)
    {
        var best = 0.0;
        for (var c = 0; c < prices.Length; c++)
            best = Math.Max(best, prices[c] * (fleet.PointOf(pool, c)?.RequestsPerSecond ?? 0));
        return best;
    }

    private double MostWorth(int site, double power)
    {
        var programme = new LinearModel();
        var there = fleet.Sites[site].Power.Value;
        var feed = programme.AddConstraint("power", double.NegativeInfinity, there > 0 ? power : 0);
        for (var p = 0; p < fleet.Pools.Length; p++)
        {
            if (fleet.Pools[p].Site != site)
                continue;
            var pool = programme.AddConstraint($"pool {p}", double.NegativeInfinity, 1);
            for (var c = 0; c < fleet.Classes; c++)
            {
                if (fleet.PointOf(p, c) is not { } point)
                    continue;
                var accelerators = fleet.Pools[p].Accelerators;
                var serves = programme.AddVariable(
                    $"class {c}", 0, double.PositiveInfinity, -accelerators * point.RequestsPerSecond * Prices[c]);
                var watts = accelerators * point.PowerPerAccelerator.Value * fleet.Sites[site].Site.PowerChain;
                programme.SetCoefficient(pool, serves, 1);
                programme.SetCoefficient(feed, serves, there > 0 ? watts / there : watts);
            }
        }

        return programme.Variables == 0
            ? 0 : Math.Max(0, -((LinearOutcome.Optimal)new LinearSolver(programme).Solve()).Cost);
    }
}
