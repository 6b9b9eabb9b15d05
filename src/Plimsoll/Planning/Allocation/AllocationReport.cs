using System.Collections.Immutable;
using Plimsoll.Planning.Linear;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Allocation;

/// <summary>What the best allocation of a week does, what it leaves undone and what stops it.</summary>
public sealed record AllocationReport
{
    /// <summary>What was allocated.</summary>
    public required AllocationCase Week { get; init; }

    /// <summary>
    /// Requirements that cannot all be kept, though without any one of them the others can; empty: there is an
    /// allocation. Where there is none, all else is empty.
    /// </summary>
    public required ImmutableArray<Requirement> Conflict { get; init; }

    /// <summary>The goals in order, with their proofs.</summary>
    public ImmutableArray<GoalResult> Goals { get; init; } = [];

    /// <summary>Pools, in the order of the fleet.</summary>
    public ImmutableArray<PoolWeek> Pools { get; init; } = [];

    /// <summary>Parts of the interactive load.</summary>
    public ImmutableArray<LoadWeek> Load { get; init; } = [];

    /// <summary>Runs of batches, and training.</summary>
    public ImmutableArray<JobWeek> Jobs { get; init; } = [];

    /// <summary>Contracts that are paid for whether used or not.</summary>
    public ImmutableArray<ContractWeek> Contracts { get; init; } = [];

    /// <summary>Sites, in the order of the fleet.</summary>
    public ImmutableArray<SiteWeek> Sites { get; init; } = [];

    /// <summary>Permits.</summary>
    public ImmutableArray<PermitWeek> Permits { get; init; } = [];

    /// <summary>Accelerators, power and permits: when they are used up and what one more is worth.</summary>
    public ImmutableArray<ResourceWeek> Resources { get; init; } = [];

    /// <summary>Accelerator-hours that serve at lower clocks because a grid is curtailed.</summary>
    public double LoweredClocks { get; init; }

    /// <summary>The 168 hours, Monday 00:00 UTC first.</summary>
    public ImmutableArray<HourWeek> Hours { get; init; } = [];

    /// <summary>Allocates a week and tells what comes of it.</summary>
    /// <exception cref="InvalidOperationException">An answer could not be proven to be the best.</exception>
    public static AllocationReport Of(AllocationCase week)
    {
        var allocation = WeekAllocation.Of(week);
        return allocation.Levels.IsEmpty
            ? new AllocationReport
            {
                Week = week,
                Conflict = [.. allocation.Conflict.Select(row => new Requirement(
                    allocation.Programme.Model.ConstraintName(row), allocation.Programme.Rows[row].Hour))],
            }
            : new WeekAccounts(week, allocation).Report();
    }
}

/// <summary>A constraint in words.</summary>
/// <param name="What">What it says.</param>
/// <param name="Hour">Hour of the week; negative: the whole week.</param>
public sealed record Requirement(string What, int Hour);

/// <summary>How far a goal was reached.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Rank">Of what is not served or done: rank of the classes, or jobs, that are meant; else 0.</param>
/// <param name="Asked">Of what is not done: what would have to be done; else 0.</param>
/// <param name="Optimum">The least that is possible, in the unit of the goal.</param>
/// <param name="Certificate">Proof that it is so, of the whole week.</param>
public sealed record GoalResult(
    AllocationGoal Goal, int Rank, double Asked, double Optimum, LinearCertificate Certificate);

/// <summary>What one more of something changes.</summary>
/// <param name="Goal">The first goal that it changes; null: none.</param>
/// <param name="Value">
/// By how much, in the unit of the goal: what one more of a resource saves, or what one more that is asked for costs.
/// </param>
public readonly record struct ShadowPrice(AllocationGoal? Goal, double Value)
{
    /// <summary>Whether it changes an earlier goal than another, or the same one by more.</summary>
    public bool Outweighs(ShadowPrice other) => Goal is { } mine
        && (other.Goal is not { } its || mine < its || (mine == its && Value > other.Value));
}

/// <summary>What a pool does in a week, in parts of its accelerator-hours; the rest is idle.</summary>
/// <param name="Pool">Index in the fleet.</param>
/// <param name="InService">Accelerators in service, those left to training included where jobs use them.</param>
/// <param name="Serving">Interactive load.</param>
/// <param name="StandingBy">Replicas that are held.</param>
/// <param name="Batch">Batches.</param>
/// <param name="Training">Training.</param>
/// <param name="Hours">What it does in each of 168 hours.</param>
public sealed record PoolWeek(
    int Pool,
    double InService,
    double Serving,
    double StandingBy,
    double Batch,
    double Training,
    ImmutableArray<PoolHour> Hours)
{
    /// <summary>Part that does nothing.</summary>
    public double Idle => 1 - Serving - StandingBy - Batch - Training;
}

/// <summary>Accelerators of a pool in an hour.</summary>
/// <param name="Serving">Interactive load, by class.</param>
/// <param name="StandingBy">Replicas that are held, by class.</param>
/// <param name="Jobs">Batches and training, by job.</param>
public readonly record struct PoolHour(
    ImmutableArray<PoolUse> Serving, ImmutableArray<PoolUse> StandingBy, ImmutableArray<PoolUse> Jobs);

/// <summary>What a pool uses for something in an hour.</summary>
/// <param name="Accelerators">Accelerators.</param>
/// <param name="Megawatts">Power that they draw, in the basis of the site's megawatts.</param>
public readonly record struct PoolUse(double Accelerators, double Megawatts);

/// <summary>What becomes of a part of the interactive load.</summary>
/// <param name="Part">The part.</param>
/// <param name="Asked">Output tokens of the week.</param>
/// <param name="Unserved">Output tokens that are not served.</param>
/// <param name="WorstHour">Hour in which the largest part is not served.</param>
/// <param name="WorstShare">That part.</param>
/// <param name="Cost">
/// What one more output token costs in each of 168 hours; at the same hour, that of the earliest goal counts.
/// </param>
public sealed record LoadWeek(
    LoadPart Part, double Asked, double Unserved, int WorstHour, double WorstShare, ImmutableArray<ShadowPrice> Cost);

/// <summary>What becomes of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Runs">Runs in the week; 1 for training.</param>
/// <param name="Met">Runs that are done by their deadline.</param>
/// <param name="Work">Work of the week, in hours of the accelerator that does it fastest.</param>
/// <param name="Missed">Work that is not done.</param>
/// <param name="Obstacle">Why no accelerator that it may use can do it; null: some can, or it may use none.</param>
public sealed record JobWeek(ElasticJob Job, int Runs, int Met, double Work, double Missed, Obstacle? Obstacle);

/// <summary>What becomes of a contract that is paid for whether used or not.</summary>
/// <param name="Contract">Its name.</param>
/// <param name="InService">Accelerator-hours in service.</param>
/// <param name="Least">Accelerator-hours that are paid for in any case.</param>
/// <param name="Used">Accelerator-hours that are used.</param>
/// <param name="Cost">What one more that is paid for costs.</param>
public sealed record ContractWeek(string Contract, double InService, double Least, double Used, ShadowPrice Cost)
{
    /// <summary>Accelerator-hours that are paid and not used.</summary>
    public double Shortfall => Math.Max(0, Least - Used);
}

/// <summary>The energy of a site.</summary>
/// <param name="Site">Index in the fleet.</param>
/// <param name="MegawattHours">Energy drawn, in the basis of the site's megawatts.</param>
/// <param name="PeakMegawatts">Most power drawn in an hour.</param>
/// <param name="BurntMegawattHours">Of the energy, what is drawn for nothing.</param>
/// <param name="Money">US dollars for energy; null: its price is not stated.</param>
/// <param name="Carbon">Kilograms of CO2e; null: its carbon is not stated.</param>
public sealed record SiteWeek(
    int Site, double MegawattHours, double PeakMegawatts, double BurntMegawattHours, double? Money, double? Carbon)
{
    /// <summary>Megawatts drawn in each of 168 hours.</summary>
    public required ImmutableArray<double> Drawn { get; init; }

    /// <summary>What its sources give, in the order of the site; empty: it states none.</summary>
    public ImmutableArray<SourceWeek> Sources { get; init; } = [];
}

/// <summary>What a source gives.</summary>
/// <param name="Source">The source.</param>
/// <param name="Megawatts">In each of 168 hours; of a battery less than zero where it takes.</param>
public sealed record SourceWeek(EnergySource Source, ImmutableArray<double> Megawatts);

/// <summary>What is emitted of a pollutant under a permit.</summary>
/// <param name="Site">Index of the site in the fleet.</param>
/// <param name="Name">Name of the permit.</param>
/// <param name="Pollutant">The pollutant.</param>
/// <param name="Kilograms">Emitted for energy in the week.</param>
/// <param name="Most">A week's even part of the cap, less what the starts and stops that it allows emit.</param>
/// <param name="Worth">What one more kilogram saves.</param>
public sealed record PermitWeek(
    int Site, string Name, Pollutant Pollutant, double Kilograms, double Most, ShadowPrice Worth);

/// <summary>What a resource of every hour is worth.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">What one more of it is, for an hour.</param>
/// <param name="HoursUsedUp">Hours in which there is none left.</param>
/// <param name="Dearest">Hour in which one more saves most.</param>
/// <param name="Worth">What one more saves in each of 168 hours.</param>
public sealed record ResourceWeek(
    string Name, string Unit, int HoursUsedUp, int Dearest, ImmutableArray<ShadowPrice> Worth);

/// <summary>An hour.</summary>
/// <param name="Asked">Interactive output tokens per second that are asked for.</param>
/// <param name="Served">Of these, what is served.</param>
/// <param name="Serving">Accelerators that serve interactive load.</param>
/// <param name="Batch">Accelerators that work on batches.</param>
/// <param name="Training">Accelerators that train.</param>
/// <param name="Megawatts">Power drawn by all sites.</param>
/// <param name="Binding">Index of the resource that is worth most as a whole; negative: none is worth anything.</param>
public sealed record HourWeek(
    double Asked, double Served, double Serving, double Batch, double Training, double Megawatts, int Binding);
