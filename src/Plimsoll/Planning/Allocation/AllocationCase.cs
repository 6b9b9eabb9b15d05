using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Planning.Allocation;

/// <summary>A week to be allocated: what is in service, what is asked for, and what decides.</summary>
public sealed record AllocationCase
{
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

    /// <summary>Site of a pool.</summary>
    public FleetSite SiteOf(int pool) => Fleet.Sites[Fleet.Pools[pool].Site];

    /// <summary>
    /// Working accelerators of a pool, those that serve nobody included: the part that training may use.
    /// </summary>
    public double WorkingAccelerators(int pool)
    {
        var (there, site) = (Fleet.Pools[pool].Pool, SiteOf(pool).Site);
        return there.Count * there.Availability * site.Ramp.At(At);
    }
}
