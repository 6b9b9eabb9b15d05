using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Planning;

/// <summary>What a plan found: the answer that tables, JSON and the verdict are written from.</summary>
public sealed record PlanReport
{
    /// <summary>What was planned.</summary>
    public required ServiceModel Model { get; init; }

    /// <summary>Names of the sites that come into service between the two dates and the end of the ramp.</summary>
    public required ImmutableArray<string> NewSites { get; init; }

    /// <summary>
    /// The fleets that promises are held against, in order: before, without the new sites, after, ramped.
    /// </summary>
    public required ImmutableArray<FleetOutlook> Outlooks { get; init; }

    /// <summary>
    /// How the policy after fares under each condition, in their order; Notice with the longest notice of any change.
    /// </summary>
    public required ImmutableArray<ConditionOutlook> Conditions { get; init; }

    /// <summary>
    /// What demand, supply and policy make of the way from the day before to the day of the change, and to the end of
    /// the ramp where that is later.
    /// </summary>
    public required ImmutableArray<MarginSplit> Splits { get; init; }

    /// <summary>What each contract in service at the end of the ramp carries, in order of name.</summary>
    public required ImmutableArray<ContractOutlook> Contracts { get; init; }

    /// <summary>
    /// The longest notice that a promise may need to be taken back and yet be backed at the end of the ramp; null: no
    /// withdrawal decides it.
    /// </summary>
    public required Duration? LongestNotice { get; init; }

    /// <summary>How far the operator's list is carried under each condition; none when there is no list.</summary>
    public required ImmutableArray<OrderOutlook> Order { get; init; }

    /// <summary>Changes between the two policies.</summary>
    public required ImmutableArray<DialOutlook> Changes { get; init; }

    /// <summary>Limits that did not change, turned together.</summary>
    public required ImmutableArray<DialOutlook> Bundles { get; init; }

    /// <summary>What each pool of the ramped fleet yields.</summary>
    public required ImmutableArray<PoolYield> Pools { get; init; }

    /// <summary>
    /// Mean load of the week under the policy after at the end of the ramp: output tokens per second, by hour and
    /// class.
    /// </summary>
    public required ImmutableArray<double> OutputLoad { get; init; }

    /// <summary>Monday 00:00 UTC of the week.</summary>
    public required Instant Monday { get; init; }

    /// <summary>Published observations and what the model says.</summary>
    public required ImmutableArray<ObservationCheck> Observations { get; init; }
}

/// <summary>Which fleet a promise is held against.</summary>
public enum OutlookKind
{
    /// <summary>Fleet and policy on the day before.</summary>
    Before = 1,

    /// <summary>Policy after and demand at the end of the ramp, on a fleet without the new sites.</summary>
    Without = 2,

    /// <summary>Policy, fleet and demand on the day of the change.</summary>
    After = 3,

    /// <summary>Policy after, fleet and demand at the end of the ramp.</summary>
    Ramped = 4,
}

/// <summary>How a fleet bears the whole policy.</summary>
/// <param name="Kind">Which fleet and policy.</param>
/// <param name="At">Instant of supply and demand.</param>
/// <param name="Accelerators">Working accelerators that serve users.</param>
/// <param name="Power">Power that serves users.</param>
/// <param name="Normal">Served over mean demand with everything in service, at the tightest hour.</param>
/// <param name="Firm">Served over required under the criterion, at the tightest hour and outage.</param>
/// <param name="Binding">What stops it under the criterion; null when there is no load.</param>
public sealed record FleetOutlook(
    OutlookKind Kind, Instant At, double Accelerators, Watts Power, double Normal, double Firm, Binding? Binding)
{
    /// <summary>Capacity less load under the criterion, as a fraction of the load; negative: short.</summary>
    public double Headroom => Firm - 1;
}

/// <summary>A limit and how far it could be raised on each fleet.</summary>
/// <param name="Dial">The limit.</param>
/// <param name="Without">Line on the fleet without the new sites; null when there are none.</param>
/// <param name="After">Line on the day of the change.</param>
/// <param name="Lines">Lines under the conditions, in their order.</param>
/// <param name="Notice">How long before the limit is lowered users have to be told.</param>
public sealed record DialOutlook(
    Dial Dial, LoadLine? Without, LoadLine After, ImmutableArray<LoadLine> Lines, Duration Notice)
{
    /// <summary>Line at the end of the ramp under the criterion, which is Storm.</summary>
    public LoadLine Ramped => Under(Condition.Storm);

    /// <summary>
    /// Load line over the limit after, less one: how far the limit itself could still rise; infinite: without end.
    /// </summary>
    public double Headroom => (Ramped.Multiple / Dial.AfterMultiple) - 1;

    /// <summary>
    /// Of the conditions under which the line has a price, the one where it is lowest; null: there is none.
    /// </summary>
    public Condition? Priced => Enum.GetValues<Condition>().Cast<Condition?>()
        .Where(condition => Under(condition!.Value).Steepness is not null)
        .MinBy(condition => Under(condition!.Value).Multiple);

    /// <summary>Line under a condition.</summary>
    public LoadLine Under(Condition condition) => Lines[(int)condition - (int)Condition.Normal];
}

/// <summary>How the policy after fares under a condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="At">Instant of supply and demand.</param>
/// <param name="Accelerators">Working accelerators that serve users and count.</param>
/// <param name="Power">Power of the sites that count.</param>
/// <param name="Served">Served over required at the tightest hour and outage; infinite: there is no load.</param>
/// <param name="Binding">What stops it; null when there is no load.</param>
/// <param name="Withdrawn">Contracts that do not count, by name: under Notice, those withdrawn too soon.</param>
public sealed record ConditionOutlook(
    Condition Condition,
    Instant At,
    double Accelerators,
    Watts Power,
    double Served,
    Binding? Binding,
    ImmutableArray<string> Withdrawn)
{
    /// <summary>Whether all that is required is served.</summary>
    public bool Holds => Served >= 1;
}

/// <summary>
/// What a pool yields of each class if its whole site served only that class, at the objective and within power.
/// </summary>
/// <param name="Site">Site name.</param>
/// <param name="Pool">Pool name.</param>
/// <param name="Kind">Accelerator kind.</param>
/// <param name="Accelerators">Working accelerators that serve users.</param>
/// <param name="Yields">By class, in the order of the classes.</param>
public sealed record PoolYield(
    string Site, string Pool, string Kind, double Accelerators, ImmutableArray<ClassYield> Yields);

/// <summary>What a pool yields of one class.</summary>
/// <param name="Class">Class name.</param>
/// <param name="OutputTokensPerSecond">Output tokens per second of the pool; zero where the class does not run.</param>
/// <param name="PoweredShare">Part of the accelerators that the site's power can run, 0 to 1.</param>
/// <param name="Point">Operating point; null where the class does not run.</param>
/// <param name="Obstacle">Why it does not run, in words; null where it does.</param>
public sealed record ClassYield(
    string Class,
    double OutputTokensPerSecond,
    double PoweredShare,
    OperatingPoint? Point,
    string? Obstacle);

/// <summary>An observation and what the model says.</summary>
/// <param name="Observation">The published figure.</param>
/// <param name="Modelled">The model's figure, in the same unit; zero where there is nobody to observe.</param>
public sealed record ObservationCheck(Observation Observation, double Modelled);
