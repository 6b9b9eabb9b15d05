using Plimsoll.Planning.Outages;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Outages;

/// <summary>
/// Everything of a system that fails on its own, as it fails and is repaired over time: units, and what is around them.
/// A part is whole or in one of its outages, stays in each for an exponential time, and comes back whole from every
/// outage; what is taken away for good is so, or not, for the whole run. Not safe for concurrent use.
/// </summary>
internal sealed class FailingParts
{
    private const int Nowhere = -1;
    private readonly List<FailingPart> parts = [];
    private readonly List<(CapacitySource Source, int First)> scheduled = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly IndexedHeap awaited = new();
    private readonly Draws[] draws;
    private readonly int[] states;
    private readonly double[] members;
    private readonly double[] present;
    private long end;

    /// <summary>Takes sources apart.</summary>
    /// <exception cref="ArgumentException">It is not known how long some outage lasts.</exception>
    public FailingParts(IEnumerable<CapacitySource> sources)
    {
        foreach (var source in sources)
            Add(source, Nowhere);
        (draws, states) = (new Draws[parts.Count], new int[parts.Count]);
        (members, present) = (new double[parts.Count], new double[parts.Count]);
    }

    /// <summary>Capacity that is there now.</summary>
    public double Capacity { get; private set; }

    /// <summary>How often anything has changed.</summary>
    public int Changes { get; private set; }

    /// <summary>When a part changes next.</summary>
    public long NextChange => awaited.FirstKey;

    /// <summary>Hours at which other units are in service.</summary>
    public IEnumerable<int> ScheduledHours => scheduled.SelectMany(s => s.Source.Changes).Distinct().Order();

    /// <summary>Where the group of a name is; null: there is none.</summary>
    public int? PlaceOf(string group) => places.TryGetValue(group, out var place) ? place : null;

    /// <summary>What is there now of a group's members, by itself if it were whole, and by what is around it.</summary>
    public double Within(int place) => Through(parts[place].Parent, members[place]);

    /// <summary>What is there now of a group.</summary>
    public double Of(int place) => Through(parts[place].Parent, Shown(place));

    /// <summary>Begins anew: every part in a state as likely as it is in the long run.</summary>
    /// <param name="chance">Where the draws of each part come from, by its number.</param>
    /// <param name="length">How long it goes on, in nanoseconds.</param>
    public void Begin(SeedTree chance, long length)
    {
        (end, Changes) = (length, Changes + 1);
        Capacity = 0;
        Array.Clear(members);
        for (var i = 0; i < parts.Count; i++)
        {
            draws[i] = chance.Stream(i);
            states[i] = parts[i].Likely(draws[i].NextDouble());
            present[i] = 1;
            Await(i, 0);
        }

        // Members stand behind the group that they are in: from the last on, each finds its own complete.
        for (var i = parts.Count - 1; i >= 0; i--)
            Pass(parts[i].Parent, Shown(i));
        Schedule(0);
    }

    /// <summary>Puts in service what is at an hour.</summary>
    public void Schedule(int hour)
    {
        Changes++;
        foreach (var (source, first) in scheduled)
        {
            switch (source)
            {
                case UnitGroup group:
                    var inService = group.InServiceAt(hour);
                    for (var unit = 0; unit < group.Count; unit++)
                        PutInService(first + unit, unit < inService ? 1 : 0);
                    break;
                case ScheduledSource part:
                    PutInService(first, part.PartAt(hour));
                    break;
                case RevocableSource right:
                    PutInService(first, hour >= right.FromHour && states[first] != 0 ? 0 : 1);
                    break;
            }
        }
    }

    /// <summary>Makes the next change happen.</summary>
    public void Change()
    {
        var (part, now) = (awaited.First, awaited.FirstKey);
        Changes++;
        var before = Shown(part);
        states[part] = states[part] == 0 ? parts[part].Next(draws[part].NextDouble()) : 0;
        Await(part, now);
        Raise(parts[part].Parent, Shown(part) - before);
    }

    /// <summary>What is seen: of a unit its capacity, of a group what it leaves of its members.</summary>
    private double Shown(int part) => parts[part].Levels is { } levels
        ? present[part] * levels[states[part]]
        : Left(part) * members[part];

    /// <summary>The part of its members that a group leaves now.</summary>
    private double Left(int group) => present[group] * parts[group].Leaves[states[group]];

    private double Through(int parent, double capacity)
    {
        for (; parent != Nowhere && capacity != 0; parent = parts[parent].Parent)
            capacity *= Left(parent);
        return capacity;
    }

    private void PutInService(int part, double there)
    {
        var before = Shown(part);
        present[part] = there;
        Raise(parts[part].Parent, Shown(part) - before);
    }

    /// <summary>Hands a change up through the groups around it, as far as it can be seen.</summary>
    private void Raise(int parent, double by)
    {
        while (parent != Nowhere)
        {
            members[parent] += by;
            by *= Left(parent);
            if (by == 0)
                return;
            parent = parts[parent].Parent;
        }

        Capacity += by;
    }

    private void Pass(int parent, double capacity)
    {
        if (parent == Nowhere)
            Capacity += capacity;
        else
            members[parent] += capacity;
    }

    private void Await(int part, long now)
    {
        var at = now + (draws[part].NextExponential() * parts[part].Stays[states[part]]);
        if (at < end)
            awaited.Set(part, (long)at, part);
        else
            awaited.Remove(part);
    }

    private void Add(CapacitySource source, int parent)
    {
        switch (source)
        {
            case UnitGroup group:
                if (group.Changes.Any())
                    scheduled.Add((group, parts.Count));
                var unit = FailingPart.Of(group.Name, parent, [.. group.Outages]);
                double[] levels = [group.Capacity, .. group.Outages.Select(outage => outage.Left)];
                parts.AddRange(Enumerable.Repeat(unit with { Levels = levels }, group.Count));
                break;
            case CommonMode mode:
                AddGroup(mode, FailingPart.Of(mode.Name, parent, [mode.Outage]));
                break;
            case ScheduledSource part:
                scheduled.Add((part, parts.Count));
                AddGroup(part, FailingPart.Of(part.Name, parent, []));
                break;
            case RevocableSource right:
                scheduled.Add((right, parts.Count));
                AddGroup(right, FailingPart.Lasting(parent, right.Probability));
                break;
            default:
                throw new InvalidOperationException($"{source.GetType().Name} is no source of capacity.");
        }
    }

    private void AddGroup(SourceGroup group, FailingPart part)
    {
        var place = parts.Count;
        places.Add(group.Name, place);
        parts.Add(part);
        foreach (var member in group.Members)
            Add(member, place);
    }
}

/// <summary>How a part fails and is repaired. State 0 is whole, the others are its outages.</summary>
/// <param name="Parent">The group that it is in; -1: none.</param>
/// <param name="Probabilities">Of its states, in the long run.</param>
/// <param name="Stays">How long it stays in each on average, in nanoseconds.</param>
/// <param name="Onsets">How often each outage begins, of all that begin.</param>
internal sealed record FailingPart(int Parent, double[] Probabilities, double[] Stays, double[] Onsets)
{
    private const double NanosecondsPerHour = 3600.0 * Duration.NanosecondsPerSecond;

    /// <summary>Capacity by state; null: a group, which has that of its members.</summary>
    public double[]? Levels { get; init; }

    /// <summary>Of a group: the part of its members that each state leaves.</summary>
    public double[] Leaves { get; init; } = [1, 1];

    /// <summary>A group that is in one of two states for good.</summary>
    /// <param name="parent">The group that it is in; -1: none.</param>
    /// <param name="probability">Of the second.</param>
    public static FailingPart Lasting(int parent, double probability) => new(
        parent, [1 - probability, probability], [double.PositiveInfinity, double.PositiveInfinity], []);

    public static FailingPart Of(string name, int parent, Outage[] outages)
    {
        if (outages.Any(outage => outage.Repair is null))
            throw new ArgumentException($"It is not known how long an outage of '{name}' lasts.", nameof(outages));
        var whole = 1 - outages.Sum(outage => outage.Probability);
        var begins = outages.Sum(outage => outage.BeginsPerHour);
        return new(
            parent,
            [whole, .. outages.Select(outage => outage.Probability)],
            [
                begins > 0 ? whole / begins * NanosecondsPerHour : double.PositiveInfinity,
                .. outages.Select(outage => (double)outage.Repair!.Value.Nanoseconds),
            ],
            [.. outages.Select(outage => outage.BeginsPerHour / begins)])
        {
            Leaves = [1, .. outages.Select(outage => outage.Left)],
        };
    }

    /// <summary>A state as likely as it is in the long run.</summary>
    /// <param name="draw">0 to below 1.</param>
    public int Likely(double draw) => Choose(Probabilities, draw);

    /// <summary>The outage that begins.</summary>
    /// <param name="draw">0 to below 1.</param>
    public int Next(double draw) => Choose(Onsets, draw) + 1;

    private static int Choose(double[] shares, double draw)
    {
        for (var i = 0; i < shares.Length - 1; i++)
        {
            if (draw < shares[i])
                return i;
            draw -= shares[i];
        }

        return shares.Length - 1;
    }
}
