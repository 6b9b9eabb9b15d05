using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// What may happen to the supply, for <c>plimsoll adequacy</c>; plans do not heed it. All of it may be left out:
/// nothing ever happens then.
/// </summary>
public sealed record OutagesSpec
{
    /// <summary>Loss of one feed or hall of a site, at all sites that do not state their own; absent: never.</summary>
    public FailureSpec? Feeds { get; init; }

    /// <summary>Loss of a whole site by one cause, likewise.</summary>
    public FailureSpec? WholeSites { get; init; }

    /// <summary>What is particular to a site, by site.</summary>
    public IReadOnlyDictionary<string, SiteOutagesSpec> Sites { get; init; } =
        new Dictionary<string, SiteOutagesSpec>();

    /// <summary>Causes that take out everything under some contracts at once, by name.</summary>
    public IReadOnlyDictionary<string, ProviderOutagesSpec> Providers { get; init; } =
        new Dictionary<string, ProviderOutagesSpec>();

    /// <summary>Contracts whose capacity may be taken away for good, by contract.</summary>
    public IReadOnlyDictionary<string, RevocationSpec> Revocations { get; init; } =
        new Dictionary<string, RevocationSpec>();

    /// <summary>
    /// Plans and tiers in the order in which their load is shed. Those that are not named follow: the plan with the
    /// smallest week, tiers by the output they allow, the other plans by their weeks.
    /// </summary>
    public IReadOnlyList<string> Shedding { get; init; } = [];
}

/// <summary>Something that fails and is repaired.</summary>
public record FailureSpec
{
    /// <summary>Part of the time that it is out of service by failure (FOR).</summary>
    [ZeroAllowed]
    public required Input<Share> ForcedOutageRate { get; init; }

    /// <summary>How long an outage lasts on average (MTTR).</summary>
    public required Input<Duration> RepairTime { get; init; }
}

/// <summary>What may happen at a site.</summary>
public sealed record SiteOutagesSpec
{
    /// <summary>Loss of one of its feeds or halls; absent: as at all sites.</summary>
    public FailureSpec? Feeds { get; init; }

    /// <summary>Loss of all of it by one cause; absent: as at all sites.</summary>
    public FailureSpec? Whole { get; init; }

    /// <summary>
    /// Equal parts of each feed that fail on their own, beside what the availability of its pools says; absent: none.
    /// </summary>
    public BlocksSpec? Blocks { get; init; }

    /// <summary>When some of its feeds are taken out on purpose.</summary>
    public IReadOnlyList<MaintenanceSpec> Maintenance { get; init; } = [];
}

/// <summary>Equal parts of each feed.</summary>
public sealed record BlocksSpec : FailureSpec
{
    /// <summary>How many a feed has: a whole number.</summary>
    [WholeNumber]
    public required Input<Count> Count { get; init; }
}

/// <summary>Feeds that are taken out on purpose.</summary>
public sealed record MaintenanceSpec
{
    /// <summary>The first day, from midnight UTC.</summary>
    public required DateOnly From { get; init; }

    /// <summary>How long; whole hours, a part of one counts as one.</summary>
    public required Input<Duration> Length { get; init; }

    /// <summary>How many feeds: a whole number.</summary>
    [WholeNumber]
    public required Input<Count> Feeds { get; init; }
}

/// <summary>A cause that takes out everything under some contracts at once.</summary>
public sealed record ProviderOutagesSpec : FailureSpec
{
    /// <summary>The contracts, by name; each is in one provider at most.</summary>
    public required IReadOnlyList<string> Contracts { get; init; }
}

/// <summary>That the capacity under a contract is taken away for good.</summary>
public sealed record RevocationSpec
{
    /// <summary>How likely it is.</summary>
    [ZeroAllowed]
    public required Input<Share> Probability { get; init; }

    /// <summary>
    /// From when on; absent: as early as the contract allows, its start with the minimum term and the notice.
    /// </summary>
    public DateOnly? From { get; init; }
}
