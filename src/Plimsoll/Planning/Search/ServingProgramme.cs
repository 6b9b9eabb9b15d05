using System.Collections.Immutable;
using Plimsoll.Planning.Linear;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Search;

/// <summary>
/// A linear programme whose variables are amounts of candidates and of power, and whose constraints are that hours of a
/// week are served, each with an outage. As in <see cref="Adequacy"/>, existing pools, power and classes are stated in
/// parts of what there is.
/// </summary>
internal sealed class ServingProgramme
{
    /// <summary>Accelerators that one unit of a candidate stands for.</summary>
    public const double Unit = 1000;

    /// <summary>Watts that one unit of power stands for.</summary>
    public const double PowerUnit = 1e6;

    private readonly Fleet fleet;
    private readonly ImmutableArray<ModelClass> classes;
    private readonly ImmutableArray<Candidate> candidates;
    private readonly ImmutableArray<PowerOffer> power;
    private readonly OperatingPoint?[] points;
    private readonly double feedsLost;
    private readonly ImmutableArray<string> curtailable;
    private readonly double[] whole;
    private readonly int[] places;
    private readonly List<Site> sites;

    /// <summary>Starts a programme without any hour.</summary>
    /// <param name="service">The service, whose classes and operating points are used.</param>
    /// <param name="fleet">What is in service already.</param>
    /// <param name="criterion">Which outages have to be borne.</param>
    /// <param name="candidates">What may be added.</param>
    /// <param name="power">Power for candidates without.</param>
    public ServingProgramme(
        ServiceMargins service,
        Fleet fleet,
        Criterion criterion,
        ImmutableArray<Candidate> candidates,
        ImmutableArray<PowerOffer> power)
    {
        this.fleet = fleet;
        this.candidates = candidates;
        this.power = power;
        classes = service.Model.Classes;
        feedsLost = criterion.FeedsLost;
        curtailable = !criterion.HeedsCurtailment ? [] :
            [.. fleet.Sites.Where(site => site.Supply?.Curtailment is not null).Select(site => site.Site.Name)];
        points =
        [
            .. candidates.SelectMany(c => classes.Select(terms => service.Engines.PointOf(c.Kind, terms))),
        ];
        sites = [.. fleet.Sites.Select(site => site.Site)];
        places = [.. candidates.Select(PlaceOf)];
        whole = [.. Enumerable.Range(0, fleet.Classes).Select(WholeOf)];
        Amounts = [.. candidates.Select(c => Model.AddVariable(c.Name, 0, double.PositiveInfinity))];
        Powers = [.. power.Select(offer => Model.AddVariable(offer.Name, 0, double.PositiveInfinity))];
    }

    /// <summary>The programme.</summary>
    public LinearModel Model { get; } = new();

    /// <summary>Variables of the candidates, in thousands of accelerators.</summary>
    public ImmutableArray<int> Amounts { get; }

    /// <summary>Variables of the offers of power, in megawatts.</summary>
    public ImmutableArray<int> Powers { get; }

    /// <summary>
    /// What may be lost, one at a time: a feed of each site whose power is its own, and of each offer of power its
    /// part.
    /// </summary>
    public IEnumerable<string> Outages =>
    [
        .. feedsLost <= 0 ? [] : sites.Where((_, site) => !IsPoweredByOffers(site)).Select(site => site.Name),
        .. feedsLost <= 0 ? [] : power.Select(offer => offer.Outage),
        .. curtailable.Select(CurtailmentOf),
    ];

    /// <summary>What the curtailment of a site's grid is called as an outage; no site can be called so.</summary>
    public static string CurtailmentOf(string site) => $"the grid of {site} curtailed";

    /// <summary>Requires that an hour's load is served while something is lost.</summary>
    /// <param name="load">Requests per second by hour and class.</param>
    /// <param name="hour">The hour of the week.</param>
    /// <param name="required">Multiple of it that has to be served.</param>
    /// <param name="outage">One of <see cref="Outages"/>; null: everything is in service.</param>
    /// <param name="when">The hour and the outage in words.</param>
    /// <returns>The first constraint of the hour; it and those after it, one a class, carry the demand.</returns>
    public int Require(double[] load, int hour, double required, string? outage, string when)
    {
        var first = Model.Constraints;
        var demand = load.AsSpan(hour * fleet.Classes, fleet.Classes);
        for (var c = 0; c < fleet.Classes; c++)
        {
            Model.AddConstraint(
                $"{classes[c].Title} served {when}", demand[c] * required / whole[c], double.PositiveInfinity);
        }

        var left = sites.Select((site, s) => site.Name == outage && !IsPoweredByOffers(s)
            ? Math.Max(0, 1 - (feedsLost / site.Feeds)) : 1).ToArray();
        var rows = sites.Select((site, s) => Model.AddConstraint(
            $"power at {site.Name} {when}", double.NegativeInfinity,
            PowerAt(s) > 0 ? left[s] * PartAt(s, hour, outage) : 0)).ToArray();
        for (var p = 0; p < fleet.Pools.Length; p++)
            AddPool(p, first, left, rows);
        for (var k = 0; k < candidates.Length; k++)
            AddCandidate(k, first, left, rows);
        for (var j = 0; j < power.Length; j++)
        {
            var share = power[j].Outage == outage ? 1 - power[j].Lost : 1;
            if (Enumerable.Range(0, sites.Count).FirstOrDefault(IsPoweredByOffers, -1) is >= 0 and var fed)
                Model.SetCoefficient(rows[fed], Powers[j], -share * PowerUnit / PowerUnitOf(fed));
        }

        return first;
    }

    private void AddPool(int pool, int classRow, double[] left, int[] powerRows)
    {
        var (site, accelerators) = (fleet.Pools[pool].Site, fleet.Pools[pool].Accelerators);
        var row = Model.AddConstraint($"pool {pool}", double.NegativeInfinity, left[site]);
        for (var c = 0; c < fleet.Classes; c++)
        {
            if (fleet.PointOf(pool, c) is not { } point)
                continue;
            var column = Model.AddVariable($"class {c} on pool {pool}", 0, double.PositiveInfinity);
            Model.SetCoefficient(classRow + c, column, accelerators * point.RequestsPerSecond / whole[c]);
            Model.SetCoefficient(row, column, 1);
            Draw(powerRows[site], column, site, accelerators * point.PowerPerAccelerator.Value);
        }
    }

    private void AddCandidate(int candidate, int classRow, double[] left, int[] powerRows)
    {
        var (terms, site) = (candidates[candidate], places[candidate]);
        var row = Model.AddConstraint(terms.Name, double.NegativeInfinity, 0);
        Model.SetCoefficient(row, Amounts[candidate], -terms.Availability * left[site]);
        if (terms.IsPowered)
        {
            var brought = Unit * terms.PowerEach.Value * left[site];
            Model.SetCoefficient(powerRows[site], Amounts[candidate], -brought / PowerUnitOf(site));
        }

        for (var c = 0; c < fleet.Classes; c++)
        {
            if (points[(candidate * fleet.Classes) + c] is not { } point)
                continue;
            var column = Model.AddVariable($"class {c} on {terms.Name}", 0, double.PositiveInfinity);
            Model.SetCoefficient(classRow + c, column, Unit * point.RequestsPerSecond / whole[c]);
            Model.SetCoefficient(row, column, 1);
            Draw(powerRows[site], column, site, Unit * point.PowerPerAccelerator.Value);
        }
    }

    private void Draw(int row, int column, int site, double watts) =>
        Model.SetCoefficient(row, column, watts * sites[site].PowerChain / PowerUnitOf(site));

    private bool IsPoweredByOffers(int site) =>
        candidates.Where((candidate, k) => places[k] == site && !candidate.IsPowered).Any();

    private double PowerAt(int site) => site < fleet.Sites.Length ? fleet.Sites[site].Power.Value : 0;

    private double PartAt(int site, int hour, string? outage) => site >= fleet.Sites.Length ? 1
        : fleet.Sites[site].Supply?.PartAt(hour, outage == CurtailmentOf(sites[site].Name)) ?? 1;

    private double PowerUnitOf(int site) => PowerAt(site) is > 0 and var watts ? watts : PowerUnit;

    private int PlaceOf(Candidate candidate)
    {
        var index = sites.FindIndex(site => site.Name == candidate.Place.Name);
        if (index >= 0)
            return index;
        sites.Add(candidate.Place);
        return sites.Count - 1;
    }

    /// <summary>Requests per second of a class if all that is there, and a unit of each candidate, served it.</summary>
    private double WholeOf(int modelClass)
    {
        var requests = 0.0;
        for (var p = 0; p < fleet.Pools.Length; p++)
            requests += fleet.Pools[p].Accelerators * (fleet.PointOf(p, modelClass)?.RequestsPerSecond ?? 0);
        for (var k = 0; k < candidates.Length; k++)
            requests += Unit * (points[(k * fleet.Classes) + modelClass]?.RequestsPerSecond ?? 0);
        return requests > 0 ? requests : 1;
    }
}
