using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Power;

/// <summary>Where the power of sites comes from in a week, and what it costs when a grid gives less.</summary>
public sealed record PowerReport
{
    /// <summary>The week.</summary>
    public required AllocationReport Week { get; init; }

    /// <summary>Sites in service that state sources, a curtailment or swings, in ordinal order of name.</summary>
    public required ImmutableArray<SitePower> Sites { get; init; }

    /// <summary>Reports on a week of a service.</summary>
    /// <param name="model">The service.</param>
    /// <param name="at">Any instant of the week.</param>
    /// <param name="multiple">What all interactive load is multiplied by.</param>
    public static PowerReport Of(ServiceModel model, Instant at, double multiple)
    {
        var week = AllocationReport.Of(AllocationCase.Of(model, at, multiple, AllocationObjective.Money));
        return new()
        {
            Week = week,
            Sites = !week.Conflict.IsEmpty ? [] :
            [
                .. week.Sites.Where(site => IsTold(week.Week.Fleet.Sites[site.Site].Site))
                    .Select(site => SiteOf(model, week, site, multiple)),
            ],
        };
    }

    private static bool IsTold(Site site) =>
        !site.Sources.IsEmpty || site.Curtailment is not null || site.Swings is not null;

    private static SitePower SiteOf(ServiceModel model, AllocationReport week, SiteWeek drawn, double multiple)
    {
        var site = week.Week.Fleet.Sites[drawn.Site].Site;
        var monday = WeekShape.MondayOf(week.Week.At);
        return new(
            site,
            drawn,
            SourceDispatch.Of(
                site,
                new() { InService = site.InServiceAt(week.Week.At) },
                [.. drawn.Drawn.Select(megawatts => Joules.From(megawatts * Joules.PerMegawattHour).Value)],
                monday),
            [.. Events(model, week, site, multiple)]);
    }

    /// <summary>Events of average and of greatest length, with the site's own sources and grids alone.</summary>
    private static IEnumerable<CurtailmentCase> Events(
        ServiceModel model, AllocationReport week, Site site, double multiple)
    {
        if (site.Curtailment is not { } terms)
            yield break;
        var grids = site.Sources.Where(source => source is EnergySource.Grid).ToImmutableArray();
        var alone = grids.Length == site.Sources.Length ? null : AllocationReport.Of(AllocationCase.Of(
            model with
            {
                Sites = [.. model.Sites.Select(other =>
                    other.Name == site.Name ? other with { Sources = grids } : other)],
            },
            week.Week.At,
            multiple,
            week.Week.Objective));
        foreach (var hours in new[] { HoursOf(terms.Length), HoursOf(terms.Longest) }.Distinct())
        {
            yield return new(true, CurtailmentCost.Of(model, week, site.Name, hours));
            if (alone is not null)
                yield return new(false, CurtailmentCost.Of(model, alone, site.Name, hours));
        }
    }

    private static int HoursOf(Duration length) => (int)Math.Ceiling(length.Seconds / 3600);
}

/// <summary>A site in a week.</summary>
/// <param name="Site">The site.</param>
/// <param name="Week">What it draws.</param>
/// <param name="Dispatch">What its sources give of that, in whole joules.</param>
/// <param name="Events">What curtailments cost; empty: it states none.</param>
public sealed record SitePower(
    Site Site, SiteWeek Week, SourceDispatch Dispatch, ImmutableArray<CurtailmentCase> Events)
{
    /// <summary>The battery for one step of what swings, and for swings without end; null: not stated.</summary>
    public (RampCover Step, RampCover Swings)? Ramp => Site.Swings is not { } swings ? null : (
        RampCover.OfStep(swings.Change(Site), swings.LimitPerSecond),
        RampCover.OfSwings(swings.Change(Site), swings.Period, swings.LimitPerSecond));

    /// <summary>What batteries keep for swings.</summary>
    public Joules Reserve => Joules.From(Site.Sources.OfType<EnergySource.Storage>()
        .Sum(battery => battery.Energy.Value * battery.Reserve));
}

/// <summary>A curtailment under one assumption.</summary>
/// <param name="HasOwnSources">Whether the site's own sources may help; else its grids are alone.</param>
/// <param name="Cost">What it costs.</param>
public sealed record CurtailmentCase(bool HasOwnSources, CurtailmentCost Cost);
