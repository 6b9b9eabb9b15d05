using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Outages;

/// <summary>
/// Something that capacity comes from, and how it fails: a closed type of <see cref="UnitGroup"/> and of what can be
/// around units, <see cref="CommonMode"/>, <see cref="ScheduledSource"/> and <see cref="RevocableSource"/>. Capacity is
/// in any unit, the same throughout a system: MW, accelerators, accelerator-seconds per second. Sources are independent
/// of each other but for what is around several of them.
/// </summary>
public abstract record CapacitySource
{
    private protected CapacitySource()
    {
    }

    /// <summary>Name, unique in a system.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is known how long every outage lasts, so that their frequency is too.</summary>
    public abstract bool KnowsRepairs { get; }

    /// <summary>It and everything that is in it.</summary>
    public abstract IEnumerable<CapacitySource> All { get; }

    /// <summary>Hours from which on another number of units is in service.</summary>
    public abstract IEnumerable<int> Changes { get; }

    /// <summary>Capacity in service at an hour when nothing fails.</summary>
    public abstract double CapacityAt(int hour);

    /// <summary>What it is once a source of a name, wherever in it, is another one; null: nothing is left.</summary>
    /// <param name="name">Name of the source.</param>
    /// <param name="change">What becomes of it; null: nothing.</param>
    public abstract CapacitySource? Where(string name, Func<CapacitySource, CapacitySource?> change);

    /// <summary>How likely each of its capacities is at an hour.</summary>
    /// <param name="hour">From 0.</param>
    /// <param name="step">Size of a step of the grid.</param>
    public abstract CapacityDistribution DistributionAt(int hour, double step);
}

/// <summary>Units that are alike and fail independently. A unit is whole or in one of its outages.</summary>
public sealed record UnitGroup : CapacitySource
{
    /// <summary>How many there are. 0 or more.</summary>
    public required int Count { get; init; }

    /// <summary>Capacity of one unit when it is whole. Above 0.</summary>
    public required double Capacity { get; init; }

    /// <summary>The ways in which one unit can be out; from each it comes back whole. Empty: it never fails.</summary>
    public required ImmutableArray<Outage> Outages { get; init; }

    /// <summary>
    /// How many of them are in service from an hour on, by hour: planned outages and ramps. Before the first, and where
    /// it is empty, all.
    /// </summary>
    public ImmutableArray<ServiceStep> Service { get; init; } = [];

    /// <inheritdoc/>
    public override bool KnowsRepairs => Outages.All(outage => outage.Repair is not null);

    /// <inheritdoc/>
    public override IEnumerable<CapacitySource> All => [this];

    /// <inheritdoc/>
    public override IEnumerable<int> Changes => Service.Select(step => step.FromHour);

    /// <summary>Units in service at an hour.</summary>
    public int InServiceAt(int hour)
    {
        var count = Count;
        foreach (var step in Service)
        {
            if (step.FromHour > hour)
                break;
            count = step.Count;
        }

        return count;
    }

    /// <inheritdoc/>
    public override double CapacityAt(int hour) => InServiceAt(hour) * Capacity;

    /// <summary>The group with fewer units; null: none are left.</summary>
    /// <remarks>Units that are always in service are taken out; those that planned outages take out stay.</remarks>
    public UnitGroup? Without(int units) => units >= Count ? null : this with
    {
        Count = Count - units,
        Service = [.. Service.Select(step => step with { Count = Math.Max(0, step.Count - units) })],
    };

    /// <inheritdoc/>
    public override CapacitySource? Where(string name, Func<CapacitySource, CapacitySource?> change) =>
        name == Name ? change(this) : this;

    /// <inheritdoc/>
    public override CapacityDistribution DistributionAt(int hour, double step)
    {
        var whole = CapacityDistribution.Of(CapacityDistribution.Placed(Capacity / step, 1, 0));
        return whole.With([.. Outages.Select(o => (o.Left / step, o.Probability, o.BeginsPerHour))])
            .Times(InServiceAt(hour));
    }
}

/// <summary>Something around other sources, all of which it concerns at once.</summary>
public abstract record SourceGroup : CapacitySource
{
    private protected SourceGroup()
    {
    }

    /// <summary>What is in it. At least one.</summary>
    public required ImmutableArray<CapacitySource> Members { get; init; }

    /// <inheritdoc/>
    public override bool KnowsRepairs => Members.All(member => member.KnowsRepairs);

    /// <inheritdoc/>
    public override IEnumerable<CapacitySource> All => [this, .. Members.SelectMany(member => member.All)];

    /// <inheritdoc/>
    public override IEnumerable<int> Changes => Members.SelectMany(member => member.Changes);

    /// <inheritdoc/>
    public override double CapacityAt(int hour) => Members.Sum(member => member.CapacityAt(hour));

    /// <inheritdoc/>
    public override CapacitySource? Where(string name, Func<CapacitySource, CapacitySource?> change)
    {
        if (name == Name)
            return change(this);
        var left = Members.Select(member => member.Where(name, change)).OfType<CapacitySource>().ToImmutableArray();
        return left.IsEmpty ? null : this with { Members = left };
    }

    private protected CapacityDistribution SumAt(int hour, double step) =>
        CapacityDistribution.Sum([.. Members.Select(member => member.DistributionAt(hour, step))]);

    /// <summary>The members where only a part of each is left.</summary>
    private protected CapacityDistribution PartAt(int hour, double step, double part) =>
        part > 0 ? SumAt(hour, step / part) : CapacityDistribution.None;
}

/// <summary>
/// Sources that are also lost all at once, by a cause of their own: a site, a provider, a power feed. While it lasts
/// nothing of them is there, or the same part of each; their own outages go on underneath. Common modes may be in
/// common modes.
/// </summary>
public sealed record CommonMode : SourceGroup
{
    /// <summary>The common outage. What it leaves is a part of the members, 0 to below 1.</summary>
    public required Outage Outage { get; init; }

    /// <inheritdoc/>
    public override bool KnowsRepairs => Outage.Repair is not null && base.KnowsRepairs;

    /// <inheritdoc/>
    /// <remarks>Conditional: what is left with the outage's probability, else the sum of the members.</remarks>
    public override CapacityDistribution DistributionAt(int hour, double step) => SumAt(hour, step)
        .Or(PartAt(hour, step, Outage.Left), Outage.Probability, Outage.BeginsPerHour);
}

/// <summary>Sources of which a part is there that is known beforehand: a ramp, a term that ends, the sun.</summary>
public sealed record ScheduledSource : SourceGroup
{
    /// <summary>The part of each member that is there from an hour on, by hour; before the first, all.</summary>
    public required ImmutableArray<PartStep> Parts { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<int> Changes => base.Changes.Concat(Parts.Select(step => step.FromHour));

    /// <summary>The part that is there at an hour, 0 to 1.</summary>
    public double PartAt(int hour)
    {
        var part = 1.0;
        foreach (var step in Parts)
        {
            if (step.FromHour > hour)
                break;
            part = step.Part;
        }

        return part;
    }

    /// <inheritdoc/>
    public override double CapacityAt(int hour) => PartAt(hour) * base.CapacityAt(hour);

    /// <inheritdoc/>
    public override CapacityDistribution DistributionAt(int hour, double step) => PartAt(hour, step, PartAt(hour));
}

/// <summary>Sources that somebody may take away for good from an hour on: capacity on notice.</summary>
public sealed record RevocableSource : SourceGroup
{
    /// <summary>The first hour in which it may be gone.</summary>
    public required int FromHour { get; init; }

    /// <summary>How likely it is that it is gone from then on. 0 to 1.</summary>
    public required double Probability { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<int> Changes => Probability > 0 ? base.Changes.Append(FromHour) : base.Changes;

    /// <inheritdoc/>
    /// <remarks>It is gone once at most, which is no event that comes again: it has no flow.</remarks>
    public override CapacityDistribution DistributionAt(int hour, double step) =>
        hour >= FromHour && Probability > 0
            ? SumAt(hour, step).Or(CapacityDistribution.None, Probability, 0)
            : SumAt(hour, step);
}

/// <summary>A way in which something is out.</summary>
/// <param name="Left">Capacity that is left, of a common mode the part. From 0 to below that of the whole.</param>
/// <param name="Probability">Part of the time that it is so: the forced-outage rate where nothing is left.</param>
/// <param name="Repair">How long it lasts on average; null: not known.</param>
public sealed record Outage(double Left, double Probability, Duration? Repair)
{
    /// <summary>How often it begins; 0 where that is not known.</summary>
    public double BeginsPerHour => Repair is { } repair ? Probability / (repair.Seconds / 3600) : 0;
}

/// <summary>How many units are in service from an hour on.</summary>
/// <param name="FromHour">From 0.</param>
/// <param name="Count">0 to all.</param>
public readonly record struct ServiceStep(int FromHour, int Count);

/// <summary>The part that is there from an hour on.</summary>
/// <param name="FromHour">From 0.</param>
/// <param name="Part">0 to 1.</param>
public readonly record struct PartStep(int FromHour, double Part);
