using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <summary>
/// What a site may draw by hour of the day where its sources, their air permits or a curtailment of its grid may leave
/// less than its power. Batteries do not count: a load line holds for longer than they last.
/// </summary>
public sealed class SiteSupply
{
    private const int HoursPerDay = 24;
    private const int DaysPerWeek = 7;
    private const double WattsPerMegawatt = 1e6;

    /// <summary>Part of a site's power that is missing by rounding only.</summary>
    private const double Rounding = 1e-9;

    private readonly Site site;
    private readonly double inService;
    private readonly Watts power;
    private readonly Watts brought;
    private readonly ImmutableArray<WeekPermit> caps;
    private readonly ImmutableArray<ImmutableArray<SourcePart>> usual;
    private readonly ImmutableArray<ImmutableArray<SourcePart>> curtailed;

    private SiteSupply(Site site, Instant at, double inService, Watts power, Watts brought, int index)
    {
        (this.site, this.inService, this.power, this.brought) = (site, inService, power, brought);
        caps = WeekPermit.Of(index, site, at);
        var midnight = Instant.FromDate(at.Date);
        usual = [.. Enumerable.Range(0, HoursPerDay).Select(hour => PartsOf(midnight, hour, 1))];
        curtailed = site.Curtailment is not { } terms ? usual :
        [
            .. Enumerable.Range(0, HoursPerDay).Select(hour =>
                IsIn(terms, hour) ? PartsOf(midnight, hour, 1 - terms.Depth) : usual[hour]),
        ];
        Permits = MayBind(at);
    }

    /// <summary>Terms of the curtailment of its grid; null: it leaves as much as there is without.</summary>
    public CurtailmentTerms? Curtailment =>
        Hours.Any(hour => PartAt(hour, true) < PartAt(hour, false)) ? site.Curtailment : null;

    /// <summary>Whether hours of the day differ.</summary>
    public bool VariesByHour => Hours.Any(hour =>
        PartAt(hour, false) != PartAt(0, false) || PartAt(hour, true) != PartAt(0, true));

    /// <summary>Caps that may bind, of each set of sources that emit alone the tightest.</summary>
    internal ImmutableArray<WeekPermit> Permits { get; }

    private static IEnumerable<int> Hours => Enumerable.Range(0, HoursPerDay);

    /// <summary>What a site's sources leave of its power; null: all of it, in every hour and a curtailment.</summary>
    /// <param name="site">The site.</param>
    /// <param name="at">When.</param>
    /// <param name="inService">Part of it that is in service, above 0 to 1.</param>
    /// <param name="power">Its power then, that of expansions included.</param>
    /// <param name="brought">Power that expansions bring: no source of the site has to give it.</param>
    /// <param name="index">Index of the site in the fleet.</param>
    public static SiteSupply? Of(Site site, Instant at, double inService, Watts power, Watts brought, int index)
    {
        if (power.Value <= 0 || (site.Sources.IsEmpty && site.Curtailment is null))
            return null;
        var made = new SiteSupply(site, at, inService, power, brought, index);
        var isAllThere = Hours.All(hour => made.PartAt(hour, false) >= 1 && made.PartAt(hour, true) >= 1);
        return isAllThere && made.Permits.IsEmpty ? null : made;
    }

    /// <summary>
    /// Part of the site's power that it may draw in an hour of the week, 0 to 1, but for its permits.
    /// </summary>
    public double PartAt(int hour, bool isCurtailed) => PartOf(PartsAt(hour, isCurtailed));

    /// <summary>What each source gives at most in an hour of the week.</summary>
    public ImmutableArray<SourcePart> PartsAt(int hour, bool isCurtailed) =>
        (isCurtailed ? curtailed : usual)[hour % HoursPerDay];

    private double PartOf(IEnumerable<SourcePart> parts) =>
        parts.Sum(part => part.Most.Value) / power.Value is var part && part < 1 - Rounding ? part : 1;

    private static bool IsIn(CurtailmentTerms terms, int hour) => terms.From is not { } from
        || (hour - from + HoursPerDay) % HoursPerDay < Math.Ceiling(terms.Longest.Seconds / 3600);

    private ImmutableArray<SourcePart> PartsOf(Instant midnight, int hour, double ofGrid)
    {
        if (site.Sources.IsEmpty)
            return [new($"power at {site.Name}", power * ofGrid, -1)];
        var steps = MeritOrder.Of(site.Sources, midnight + Duration.FromHours(hour), inService, ofGrid);
        var parts = steps.Where(step => !IsForbidden(site.Sources[step.Source]))
            .GroupBy(step => site.Sources[step.Source] is EnergySource.Grid ? -1 : step.Source)
            .OrderBy(part => part.Key)
            .Select(part => new SourcePart(
                $"{(part.Key < 0 ? "grid" : site.Sources[part.Key].Name)} at {site.Name}",
                new Watts(part.Sum(step => step.Most.Value)),
                part.Key));
        return [.. parts, .. brought.Value > 0 ? [new SourcePart($"expansions of {site.Name}", brought, -1)]
            : ImmutableArray<SourcePart>.Empty];
    }

    /// <summary>Whether a cap leaves nothing for the energy of a source.</summary>
    private bool IsForbidden(EnergySource source) =>
        caps.Any(cap => cap.Most <= 0 && cap.KilogramsPerMegawattHour(source) > 0);

    /// <summary>
    /// Caps that a week could reach: if all that emits ran at full power, and if it gave all that the rest cannot. Of
    /// those that limit one source alone, the tightest.
    /// </summary>
    private ImmutableArray<WeekPermit> MayBind(Instant at)
    {
        var there = site.Sources.Where(source => source.IsThereAt(at) && !IsForbidden(source)).ToArray();
        return
        [
            .. caps.Where(cap => cap.Most * (1 + Rounding) < Math.Min(AtFullPower(cap), AsNeeded(cap)))
                .GroupBy(cap => Emitting(cap) is [var only] ? only.Name : $"{cap.Permit.Name}/{cap.Pollutant}")
                .Select(alike => alike.MinBy(cap => cap.Most / MostFor(cap))!),
        ];

        EnergySource[] Emitting(WeekPermit cap) =>
            [.. there.Where(source => cap.KilogramsPerMegawattHour(source) > 0)];

        double MostFor(WeekPermit cap) => there.Select(cap.KilogramsPerMegawattHour).DefaultIfEmpty().Max();

        double AtFullPower(WeekPermit cap) => WeekShape.Hours * there.Sum(source =>
            source.Capacity.Value * inService / WattsPerMegawatt * cap.KilogramsPerMegawattHour(source));

        double AsNeeded(WeekPermit cap) => Hours.Sum(hour => Math.Max(0, power.Value - PartsAt(hour, false)
            .Where(part => part.Source < 0 || cap.KilogramsPerMegawattHour(site.Sources[part.Source]) <= 0)
            .Sum(part => part.Most.Value))) * DaysPerWeek / WattsPerMegawatt * MostFor(cap);
    }
}

/// <summary>What a source of a site, or all its grids, give at most.</summary>
/// <param name="Name">What and where.</param>
/// <param name="Most">The most that is given.</param>
/// <param name="Source">Index of the source; negative: none that burns fuel.</param>
public readonly record struct SourcePart(string Name, Watts Most, int Source);
