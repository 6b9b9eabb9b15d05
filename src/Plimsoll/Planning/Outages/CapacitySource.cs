using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Outages;

/// <summary>
/// Something that capacity comes from, and how it fails: a closed type of <see cref="UnitGroup"/> and
/// <see cref="CommonMode"/>. Capacity is in any unit, the same throughout a system: MW, accelerators,
/// accelerator-seconds per second. Sources are independent of each other but for the common modes that they are in.
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

    /// <summary>What is left when a source, or some units of a group, is taken out of it; null: nothing.</summary>
    /// <param name="name">Name of the source.</param>
    /// <param name="units">How many units of a group; null: all of it.</param>
    public abstract CapacitySource? Without(string name, int? units);

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

    /// <inheritdoc/>
    /// <remarks>Units that are always in service are taken out; those that planned outages take out stay.</remarks>
    public override CapacitySource? Without(string name, int? units)
    {
        if (name != Name)
            return this;
        var fewer = units ?? Count;
        return fewer >= Count ? null : this with
        {
            Count = Count - fewer,
            Service = [.. Service.Select(step => step with { Count = Math.Max(0, step.Count - fewer) })],
        };
    }

    /// <inheritdoc/>
    public override CapacityDistribution DistributionAt(int hour, double step)
    {
        var whole = CapacityDistribution.Of(CapacityDistribution.Placed(Capacity / step, 1, 0));
        return whole.With([.. Outages.Select(o => (o.Left / step, o.Probability, o.BeginsPerHour))])
            .Times(InServiceAt(hour));
    }
}

/// <summary>
/// Sources that are also lost all at once, by a cause of their own: a site, a provider, a power feed. While it lasts
/// nothing of them is there; their own outages go on underneath. Common modes may be in common modes.
/// </summary>
public sealed record CommonMode : CapacitySource
{
    /// <summary>What is lost.</summary>
    public required ImmutableArray<CapacitySource> Members { get; init; }

    /// <summary>The common outage. It leaves nothing.</summary>
    public required Outage Outage { get; init; }

    /// <inheritdoc/>
    public override bool KnowsRepairs => Outage.Repair is not null && Members.All(member => member.KnowsRepairs);

    /// <inheritdoc/>
    public override IEnumerable<CapacitySource> All => [this, .. Members.SelectMany(member => member.All)];

    /// <inheritdoc/>
    public override IEnumerable<int> Changes => Members.SelectMany(member => member.Changes);

    /// <inheritdoc/>
    public override double CapacityAt(int hour) => Members.Sum(member => member.CapacityAt(hour));

    /// <inheritdoc/>
    public override CapacitySource? Without(string name, int? units)
    {
        if (name == Name)
            return null;
        var left = Members.Select(member => member.Without(name, units)).OfType<CapacitySource>().ToImmutableArray();
        return left.IsEmpty ? null : this with { Members = left };
    }

    /// <inheritdoc/>
    /// <remarks>Conditional: everything out with the outage's probability, else the sum of the members.</remarks>
    public override CapacityDistribution DistributionAt(int hour, double step) =>
        CapacityDistribution.Sum([.. Members.Select(member => member.DistributionAt(hour, step))])
            .With([(0, Outage.Probability, Outage.BeginsPerHour)]);
}

/// <summary>A way in which something is out.</summary>
/// <param name="Left">Capacity that is left. From 0 to below that of the whole.</param>
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
