using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Horizon;

/// <summary>How supply, load and load lines go on, month by month.</summary>
public sealed record HorizonReport
{
    /// <summary>What was planned.</summary>
    public required ServiceModel Model { get; init; }

    /// <summary>How far ahead <see cref="Condition.Growth"/> looks.</summary>
    public required Duration Ahead { get; init; }

    /// <summary>How long before a limit can be lowered users have to be told.</summary>
    public required Duration Notice { get; init; }

    /// <summary>The months, in order.</summary>
    public required ImmutableArray<HorizonMonth> Months { get; init; }

    /// <summary>What happens meanwhile to the policy and to contracts, in order.</summary>
    public required ImmutableArray<HorizonEvent> Events { get; init; }

    /// <summary>The first month in which a condition does not hold; null: it holds in all.</summary>
    public HorizonMonth? FirstShort(Condition condition) =>
        Months.FirstOrDefault(month => month.Of(condition).Line < 1);
}

/// <summary>
/// A month: a week of it, with supply, policy and demand as they stand when it begins, Monday 00:00 UTC. It is the
/// first full week of its calendar month; of the first month, the first that begins on the first day or later.
/// </summary>
public sealed record HorizonMonth
{
    /// <summary>When the week begins.</summary>
    public required Instant Monday { get; init; }

    /// <summary>How it stands under each condition, in their order.</summary>
    public required ImmutableArray<MonthOutlook> Conditions { get; init; }

    /// <summary>What is in service, site by site.</summary>
    public required ImmutableArray<SiteSupply> Supply { get; init; }

    /// <summary>Mean load in its tightest hour with everything in service: output tokens per second by class.</summary>
    public required ImmutableArray<double> Load { get; init; }

    /// <summary>How far limits that did not change could be turned, all of a kind together.</summary>
    public required ImmutableArray<BundleOutlook> Bundles { get; init; }

    /// <summary>How it stands under a condition.</summary>
    public MonthOutlook Of(Condition condition) => Conditions[(int)condition - 1];
}

/// <summary>How a month stands under a condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Line">
/// Load line of the whole policy: the multiple of all required load that is served at the tightest hour and outage.
/// Infinite when there is no load.
/// </param>
/// <param name="Load">Required load in that hour, in output tokens per second.</param>
/// <param name="Binding">What stops it; null when there is no load.</param>
public sealed record MonthOutlook(Condition Condition, double Line, double Load, Binding? Binding)
{
    /// <summary>
    /// Output tokens per second that are served in that hour at most, in the mix of classes that is asked for.
    /// </summary>
    public double Capacity => double.IsFinite(Line) ? Load * Line : 0;
}

/// <summary>A site in service.</summary>
/// <param name="Site">Name of the site.</param>
/// <param name="Contract">Name of its contract.</param>
/// <param name="Accelerators">Working accelerators that may serve users.</param>
/// <param name="Power">Power in service, in the site's own basis.</param>
public sealed record SiteSupply(string Site, string Contract, double Accelerators, Watts Power);

/// <summary>How far the limits of a kind could be turned.</summary>
/// <param name="Key">Stable key of the bundle.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Lines">Its load lines under each condition, in their order.</param>
public sealed record BundleOutlook(string Key, string Title, ImmutableArray<double> Lines)
{
    /// <summary>The load line under a condition.</summary>
    public double Of(Condition condition) => Lines[(int)condition - 1];
}

/// <summary>Something that happens on the way.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Subject">To what: a change, a contract or a site, by name.</param>
/// <param name="Title">In words.</param>
public sealed record HorizonEvent(Instant At, HorizonEventKind Kind, string Subject, string Title);

/// <summary>What may happen on the way. Numbered and append-only.</summary>
public enum HorizonEventKind
{
    /// <summary>A change of the policy takes effect.</summary>
    PolicyChange = 1,

    /// <summary>A change of the policy ends, or another lifts it.</summary>
    PolicyEnd = 2,

    /// <summary>A contract begins.</summary>
    ContractStart = 3,

    /// <summary>A site is in service as a whole.</summary>
    RampEnd = 4,

    /// <summary>The first day on which a provider may have withdrawn the capacity, notice included.</summary>
    EarliestWithdrawal = 5,

    /// <summary>A contract ends.</summary>
    ContractEnd = 6,
}
