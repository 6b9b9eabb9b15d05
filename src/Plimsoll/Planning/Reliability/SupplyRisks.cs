using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Reliability;

/// <summary>What may happen to a service's supply, and whose load gives way to it first.</summary>
public sealed record SupplyRisks
{
    /// <summary>Nothing ever happens.</summary>
    public static SupplyRisks None { get; } = new();

    /// <summary>By site, each once at most; nothing happens at the others. In ordinal order of name.</summary>
    public ImmutableArray<SiteRisk> Sites { get; init; } = [];

    /// <summary>Outages of providers; a contract is in one at most.</summary>
    public ImmutableArray<ProviderRisk> Providers { get; init; } = [];

    /// <summary>Contracts whose capacity may be taken away, each once at most.</summary>
    public ImmutableArray<RevocationRisk> Revocations { get; init; } = [];

    /// <summary>Plans and tiers in the order in which they are shed; those not named follow as usual.</summary>
    public ImmutableArray<string> Shedding { get; init; } = [];
}

/// <summary>What may happen at a site.</summary>
public sealed record SiteRisk
{
    /// <summary>Name of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Loss of one of its feeds or halls; null: never.</summary>
    public Failure? Feed { get; init; }

    /// <summary>Loss of the whole site by one cause; null: never.</summary>
    public Failure? Whole { get; init; }

    /// <summary>Equal parts of every feed that fail on their own; null: <c>availability</c> says it all.</summary>
    public BlockRisk? Blocks { get; init; }

    /// <summary>What its grid may take back at times; null: nothing.</summary>
    public PowerCurtailment? Curtailment { get; init; }

    /// <summary>When some of its feeds are taken out on purpose.</summary>
    public ImmutableArray<Maintenance> Maintenance { get; init; } = [];
}

/// <summary>Something that fails and is repaired.</summary>
/// <param name="Probability">Part of the time that it is out, above 0 and below 1.</param>
/// <param name="Repair">How long an outage lasts on average.</param>
public sealed record Failure(double Probability, Duration Repair);

/// <summary>Equal parts of a feed that fail on their own.</summary>
/// <param name="Count">How many a feed has, 1 or more.</param>
/// <param name="Failure">Of one of them.</param>
public sealed record BlockRisk(int Count, Failure Failure);

/// <summary>Times in which a site's grid takes back a part of its power; its accelerators stay.</summary>
/// <param name="Failure">How often, and how long it lasts.</param>
/// <param name="Depth">Part of the power that it takes, above 0 to 1.</param>
public sealed record PowerCurtailment(Failure Failure, double Depth);

/// <summary>Feeds that are taken out on purpose.</summary>
/// <param name="From">The first instant.</param>
/// <param name="Until">The instant from which they are back.</param>
/// <param name="Feeds">How many.</param>
public sealed record Maintenance(Instant From, Instant Until, int Feeds);

/// <summary>A cause that takes out everything under some contracts at once.</summary>
/// <param name="Name">Name.</param>
/// <param name="Contracts">The contracts.</param>
/// <param name="Failure">How often, and for how long.</param>
public sealed record ProviderRisk(string Name, ImmutableArray<string> Contracts, Failure Failure);

/// <summary>A contract whose capacity may be taken away for good.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="From">From when on it may be gone.</param>
/// <param name="Probability">How likely it is that it is gone from then on.</param>
public sealed record RevocationRisk(string Contract, Instant From, double Probability);
