using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Power;

/// <summary>
/// What an event costs in which the grid of a site gives less: the week is allocated with it and without it, and what
/// differs is its cost. Nothing is reckoned beside that.
/// </summary>
public sealed record CurtailmentCost
{
    private const int HoursPerDay = 24;
    private const double WattsPerMegawatt = 1e6;

    /// <summary>Part of what is asked for that counts as nothing: rounding of sums.</summary>
    private const double Negligible = 1e-9;

    /// <summary>The event.</summary>
    public required CurtailmentEvent Event { get; init; }

    /// <summary>The week without the event.</summary>
    public required AllocationReport Without { get; init; }

    /// <summary>The week with the event.</summary>
    public required AllocationReport With { get; init; }

    /// <summary>What is given up by model class.</summary>
    public required ImmutableArray<ClassCut> Classes { get; init; }

    /// <summary>Whether one of the two weeks cannot keep all that it has to; then nothing else is told.</summary>
    public bool IsImpossible => Without.Conflict.Length + With.Conflict.Length > 0;

    /// <summary>Megawatt-hours that the grid gives less in the event.</summary>
    public double NotGiven => OfEvent(GridAt);

    /// <summary>Of these, what the site's own sources give instead.</summary>
    public double FromOwn => OfEvent(GridAt) - Drawn;

    /// <summary>Of these, what is drawn less, because work waits, moves or is not done.</summary>
    public double Drawn => OfEvent((report, hour) => SiteOf(report).Drawn[hour]);

    /// <summary>Accelerator-hours of training at the site in the event that do not happen then.</summary>
    public double TrainingPaused => OfPools(HoursOf<TrainingJob>);

    /// <summary>Accelerator-hours of batches at the site in the event that do not happen then.</summary>
    public double BatchPaused => OfPools(HoursOf<BatchJob>);

    /// <summary>Accelerator-hours at the site in the event whose load is served elsewhere, or not.</summary>
    public double ServingMoved => OfPools((_, hour) => hour.Serving.Sum(use => use.Accelerators));

    /// <summary>Accelerator-hours of training that are not made up for in the week.</summary>
    public double TrainingLost => Missed<TrainingJob>();

    /// <summary>Work of batches that misses its deadline, in hours of the accelerator that does it fastest.</summary>
    public double BatchLost => Missed<BatchJob>();

    /// <summary>Accelerator-hours that serve at lower clocks.</summary>
    public double LoweredClocks => With.LoweredClocks - Without.LoweredClocks;

    /// <summary>Output tokens that are not served.</summary>
    public double Tokens => Classes.Sum(cut => cut.Tokens);

    /// <summary>US dollars that energy costs more in the week; less than zero: less.</summary>
    public double Money => MoneyOf(With) - MoneyOf(Without);

    /// <summary>Costs an event of a site.</summary>
    /// <param name="model">The service.</param>
    /// <param name="usual">Its week, allocated without events.</param>
    /// <param name="site">The site, by name: one in service with terms of curtailment.</param>
    /// <param name="hours">How long the event takes.</param>
    public static CurtailmentCost Of(ServiceModel model, AllocationReport usual, string site, int hours)
    {
        var index = IndexOf(usual.Week, site);
        var terms = usual.Week.Fleet.Sites[index].Site.Curtailment
            ?? throw new ArgumentException($"{site} states no curtailment.", nameof(site));
        var called = new CurtailmentEvent(site, terms, 0, hours, terms.Depth);
        if (!usual.Conflict.IsEmpty)
            return new() { Event = called, Without = usual, With = usual, Classes = [] };
        called = called with { From = HourOf(usual.Sites[index].Drawn, terms, hours) };
        called = called with { MostAfter = MostAfter(usual, index, called) };
        var with = AllocationReport.Of(usual.Week with { Events = [called] });
        return new()
        {
            Event = called,
            Without = usual,
            With = with,
            Classes = with.Conflict.IsEmpty ? Cuts(model, usual, with) : [],
        };
    }

    /// <summary>Megawatts that the grid of a site gives in an hour.</summary>
    private static double GridAt(SiteWeek site, int hour) => site.Sources.IsEmpty ? site.Drawn[hour]
        : site.Sources.Where(source => source.Source is EnergySource.Grid).Sum(source => source.Megawatts[hour]);

    private double GridAt(AllocationReport report, int hour) => GridAt(SiteOf(report), hour);

    private static int IndexOf(AllocationCase week, string site)
    {
        for (var s = 0; s < week.Fleet.Sites.Length; s++)
        {
            if (week.Fleet.Sites[s].Site.Name == site)
                return s;
        }

        throw new ArgumentException($"{site} is not in service.", nameof(site));
    }

    /// <summary>When the site draws most from there on, at the hour of the day that is stated, if one is.</summary>
    private static int HourOf(ImmutableArray<double> drawn, CurtailmentTerms terms, int hours) =>
        Enumerable.Range(0, WeekShape.Hours)
            .Where(hour => terms.From is not { } from || hour % HoursPerDay == from)
            .MaxBy(hour => Enumerable.Range(hour, hours).Sum(at => drawn[at % WeekShape.Hours]));

    /// <summary>Most that the grid gives in the day after: as without the event, and what may rebound.</summary>
    private static double MostAfter(AllocationReport without, int site, CurtailmentEvent called)
    {
        if (double.IsInfinity(called.Terms.Rebound))
            return double.PositiveInfinity;
        var there = without.Week.Fleet.Sites[site];
        var grids = there.Site.Sources.IsEmpty ? there.Power.Value
            : there.Site.InServiceAt(without.Week.At) * there.Site.Sources
                .Where(source => source is EnergySource.Grid && source.IsThereAt(without.Week.At))
                .Sum(source => source.Capacity.Value);
        var left = grids / WattsPerMegawatt * (1 - called.Terms.Depth);
        var hours = Enumerable.Range(0, WeekShape.Hours).ToArray();
        var taken = hours.Where(called.Covers).Sum(hour => Math.Max(0, GridAt(without.Sites[site], hour) - left));
        return hours.Where(called.IsFollowedBy).Sum(hour => GridAt(without.Sites[site], hour))
            + (called.Terms.Rebound * taken);
    }

    private static ImmutableArray<ClassCut> Cuts(ServiceModel model, AllocationReport without, AllocationReport with)
    {
        var cuts = ImmutableArray.CreateBuilder<ClassCut>();
        for (var c = 0; c < model.Classes.Length; c++)
        {
            var tokens = Unserved(with, c) - Unserved(without, c);
            if (tokens <= Negligible * with.Load.Where(load => load.Part.Class == c).Sum(load => load.Asked))
                continue;
            cuts.Add(new ClassCut(
                model.Classes[c].Name,
                tokens,
                with.Load.Where(load => load.Part.Class == c).Max(load => load.WorstShare),
                [.. model.Populations.Where(users => users.Mix[c] > 0).Select(users => users.Plan)
                    .Concat(model.Organizations.Where(users => users.Wants[c] > 0).Select(users => users.Tier))
                    .Distinct().Order(StringComparer.Ordinal)]));
        }

        return cuts.ToImmutable();
    }

    private static double Unserved(AllocationReport report, int modelClass) =>
        report.Load.Where(load => load.Part.Class == modelClass).Sum(load => load.Unserved);

    private static double MoneyOf(AllocationReport report) => report.Sites.Sum(site => site.Money ?? 0);

    private SiteWeek SiteOf(AllocationReport report) => report.Sites[IndexOf(report.Week, Event.Site)];

    private double OfEvent(Func<AllocationReport, int, double> of) => IsImpossible ? 0
        : Enumerable.Range(0, WeekShape.Hours).Where(Event.Covers).Sum(hour => of(Without, hour) - of(With, hour));

    private double OfPools(Func<AllocationCase, PoolHour, double> of) => OfEvent((report, hour) => report.Pools
        .Where(pool => report.Week.SiteOf(pool.Pool).Site.Name == Event.Site)
        .Sum(pool => of(report.Week, pool.Hours[hour])));

    private static double HoursOf<T>(AllocationCase week, PoolHour hour)
        where T : ElasticJob => week.Terms.Jobs.Select((job, i) => job is T ? hour.Jobs[i].Accelerators : 0).Sum();

    private double Missed<T>()
        where T : ElasticJob => MissedOf<T>(With) - MissedOf<T>(Without);

    private static double MissedOf<T>(AllocationReport report)
        where T : ElasticJob => report.Jobs.Where(job => job.Job is T).Sum(job => job.Missed);
}

/// <summary>Interactive load of a class that is not served in an event.</summary>
/// <param name="Class">The class.</param>
/// <param name="Tokens">Output tokens.</param>
/// <param name="WorstShare">Largest part of its load that is not served in an hour of the week.</param>
/// <param name="Promises">Plans and tiers that promise it, in ordinal order: their limits would be tightened.</param>
public sealed record ClassCut(string Class, double Tokens, double WorstShare, ImmutableArray<string> Promises);
