using System.Collections.Immutable;
using Plimsoll.Planning.Linear;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>
/// Finds the mix of offers that makes a target hold at the least price, as one linear programme over all hours and
/// outages at once. It starts without any hour; hours that its answer leaves short are added, one an outage, until none
/// is.
/// </summary>
public sealed class CheapestMix
{
    private const double Million = 1e6;

    /// <summary>Rounds after which something is wrong: each adds hours, of which there are 168 an outage.</summary>
    private const int MostRounds = 200;

    /// <summary>By how much amounts may fall short by rounding.</summary>
    private const double Rounding = 1 + 1e-7;

    private readonly ServiceMargins service;
    private readonly Target target;
    private readonly Instant at;
    private readonly Condition condition;
    private readonly MixOffers offers;
    private readonly Fleet fleet;
    private readonly double required;
    private readonly List<(int Hour, string? Outage)> hours = [];

    private CheapestMix(ServiceMargins service, Target target, Instant at, Condition condition, MixOffers offers)
    {
        this.service = service;
        this.target = target;
        this.at = at;
        this.condition = condition;
        this.offers = offers;
        fleet = service.FleetAt(at, condition);
        required = service.GrowthAt(at, condition) * service.Model.CriterionOf(condition).DemandMultiple;
    }

    /// <summary>The cheapest mix.</summary>
    /// <param name="service">The service.</param>
    /// <param name="target">What has to hold.</param>
    /// <param name="at">When; offers that come later do not count.</param>
    /// <param name="condition">Under what.</param>
    /// <param name="offers">What may be had.</param>
    public static MixAnswer Of(
        ServiceMargins service, Target target, Instant at, Condition condition, MixOffers offers)
    {
        var there = new MixOffers(
            [
                .. offers.Supply.Where(offer =>
                    IsThere(offer.From) && service.Counts(offer.Candidate.Place, at, condition)),
            ],
            [.. offers.Power.Where(offer => IsThere(offer.From))],
            offers.MeanDraw);
        return new CheapestMix(service, target, at, condition, there).Solve();

        bool IsThere(Instant? from) => from is not { } first || service.Model.InstantOf(condition, at) >= first;
    }

    private MixAnswer Solve()
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var programme = Programme(out var firstRows, out var limits);
            var energies = AddEnergy(programme);
            var outcome = new LinearSolver(programme.Model).Solve();
            if (outcome is LinearOutcome.Infeasible infeasible)
                return Conflict(programme, infeasible, firstRows, limits);
            var solved = (LinearOutcome.Optimal)outcome;
            var known = hours.Count;
            foreach (var outage in programme.Outages.Prepend(null))
            {
                if (FirstShort(programme, solved, outage) is { } hour)
                    hours.Add((hour, outage));
            }

            if (hours.Count == known)
                return Answer(programme, solved, energies, firstRows, limits);
        }

        throw new InvalidOperationException($"The mix does not settle within {MostRounds} rounds.");
    }

    /// <summary>Of what conflicts, limits of offers and demand: the rest is what there is, and definitions.</summary>
    private MixAnswer.None Conflict(
        ServingProgramme programme,
        LinearOutcome.Infeasible infeasible,
        List<int> firstRows,
        List<(string Offer, int Row)> limits)
    {
        var classes = service.Model.Classes.Length;
        var told = firstRows.SelectMany(row => Enumerable.Range(row, classes))
            .Concat(limits.Select(limit => limit.Row)).ToHashSet();
        return new([.. infeasible.Constraints.Where(told.Contains).Select(programme.Model.ConstraintName)]);
    }

    /// <summary>The programme with the hours found so far.</summary>
    private ServingProgramme Programme(out List<int> firstRows, out List<(string Offer, int Row)> limits)
    {
        var programme = Empty();
        limits = [];
        foreach (var (k, offer) in offers.Supply.Index())
        {
            var price = offer.PricePerHour.Dollars * Candidate.HoursPerMonth * ServingProgramme.Unit / Million;
            programme.Model.SetCost(programme.Amounts[k], price);
            AddLimit(offer.Name, programme.Amounts[k], offer.AtMost / ServingProgramme.Unit, limits);
        }

        foreach (var (j, offer) in offers.Power.Index())
        {
            programme.Model.SetCost(programme.Powers[j], offer.PerMegawattMonth.Dollars / Million);
            AddLimit(offer.Name, programme.Powers[j], offer.AtMost.Value / ServingProgramme.PowerUnit, limits);
        }

        firstRows = [.. hours.Select(hour => Require(programme, hour.Hour, hour.Outage))];
        return programme;

        void AddLimit(string name, int variable, double most, List<(string, int)> rows)
        {
            if (double.IsPositiveInfinity(most))
                return;
            var row = programme.Model.AddConstraint(
                $"at most what is offered of {name}", double.NegativeInfinity, most);
            programme.Model.SetCoefficient(row, variable, 1);
            rows.Add((name, row));
        }
    }

    private ServingProgramme Empty() => new(
        service,
        fleet,
        service.Model.CriterionOf(condition),
        [.. offers.Supply.Select(offer => offer.Candidate)],
        offers.Power);

    /// <summary>Energy that is drawn of each offer of power, in megawatts on average.</summary>
    private ImmutableArray<int> AddEnergy(ServingProgramme programme)
    {
        var model = programme.Model;
        var drawn = model.AddConstraint("energy of accelerators without power", 0, double.PositiveInfinity);
        foreach (var (k, offer) in offers.Supply.Index().Where(offer => !offer.Item.Candidate.IsPowered))
        {
            var megawatts = offer.Candidate.PowerEach.Value * ServingProgramme.Unit / ServingProgramme.PowerUnit;
            model.SetCoefficient(drawn, programme.Amounts[k], -megawatts * offers.MeanDraw);
        }

        var energies = ImmutableArray.CreateBuilder<int>();
        foreach (var (j, offer) in offers.Power.Index())
        {
            var price = offer.PerMegawattHour.Dollars * Candidate.HoursPerMonth / Million;
            var energy = model.AddVariable($"energy of {offer.Name}", 0, double.PositiveInfinity, price);
            model.SetCoefficient(drawn, energy, 1);
            var capacity = model.AddConstraint($"energy of {offer.Name}", double.NegativeInfinity, 0);
            model.SetCoefficient(capacity, energy, 1);
            model.SetCoefficient(capacity, programme.Powers[j], -offer.MeanShare);
            energies.Add(energy);
        }

        return energies.ToImmutable();
    }

    private int Require(ServingProgramme programme, int hour, string? outage) =>
        programme.Require(target.Load, hour, required, outage, new MixHour(hour, outage).Words);

    /// <summary>The first hour that an answer leaves short with an outage; null: none.</summary>
    private int? FirstShort(ServingProgramme programme, LinearOutcome.Optimal solved, string? outage)
    {
        foreach (var hour in Adequacy.WorstHours(fleet, target.Load))
        {
            if (hours.Contains((hour, outage)))
                continue;
            var tried = Empty();
            foreach (var variable in programme.Amounts.Concat(programme.Powers))
                tried.Model.SetBounds(variable, 0, solved.Values[variable] * Rounding);
            Require(tried, hour, outage);
            if (new LinearSolver(tried.Model).Solve() is LinearOutcome.Infeasible)
                return hour;
        }

        return null;
    }

    private MixAnswer.Found Answer(
        ServingProgramme programme,
        LinearOutcome.Optimal solved,
        ImmutableArray<int> energies,
        List<int> firstRows,
        List<(string Offer, int Row)> limits)
    {
        var classes = service.Model.Classes.Length;
        return new MixAnswer.Found(
            new Usd(solved.Cost * Million),
            [
                .. offers.Supply.Select((offer, k) => new MixPart(
                    offer.Name, solved.Values[programme.Amounts[k]] * ServingProgramme.Unit, offer.Candidate)),
            ],
            [
                .. offers.Power.Select((offer, j) => new MixPower(
                    offer.Name,
                    new Watts(solved.Values[programme.Powers[j]] * ServingProgramme.PowerUnit),
                    new Watts(solved.Values[energies[j]] * ServingProgramme.PowerUnit))),
            ],
            [
                .. hours.Select((hour, i) => (new MixHour(hour.Hour, hour.Outage), Price(firstRows[i])))
                    .Where(hour => hour.Item2.Dollars > 1).OrderByDescending(hour => hour.Item2),
            ],
            [
                .. limits.Select(limit => (limit.Offer, new Usd(-solved.Prices[limit.Row] * Million)))
                    .Where(limit => limit.Item2.Dollars > 1e-3),
            ]);

        // What one percent more of an hour's demand adds to the price.
        Usd Price(int row) => new(Enumerable.Range(row, classes).Sum(r =>
            solved.Prices[r] * programme.Model.Limits(r).Lower) * Million / 100);
    }
}
