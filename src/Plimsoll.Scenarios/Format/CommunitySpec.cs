using Plimsoll.Footprint.Community;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>What was promised to those who live around the sites, what was delivered, and what is alleged.</summary>
public sealed record CommunitySpec
{
    /// <summary>Pledges, by name.</summary>
    public IReadOnlyDictionary<string, PledgeSpec> Pledges { get; init; } = new Dictionary<string, PledgeSpec>();

    /// <summary>Upgrades of grids that the sites needed, by name.</summary>
    public IReadOnlyDictionary<string, GridUpgradeSpec> Upgrades { get; init; } =
        new Dictionary<string, GridUpgradeSpec>();

    /// <summary>Generation that was added because of the sites, by name.</summary>
    public IReadOnlyDictionary<string, NewGenerationSpec> Generation { get; init; } =
        new Dictionary<string, NewGenerationSpec>();

    /// <summary>How what a site draws moves the price that others pay, by site.</summary>
    public IReadOnlyDictionary<string, PriceEffectSpec> PriceEffects { get; init; } =
        new Dictionary<string, PriceEffectSpec>();

    /// <summary>Curtailments that were delivered, by name.</summary>
    public IReadOnlyDictionary<string, DeliveredCurtailmentSpec> Curtailments { get; init; } =
        new Dictionary<string, DeliveredCurtailmentSpec>();

    /// <summary>Allegations, proceedings and decisions, by name.</summary>
    public IReadOnlyDictionary<string, RecordSpec> Records { get; init; } = new Dictionary<string, RecordSpec>();
}

/// <summary>A pledge.</summary>
public sealed record PledgeSpec
{
    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>Who gave it.</summary>
    public required string By { get; init; }

    /// <summary>Day on which it was given.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Where to read it, by the name of a source.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it can be enforced; absent: it cannot.</summary>
    public bool Binding { get; init; }

    /// <summary>What it promises, by name.</summary>
    public required IReadOnlyDictionary<string, PromiseSpec> Promises { get; init; }

    /// <summary>Which sites it covers and which not; of those that are not named it is not known.</summary>
    public IReadOnlyDictionary<string, CoverageSpec> Sites { get; init; } = new Dictionary<string, CoverageSpec>();
}

/// <summary>One promise of a pledge.</summary>
public sealed record PromiseSpec
{
    /// <summary>What it is about.</summary>
    public required PromiseKind Kind { get; init; }

    /// <summary>What is promised, in short.</summary>
    public required string Words { get; init; }
}

/// <summary>Whether a pledge covers a site.</summary>
public sealed record CoverageSpec
{
    /// <summary>Whether: <c>covered</c>, <c>not-covered</c> or <c>not-known</c>.</summary>
    public required Coverage Coverage { get; init; }

    /// <summary>Why it is taken so.</summary>
    public required string Because { get; init; }
}

/// <summary>An upgrade of a grid that a site needed. What is absent is not known.</summary>
public sealed record GridUpgradeSpec
{
    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>Site, by name.</summary>
    public required string Site { get; init; }

    /// <summary>What it cost.</summary>
    public Input<Usd>? Cost { get; init; }

    /// <summary>What the operator of the site paid.</summary>
    [ZeroAllowed]
    public Input<Usd>? Paid { get; init; }

    /// <summary>Of that, what it gets back from the utility; absent: nothing.</summary>
    [ZeroAllowed]
    public Input<Usd>? Reimbursed { get; init; }
}

/// <summary>Generation that was added because of a site.</summary>
public sealed record NewGenerationSpec
{
    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>Site, by name.</summary>
    public required string Site { get; init; }

    /// <summary>First day on which it gives.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The most that it gives.</summary>
    public required Input<Watts> Power { get; init; }

    /// <summary>Part of it that it gives in each hour of the day, from midnight UTC: 1 or 24 values, 0 to 1.</summary>
    public required IReadOnlyList<double> Output { get; init; }
}

/// <summary>How what a site draws from a grid moves the price that others pay for their energy.</summary>
public sealed record PriceEffectSpec
{
    /// <summary>By how much the price rises for each gigawatt that is drawn more.</summary>
    [ZeroAllowed]
    public required Input<EnergyPrice> PerGigawatt { get; init; }

    /// <summary>Mean load of the others who pay that price.</summary>
    public required Input<Watts> OtherLoad { get; init; }

    /// <summary>What was paid a year to cover it; absent: not known.</summary>
    [ZeroAllowed]
    public Input<Usd>? PaidPerYear { get; init; }
}

/// <summary>A curtailment that was delivered.</summary>
public sealed record DeliveredCurtailmentSpec
{
    /// <summary>Site, by name.</summary>
    public required string Site { get; init; }

    /// <summary>Day.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>How long it lasted.</summary>
    public required Input<Duration> Length { get; init; }

    /// <summary>By how much less was drawn.</summary>
    public required Input<Watts> Depth { get; init; }
}

/// <summary>An allegation, a proceeding or a decision. An allegation is not a finding.</summary>
public sealed record RecordSpec
{
    /// <summary>
    /// What it is: <c>allegation</c>, <c>proceeding</c>, <c>decision</c> (of an authority, such as a permit) or
    /// <c>finding</c> (of a court or an authority, on what was alleged).
    /// </summary>
    public required RecordKind Kind { get; init; }

    /// <summary>Day.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Who claims, sues, applies or decides.</summary>
    public required string Claimant { get; init; }

    /// <summary>About whom.</summary>
    public required string About { get; init; }

    /// <summary>Site that it is about, by name; absent: one that is not in the scenario, as the claim says.</summary>
    public string? Site { get; init; }

    /// <summary>What is claimed or decided, in short.</summary>
    public required string Claim { get; init; }

    /// <summary>Where it stands.</summary>
    public required string Status { get; init; }

    /// <summary>Day of the status; absent: that of the record.</summary>
    public DateOnly? StatusDate { get; init; }

    /// <summary>What the other side says; absent: nothing is known.</summary>
    public string? Response { get; init; }

    /// <summary>Where to read it, by the name of a source.</summary>
    public required string Source { get; init; }
}
