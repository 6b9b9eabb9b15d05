using System.Collections.Immutable;
using Plimsoll.Footprint.Power;
using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint;

/// <summary>What a service does in a period and what passes the meters of its sites meanwhile.</summary>
public sealed record MeteredService
{
    /// <summary>The service.</summary>
    public required ServiceModel Model { get; init; }

    /// <summary>Start of the first hour.</summary>
    public required Instant From { get; init; }

    /// <summary>Number of hours.</summary>
    public required int Hours { get; init; }

    /// <summary>The period cut into parts for each of which one week stands.</summary>
    public required ImmutableArray<MeteredSegment> Segments { get; init; }

    /// <summary>Sites with anything in service, in ordinal order of name.</summary>
    public required ImmutableArray<SiteMeter> Sites { get; init; }

    /// <summary>Interactive output tokens that found no room, by class.</summary>
    public ImmutableArray<double> Unserved =>
        [.. Model.Classes.Select((_, index) => Segments.Sum(segment => UnservedIn(segment, index)))];

    /// <summary>Meters a service.</summary>
    /// <param name="model">The service.</param>
    /// <param name="from">Start of the first hour; a full hour.</param>
    /// <param name="hours">Number of hours. 1 or more.</param>
    /// <param name="objective">What decides where load goes; null: it is spread evenly, as routers do.</param>
    /// <param name="unmet">An instant in whose week not all requirements can be kept; null: there is none.</param>
    /// <param name="multiple">What all interactive load is multiplied by. Above 0.</param>
    /// <returns>The meters; null where requirements conflict.</returns>
    public static MeteredService? Of(
        ServiceModel model,
        Instant from,
        int hours,
        AllocationObjective? objective,
        out Instant? unmet,
        double multiple = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hours, 1);
        unmet = null;
        var segments = ImmutableArray.CreateBuilder<MeteredSegment>();
        foreach (var segment in PeriodSegment.Of(model, from, hours))
        {
            var week = AllocationCase.Of(model, segment.Middle, multiple, objective ?? AllocationObjective.Money);
            if ((objective is null ? WeekUse.Even(week) : WeekUse.Best(week)) is not { } use)
            {
                unmet = segment.Middle;
                return null;
            }

            segments.Add(new MeteredSegment(segment, use, GroupShares.Of(model, segment.Middle)));
        }

        var all = segments.ToImmutable();
        return new MeteredService
        {
            Model = model,
            From = from,
            Hours = hours,
            Segments = all,
            Sites = [.. model.Sites.Select(site => MeterOf(site, from, hours, all)).OfType<SiteMeter>()],
        };
    }

    private double UnservedIn(MeteredSegment segment, int modelClass) =>
        Enumerable.Range(segment.Period.First, segment.Period.Hours).Sum(hour =>
            segment.Use.Unserved[PeriodSegment.HourOfWeek(From + Duration.FromHours(hour))][modelClass]);

    private static SiteMeter? MeterOf(
        Site site, Instant from, int hours, ImmutableArray<MeteredSegment> segments)
    {
        var lines = new UseLines(site, hours);
        foreach (var segment in segments)
            lines.Add(segment.Period, from, segment.Use);
        var uses = lines.ToImmutable();
        if (uses.IsEmpty)
            return null;
        ImmutableArray<long> joules =
        [
            .. Enumerable.Range(0, hours).Select(hour => uses.Sum(use => use.Joules[hour])),
        ];
        var terms = new DispatchTerms
        {
            InService = [.. segments.SelectMany(segment => Enumerable.Repeat(
                site.InServiceAt(segment.Period.Middle), segment.Period.Hours))],
        };
        var dispatch = SourceDispatch.Of(site, terms, joules, from);
        return new SiteMeter
        {
            Site = site,
            From = from,
            Hours = hours,
            Uses = Given(uses, joules, dispatch.NotServed),
            Sources = dispatch.Sources,
            NotServed = dispatch.NotServed,
            Held = dispatch.Held,
        };
    }

    /// <summary>What uses take and do where sources cannot give all: each its part of what there is.</summary>
    private static ImmutableArray<UseLine> Given(
        ImmutableArray<UseLine> uses, ImmutableArray<long> joules, ImmutableArray<long> notServed)
    {
        if (notServed.All(missing => missing == 0))
            return uses;
        var given = uses.Select(use => use.Joules.ToArray()).ToArray();
        var working = uses.Select(use => use.Accelerators.ToArray()).ToArray();
        var parts = new long[uses.Length];
        for (var hour = 0; hour < joules.Length; hour++)
        {
            if (notServed[hour] == 0)
                continue;
            Apportionment.Split(
                joules[hour] - notServed[hour], [.. uses.Select(use => (double)use.Joules[hour])], parts);
            for (var i = 0; i < parts.Length; i++)
            {
                given[i][hour] = parts[i];
                working[i][hour] *= (joules[hour] - notServed[hour]) / (double)joules[hour];
            }
        }

        return
        [
            .. uses.Select((use, i) => use with
            {
                Joules = ImmutableArray.Create(given[i]), Accelerators = ImmutableArray.Create(working[i]),
            }),
        ];
    }
}

/// <summary>A part of a period, with what is done in it.</summary>
/// <param name="Period">Its hours.</param>
/// <param name="Use">What pools do in the week that stands for it.</param>
/// <param name="Groups">Who asks in that week.</param>
public sealed record MeteredSegment(PeriodSegment Period, WeekUse Use, GroupShares Groups)
{
    /// <summary>Requests that an accelerator of a use serves in an hour; 0: it serves none.</summary>
    /// <param name="site">Name of the site.</param>
    /// <param name="line">What its pool does.</param>
    public double RequestsPerHour(string site, UseLine line)
    {
        var fleet = Use.Week.Fleet;
        for (var pool = 0; pool < fleet.Pools.Length; pool++)
        {
            if (fleet.Sites[fleet.Pools[pool].Site].Site.Name != site || fleet.Pools[pool].Pool.Name != line.Pool)
                continue;
            for (var c = 0; c < Use.Week.Classes.Length; c++)
            {
                if (Use.Week.Classes[c].Name == line.Class)
                    return (fleet.PointOf(pool, c)?.RequestsPerSecond ?? 0) * 3600;
            }
        }

        return 0;
    }
}
