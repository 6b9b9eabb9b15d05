using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Planning.Allocation;
using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <summary>
/// Everything a plan is computed from, validated and compiled. All collections are in ordinal order of name, so that
/// the order in which a file lists things cannot change a result.
/// </summary>
public sealed record ServiceModel
{
    /// <summary>One line that says what the scenario is about.</summary>
    public required string Title { get; init; }

    /// <summary>Dates between which the plan compares.</summary>
    public required Comparison Compare { get; init; }

    /// <summary>What has to hold for a promise to count as backed.</summary>
    public required Criterion Criterion { get; init; }

    /// <summary>What the conditions need to know beside the criterion. Default: as documented there.</summary>
    public ConditionTerms Conditions { get; init; } = new();

    /// <summary>
    /// What the operator would promise first, second and so on, from the policy before the change. Default: nothing is
    /// said.
    /// </summary>
    public ImmutableArray<PriorityTerms> Priorities { get; init; } = [];

    /// <summary>Sites.</summary>
    public required ImmutableArray<Site> Sites { get; init; }

    /// <summary>Model classes.</summary>
    public required ImmutableArray<ModelClass> Classes { get; init; }

    /// <summary>All versions of the policy.</summary>
    public required PolicyTimeline Timeline { get; init; }

    /// <summary>The policy's changes.</summary>
    public required ImmutableArray<ChangeTerms> Changes { get; init; }

    /// <summary>Users of plans.</summary>
    public required ImmutableArray<Population> Populations { get; init; }

    /// <summary>Organisations on API tiers.</summary>
    public required ImmutableArray<Organizations> Organizations { get; init; }

    /// <summary>Growth of all demand.</summary>
    public required Growth Growth { get; init; }

    /// <summary>Published observations to hold the assumptions against.</summary>
    public required ImmutableArray<Observation> Observations { get; init; }

    /// <summary>What a week's allocation has to heed beside; default: nothing.</summary>
    public AllocationTerms Allocation { get; init; } = new();

    /// <summary>What may happen to the supply; the plan itself does not heed it. Default: nothing.</summary>
    public SupplyRisks Risks { get; init; } = SupplyRisks.None;

    /// <summary>What is published about teams, to hold coincidence against. Default null: nothing.</summary>
    public TeamSizing? Sizing { get; init; }

    /// <summary>Names of the sites that come into service between the day before and the end of the ramp.</summary>
    public ImmutableArray<string> NewSites() =>
    [
        .. Sites.Where(site => site.InServiceAt(Compare.Ramped) > 0 && site.InServiceAt(Compare.Before) <= 0)
            .Select(site => site.Name),
    ];

    /// <summary>Demand and outages that a condition requires to be borne.</summary>
    public Criterion CriterionOf(Condition condition) => condition switch
    {
        Condition.Normal => Criterion.Normal,
        Condition.Peak => Criterion.WithoutOutage,
        _ => Criterion,
    };

    /// <summary>Instant of supply and demand of a condition that is asked for at an instant.</summary>
    public Instant InstantOf(Condition condition, Instant at) =>
        condition == Condition.Growth ? at + Conditions.GrowthAfter : at;
}

/// <summary>Dates between which a plan compares.</summary>
/// <param name="Before">Instant of the old policy and supply.</param>
/// <param name="After">Instant at which the new policy is in force.</param>
/// <param name="Ramped">Instant by which the new supply has finished its ramp.</param>
public sealed record Comparison(Instant Before, Instant After, Instant Ramped);
