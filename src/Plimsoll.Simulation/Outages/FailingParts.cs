using Plimsoll.Planning.Outages;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Outages;

/// <summary>
/// Everything of a system that fails on its own, as it fails and is repaired over time: units and common modes. A part
/// is whole or in one of its outages, stays in each for an exponential time, and comes back whole from every outage.
/// Not safe for concurrent use.
/// </summary>
internal sealed class FailingParts
{
    private const int Nowhere = -1;
    private readonly List<FailingPart> parts = [];
    private readonly List<(UnitGroup Group, int First)> scheduled = [];
    private readonly IndexedHeap changes = new();
    private readonly Draws[] draws;
    private readonly int[] states;
    private readonly double[] members;
    private readonly bool[] absent;
    private long end;

    /// <summary>Takes a system apart.</summary>
    /// <exception cref="ArgumentException">It is not known how long some outage lasts.</exception>
    public FailingParts(OutageSystem system)
    {
        foreach (var source in system.Sources)
            Add(source, Nowhere);
        (draws, states) = (new Draws[parts.Count], new int[parts.Count]);
        (members, absent) = (new double[parts.Count], new bool[parts.Count]);
    }

    /// <summary>Capacity that is there now.</summary>
    public double Capacity { get; private set; }

    /// <summary>When a part changes next.</summary>
    public long NextChange => changes.FirstKey;

    /// <summary>Hours at which other units are in service.</summary>
    public IEnumerable<int> ScheduledHours => scheduled.SelectMany(s => s.Group.Changes).Distinct().Order();

    /// <summary>Begins anew: every part in a state as likely as it is in the long run.</summary>
    /// <param name="chance">Where the draws of each part come from, by its number.</param>
    /// <param name="length">How long it goes on, in nanoseconds.</param>
    public void Begin(SeedTree chance, long length)
    {
        end = length;
        Capacity = 0;
        Array.Clear(members);
        for (var i = 0; i < parts.Count; i++)
        {
            draws[i] = chance.Stream(i);
            states[i] = parts[i].Likely(draws[i].NextDouble());
            absent[i] = false;
            Await(i, 0);
        }

        // Members stand behind the common mode that they are in: from the last on, each finds its own complete.
        for (var i = parts.Count - 1; i >= 0; i--)
            Pass(parts[i].Parent, Shown(i));
        Schedule(0);
    }

    /// <summary>Puts those units in service that are at an hour.</summary>
    public void Schedule(int hour)
    {
        foreach (var (group, first) in scheduled)
        {
            var inService = group.InServiceAt(hour);
            for (var unit = 0; unit < group.Count; unit++)
            {
                var part = first + unit;
                var before = Shown(part);
                absent[part] = unit >= inService;
                Raise(parts[part].Parent, Shown(part) - before);
            }
        }
    }

    /// <summary>Makes the next change happen.</summary>
    public void Change()
    {
        var (part, now) = (changes.First, changes.FirstKey);
        var before = Shown(part);
        states[part] = states[part] == 0 ? parts[part].Next(draws[part].NextDouble()) : 0;
        Await(part, now);
        Raise(parts[part].Parent, Shown(part) - before);
    }

    /// <summary>What is seen: of a unit its capacity, of a common mode its members while it is whole.</summary>
    private double Shown(int part) => parts[part].Levels is { } levels
        ? absent[part] ? 0 : levels[states[part]]
        : states[part] == 0 ? members[part] : 0;

    /// <summary>Hands a change up through the common modes around it, as far as it can be seen.</summary>
    private void Raise(int parent, double by)
    {
        while (parent != Nowhere)
        {
            members[parent] += by;
            if (states[parent] != 0)
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
            changes.Set(part, (long)at, part);
        else
            changes.Remove(part);
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
                var place = parts.Count;
                parts.Add(FailingPart.Of(mode.Name, parent, [mode.Outage]));
                foreach (var member in mode.Members)
                    Add(member, place);
                break;
            default:
                throw new InvalidOperationException($"{source.GetType().Name} is no source of capacity.");
        }
    }
}

/// <summary>How a part fails and is repaired. State 0 is whole, the others are its outages.</summary>
/// <param name="Parent">The common mode that it is in; -1: none.</param>
/// <param name="Probabilities">Of its states, in the long run.</param>
/// <param name="Stays">How long it stays in each on average, in nanoseconds.</param>
/// <param name="Onsets">How often each outage begins, of all that begin.</param>
internal sealed record FailingPart(int Parent, double[] Probabilities, double[] Stays, double[] Onsets)
{
    private const double NanosecondsPerHour = 3600.0 * Duration.NanosecondsPerSecond;

    /// <summary>Capacity by state; null: a common mode, which has that of its members.</summary>
    public double[]? Levels { get; init; }

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
            [.. outages.Select(outage => outage.BeginsPerHour / begins)]);
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
