using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// A scenario as written: supply, models, policy and demand of one AI service, and which dates to compare.
/// </summary>
public sealed record ScenarioSpec
{
    /// <summary>One line that says what the scenario is about.</summary>
    public required string Title { get; init; }

    /// <summary>The dates between which <c>plimsoll plan</c> compares.</summary>
    public required CompareSpec Compare { get; init; }

    /// <summary>What has to hold for a promise to count as backed.</summary>
    public required CriterionSpec Criterion { get; init; }

    /// <summary>What the conditions under which limits are held need to know; absent: as the defaults say.</summary>
    public ConditionsSpec Conditions { get; init; } = new();

    /// <summary>What the operator would promise first, second and so on; absent: nothing is said.</summary>
    public IReadOnlyList<PrioritySpec> Priorities { get; init; } = [];

    /// <summary>Where reported and measured inputs come from, by name.</summary>
    public IReadOnlyDictionary<string, SourceSpec> Sources { get; init; } = new Dictionary<string, SourceSpec>();

    /// <summary>Published factors; absent: none.</summary>
    [FootprintOnly]
    public FactorsSpec Factors { get; init; } = new();

    /// <summary>Accelerator kinds by name.</summary>
    public required IReadOnlyDictionary<string, AcceleratorSpec> Accelerators { get; init; }

    /// <summary>How accelerator power becomes site power.</summary>
    public required PowerChainSpec PowerChain { get; init; }

    /// <summary>Sites by name.</summary>
    public required IReadOnlyDictionary<string, SiteSpec> Sites { get; init; }

    /// <summary>Contracts by name.</summary>
    public IReadOnlyDictionary<string, ContractSpec> Contracts { get; init; } = new Dictionary<string, ContractSpec>();

    /// <summary>Model classes by name.</summary>
    public required IReadOnlyDictionary<string, ModelClassSpec> Classes { get; init; }

    /// <summary>Subscription plans by name.</summary>
    public required IReadOnlyDictionary<string, PlanSpec> Plans { get; init; }

    /// <summary>API tiers by name: for each model class its rate limits.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, RateSpec>> Tiers { get; init; }

    /// <summary>Further limits of API tiers beside their rates, by tier.</summary>
    public IReadOnlyDictionary<string, LimitSetSpec> TierLimits { get; init; } =
        new Dictionary<string, LimitSetSpec>();

    /// <summary>
    /// Limit sets that an organization, a workspace, a seat or a key may carry beside a plan or a tier, by name. No two
    /// plans, tiers and sets have the same name.
    /// </summary>
    public IReadOnlyDictionary<string, LimitSetSpec> Limits { get; init; } = new Dictionary<string, LimitSetSpec>();

    /// <summary>Lengths of the windows in which plans are promised.</summary>
    public required WindowsSpec Windows { get; init; }

    /// <summary>Changes of the policy by name, each from its effective date on.</summary>
    public IReadOnlyDictionary<string, ChangeSpec> Changes { get; init; } = new Dictionary<string, ChangeSpec>();

    /// <summary>Who uses the service and how much they would like to.</summary>
    public required DemandSpec Demand { get; init; }

    /// <summary>
    /// What is publicly known about how often users meet limits; the plan prints its own figures beside.
    /// </summary>
    public IReadOnlyDictionary<string, ObservationSpec> Observations { get; init; } =
        new Dictionary<string, ObservationSpec>();

    /// <summary>What could be added to the supply and at which price; absent: nothing is known.</summary>
    public CandidatesSpec Candidates { get; init; } = new();

    /// <summary>How <c>plimsoll simulate</c> runs the fleet; absent: as the defaults of its keys say.</summary>
    public SimulationSpec Simulation { get; init; } = new();

    /// <summary>What <c>plimsoll allocate</c> has to heed beside; absent: nothing.</summary>
    public AllocationSpec Allocation { get; init; } = new();

    /// <summary>What may happen to the supply, for <c>plimsoll adequacy</c>; absent: nothing.</summary>
    public OutagesSpec Outages { get; init; } = new();

    /// <summary>How money is reckoned with; absent: nothing is discounted.</summary>
    [FootprintOnly]
    public MoneySpec Money { get; init; } = new();

    /// <summary>What was promised to those who live around the sites, and what is alleged; absent: nothing.</summary>
    [FootprintOnly]
    public CommunitySpec Community { get; init; } = new();

    /// <summary>Over which months <c>plimsoll horizon</c> looks; absent: a year from <c>compare.before</c>.</summary>
    public HorizonSpec Horizon { get; init; } = new();
}

/// <summary>The dates between which a plan compares.</summary>
public sealed record CompareSpec
{
    /// <summary>Last day of the old policy and supply.</summary>
    public required DateOnly Before { get; init; }

    /// <summary>First day of the new policy.</summary>
    public required DateOnly After { get; init; }

    /// <summary>Day by which the new supply has finished its ramp.</summary>
    public required DateOnly Ramped { get; init; }
}

/// <summary>
/// What has to hold for a promise to count as backed: demand at a percentile with the worst single outage.
/// </summary>
public sealed record CriterionSpec
{
    /// <summary>Percentile of demand that has to be served, 50 % to below 100 %.</summary>
    public required Input<Share> DemandPercentile { get; init; }

    /// <summary>Coefficient of variation of the demand at a given hour from week to week.</summary>
    [ZeroAllowed]
    public required Input<Share> DemandVariation { get; init; }

    /// <summary>How many power feeds of one site are lost at once: 0 (none) or 1 (N-1).</summary>
    public required int FeedsLost { get; init; }
}

/// <summary>A publication that inputs refer to.</summary>
public sealed record SourceSpec
{
    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>Where to read it.</summary>
    public string? Url { get; init; }

    /// <summary>Day of publication.</summary>
    public DateOnly? Date { get; init; }
}
