using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Allocation;

/// <summary>A week to be allocated: what is in service, what is asked for, and what decides.</summary>
public sealed record AllocationCase
{
    private const double WattsPerMegawatt = 1e6;
    private const int HoursPerDay = 24;

    /// <summary>When supply, policy and growth are taken; they hold for the whole week.</summary>
    public required Instant At { get; init; }

    /// <summary>What is in service.</summary>
    public required Fleet Fleet { get; init; }

    /// <summary>Model classes.</summary>
    public required ImmutableArray<ModelClass> Classes { get; init; }

    /// <summary>Interactive load.</summary>
    public required ImmutableArray<LoadPart> Load { get; init; }

    /// <summary>What has to be heeded beside.</summary>
    public required AllocationTerms Terms { get; init; }

    /// <summary>What decides in the end.</summary>
    public required AllocationObjective Objective { get; init; }

    /// <summary>How batches run, as classes do.</summary>
    public required EngineTable Engines { get; init; }

    /// <summary>When grids give less; empty: never.</summary>
    public ImmutableArray<CurtailmentEvent> Events { get; init; } = [];

    /// <summary>The week of a service at an instant.</summary>
    /// <param name="model">The service.</param>
    /// <param name="at">The instant.</param>
    /// <param name="multiple">What all interactive load is multiplied by.</param>
    /// <param name="objective">What decides in the end.</param>
    public static AllocationCase Of(
        ServiceModel model, Instant at, double multiple, AllocationObjective objective)
    {
        var engines = new EngineTable();
        return new AllocationCase
        {
            At = at,
            Fleet = Fleet.At(model, at, engines, []),
            Classes = model.Classes,
            Load = LoadPart.Of(model, at, multiple),
            Terms = model.Allocation,
            Objective = objective,
            Engines = engines,
        };
    }

    /// <summary>An hour of the week on the day at which supply is taken.</summary>
    public Instant HourOfDay(int hour) => Instant.FromDate(At.Date) + Duration.FromHours(hour % HoursPerDay);

    /// <summary>Part of the grid of a site that is left in an hour.</summary>
    public double OfGridAt(int site, int hour)
    {
        var left = 1.0;
        foreach (var one in EventsAt(site, hour))
            left = Math.Min(left, 1 - one.Depth);
        return left;
    }

    /// <summary>What lower clocks do at a site in an hour; null: they stay.</summary>
    public ClockCap? ClocksAt(int site, int hour) => EventsAt(site, hour)
        .Select(one => one.GivesUp(ShedStep.Clocks) ? one.Terms.Clocks : null)
        .FirstOrDefault(clocks => clocks is not null);

    /// <summary>Whether a job may be given up in an hour because a grid where it runs is curtailed.</summary>
    public bool MayGiveUp(ElasticJob job, int hour) =>
        Events.Any(one => one.Covers(hour) && one.GivesUp(StepOf(job)) && job.MayRunAt(one.Site));

    /// <summary>
    /// Where not all can be done, jobs of a lower turn are done first: by rank, and where a grid is curtailed by the
    /// operator's order before it.
    /// </summary>
    public int TurnOf(ElasticJob job) =>
        Events.IsEmpty ? job.Rank : (TurnOf(StepOf(job)) * (Terms.Jobs.Max(other => other.Rank) + 1)) + job.Rank;

    /// <summary>The first turn after that of lower clocks; null: they stay.</summary>
    internal int? TurnOfClocks => Events.Any(one => one.GivesUp(ShedStep.Clocks) && one.Terms.Clocks is not null)
        ? TurnOf(ShedStep.Clocks) * (Terms.Jobs.Select(job => job.Rank).DefaultIfEmpty().Max() + 1) : null;

    /// <summary>What is given up last comes first; what is never given up before it.</summary>
    private int TurnOf(ShedStep step)
    {
        var order = Events[0].Terms.Order;
        return order.IndexOf(step) is >= 0 and var at ? order.Length - at : 0;
    }

    private static ShedStep StepOf(ElasticJob job) => job is TrainingJob ? ShedStep.Training : ShedStep.Batch;

    private IEnumerable<CurtailmentEvent> EventsAt(int site, int hour) =>
        Events.Where(one => one.Site == Fleet.Sites[site].Site.Name && one.Covers(hour));

    /// <summary>Site of a pool.</summary>
    public FleetSite SiteOf(int pool) => Fleet.Sites[Fleet.Pools[pool].Site];

    /// <summary>How a batch runs on a pool; null: it may not, or cannot.</summary>
    public OperatingPoint? PointOf(BatchJob job, int pool) => job.MayRunAt(SiteOf(pool).Site.Name)
        ? Engines.PointOf(Fleet.Pools[pool].Pool.Kind, job.Model) : null;

    /// <summary>Whether a job may train on a pool.</summary>
    public bool MayTrain(TrainingJob job, int pool) =>
        job.MayRunAt(SiteOf(pool).Site.Name) && job.MayUse(Fleet.Pools[pool].Pool.Kind.Name);

    /// <summary>Accelerators of a pool that the week may use: all that work where a job may train there.</summary>
    public double InService(int pool) => Terms.Jobs.OfType<TrainingJob>().Any(job => MayTrain(job, pool))
        ? WorkingAccelerators(pool) : Fleet.Pools[pool].Accelerators;

    /// <summary>Megawatts that an accelerator of a pool draws from its site at so many watts.</summary>
    public double Megawatts(int pool, double watts) => watts * SiteOf(pool).Site.PowerChain / WattsPerMegawatt;

    /// <summary>
    /// Working accelerators of a pool, those that serve nobody included: the part that training may use.
    /// </summary>
    public double WorkingAccelerators(int pool)
    {
        var (there, site) = (Fleet.Pools[pool].Pool, SiteOf(pool).Site);
        return there.Count * there.Availability * site.Ramp.At(At);
    }
}
