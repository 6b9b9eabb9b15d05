using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Planning.Linear;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>How much of a candidate makes a target hold under a condition.</summary>
/// <param name="Candidate">What would be added.</param>
/// <param name="Condition">Under what the target has to hold.</param>
/// <param name="Accelerators">Whole accelerators that are needed; null: no amount helps.</param>
/// <param name="At">Served over required with them: 1 or more; without any where no amount helps.</param>
/// <param name="Below">
/// The same with a thousandth, at least one, fewer: below 1, which proves that no fewer do; null where none is needed
/// or no amount helps.
/// </param>
/// <param name="Obstacle">Why no amount helps; null where one does.</param>
public sealed record SizeAnswer(
    Candidate Candidate, Condition Condition, double? Accelerators, double At, double? Below, string? Obstacle)
{
    /// <summary>Power that comes with them; null where no amount helps.</summary>
    public Watts? Power => Accelerators is { } count ? Candidate.PowerEach * count : null;

    /// <summary>Price of a month; null where none is known or no amount helps.</summary>
    public Usd? PricePerMonth => Accelerators is { } count && Candidate.PricePerHour is { } price
        ? new Usd(price.Dollars * Candidate.HoursPerMonth * count) : null;
}

/// <summary>
/// Finds the least amount of a candidate that makes a target hold. Each hour and outage that is short asks for an
/// amount of its own, the optimum of a linear programme; the most that one of them asks for is the answer. Every round
/// adds what the tightest hour asks for, until the whole week holds.
/// </summary>
public static class SizeSearch
{
    /// <summary>Rounds after which something is wrong: each ends with another hour and outage served.</summary>
    private const int MostRounds = 1000;

    /// <summary>The answers of every candidate under one condition.</summary>
    /// <param name="service">The service.</param>
    /// <param name="target">What has to hold.</param>
    /// <param name="at">When.</param>
    /// <param name="condition">Under what.</param>
    /// <param name="candidates">What may be added, each by itself.</param>
    public static ImmutableArray<SizeAnswer> Of(
        ServiceMargins service,
        Target target,
        Instant at,
        Condition condition,
        ImmutableArray<Candidate> candidates)
    {
        var now = service.Of(at, condition, target.Load);
        return
        [
            .. candidates.Select(candidate => now.Multiple >= 1
                ? new SizeAnswer(candidate, condition, 0, now.Multiple, null, null)
                : Search(new Case(service, target, at, condition, candidate), now)),
        ];
    }

    private sealed record Case(
        ServiceMargins Service, Target Target, Instant At, Condition Condition, Candidate Candidate)
    {
        public Margin With(double accelerators) =>
            Service.With(Candidate.AddTo(Service.Model, accelerators)).Of(At, Condition, Target.Load);

        public SizeAnswer NoAmount(Margin now, string obstacle) =>
            new(Candidate, Condition, null, now.Multiple, null, obstacle);
    }

    private static SizeAnswer Search(Case asked, Margin now)
    {
        var place = asked.Candidate.Place;
        var then = asked.Service.Model.InstantOf(asked.Condition, asked.At);
        if (place.InServiceAt(then) <= 0)
            return asked.NoAmount(now, $"{place.Name} is not in service on {Day(then)}");
        if (!asked.Service.Counts(place, asked.At, asked.Condition))
            return asked.NoAmount(now, $"{place.Contract.Counterparty} may withdraw what is at {place.Name} sooner "
                + "than the promise can be revised");
        var (amount, margin) = (0.0, now);
        for (var round = 0; margin.Multiple < 1; round++)
        {
            if (margin.OfPermits is { } permits)
                return asked.NoAmount(now, $"{permits.First!.Name} stops it over all hours together; amounts are "
                    + "sought hour by hour");
            if (round == MostRounds)
                throw new InvalidOperationException($"{asked.Candidate.Name}: no end after {MostRounds} rounds.");
            if (Least(asked, margin) is not { } needed)
                return asked.NoAmount(now, Obstacle(asked, margin));

            // Where rounding alone keeps an hour from being served, one more does.
            amount = Math.Max(amount + 1, Math.Ceiling(needed));
            margin = asked.With(amount);
        }

        var fewer = Math.Max(0, Math.Min(amount - 1, Math.Floor(amount * 0.999)));
        return new SizeAnswer(
            asked.Candidate, asked.Condition, amount, margin.Multiple, asked.With(fewer).Multiple, null);
    }

    /// <summary>Accelerators that the hour and outage of a margin ask for; null: none are enough.</summary>
    private static double? Least(Case asked, Margin margin)
    {
        var service = asked.Service;
        var criterion = service.Model.CriterionOf(asked.Condition);
        var programme = new ServingProgramme(
            service, service.FleetAt(asked.At, asked.Condition), criterion, [asked.Candidate], []);
        var amount = programme.Amounts[0];
        programme.Model.SetCost(amount, 1);
        programme.Require(
            asked.Target.Load,
            margin.Hour,
            service.GrowthAt(asked.At, asked.Condition) * criterion.DemandMultiple,
            margin.Curtailed is { } site ? ServingProgramme.CurtailmentOf(site.Name) : margin.Outage?.Name,
            "");
        return new LinearSolver(programme.Model).Solve() is LinearOutcome.Optimal solved
            ? solved.Values[amount] * ServingProgramme.Unit : null;
    }

    /// <summary>
    /// Without bound on the amount, only two things can be in the way: an outage that leaves nothing of it, or a class
    /// that it does not run.
    /// </summary>
    private static string Obstacle(Case asked, Margin margin)
    {
        var (service, candidate) = (asked.Service, asked.Candidate);
        var runs = service.Model.Classes.Where(c => service.Engines.PointOf(candidate.Kind, c) is not null).ToArray();
        if (margin.Outage?.Name == candidate.Place.Name && candidate.Place.Feeds <= 1 && runs.Length > 0)
            return $"a feed of {candidate.Place.Name} is all of it: nothing added there is left when it is lost (N-1)";
        var missing = service.Model.Classes.Except(runs)
            .Select(c => $"{c.Title} does not run on it: it {service.Engines.ObstacleOf(candidate.Kind, c)}");
        return $"{string.Join("; ", missing)}, and what runs it is too little for that alone";
    }

    private static string Day(Instant at) => at.Date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
