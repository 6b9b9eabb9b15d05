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
    /// <summary>Any instant of the week.</summary>
    public required Instant At { get; init; }

    /// <summary>What decides where load goes; null: it is spread evenly.</summary>
    public required AllocationObjective? Objective { get; init; }

    /// <summary>The best allocation of the week, from which the cost of curtailments is told.</summary>
    public required AllocationReport Week { get; init; }

    /// <summary>Sites in service that state sources, a curtailment or swings, in ordinal order of name.</summary>
    public required ImmutableArray<SitePower> Sites { get; init; }

    /// <summary>Reports on a week of a service, as its meters read it.</summary>
    /// <param name="model">The service.</param>
    /// <param name="at">Any instant of the week.</param>
    /// <param name="multiple">What all interactive load is multiplied by.</param>
    /// <param name="objective">What decides where load goes; null: it is spread evenly, as routers do.</param>
    public static PowerReport Of(
        ServiceModel model, Instant at, double multiple, AllocationObjective? objective = null)
    {
        var week = AllocationReport.Of(
            AllocationCase.Of(model, at, multiple, objective ?? AllocationObjective.Money));
        var metered = !week.Conflict.IsEmpty ? null : MeteredService.Of(
            model, WeekShape.MondayOf(at), WeekShape.Hours, objective, out _, multiple);
        return new()
        {
            At = at,
            Objective = objective,
            Week = week,
            Sites = metered is null ? [] :
            [
                .. metered.Sites.Where(meter => IsTold(meter.Site)).Select(meter => new SitePower(
                    meter,
                    week.Week.Fleet.Sites.Any(site => site.Site.Name == meter.Site.Name)
                        ? [.. Events(model, week, meter.Site, multiple)] : [])),
            ],
        };
    }

    private static bool IsTold(Site site) =>
        !site.Sources.IsEmpty || site.Curtailment is not null || site.Swings is not null;

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
/// <param name="Meter">What passes its meter, and what its sources give of that, in whole joules.</param>
/// <param name="Events">What curtailments cost; empty: it states none, or is not in service.</param>
public sealed record SitePower(SiteMeter Meter, ImmutableArray<CurtailmentCase> Events)
{
    /// <summary>The site.</summary>
    public Site Site => Meter.Site;

    /// <summary>The battery for one step of what swings, and for swings without end; null: not stated.</summary>
    public (RampCover Step, RampCover Swings)? Ramp => Site.Swings is { } swings ? CoverOf(swings) : null;

    /// <summary>What generators that state how fast they are follow beside the grid, a minute.</summary>
    public Watts FollowedPerMinute =>
        new(Site.Sources.OfType<EnergySource.Generators>().Sum(source => source.RampPerMinute?.Value ?? 0));

    /// <summary>As <see cref="Ramp"/>, with generators beside the grid; null: none states how fast it is.</summary>
    public (RampCover Step, RampCover Swings)? RampWithSources =>
        Site.Swings is not { } swings || FollowedPerMinute.Value <= 0 ? null : CoverOf(swings with
        {
            LimitPerMinute = swings.LimitPerMinute + FollowedPerMinute,
        });

    /// <summary>What batteries keep for swings.</summary>
    public Joules Reserve => Joules.From(Site.Sources.OfType<EnergySource.Storage>()
        .Sum(battery => battery.Energy.Value * battery.Reserve));

    private (RampCover Step, RampCover Swings) CoverOf(LoadSwings swings) => (
        RampCover.OfStep(swings.Change(Site), swings.LimitPerSecond),
        RampCover.OfSwings(swings.Change(Site), swings.Period, swings.LimitPerSecond));
}

/// <summary>A curtailment under one assumption.</summary>
/// <param name="HasOwnSources">Whether the site's own sources may help; else its grids are alone.</param>
/// <param name="Cost">What it costs.</param>
public sealed record CurtailmentCase(bool HasOwnSources, CurtailmentCost Cost);
