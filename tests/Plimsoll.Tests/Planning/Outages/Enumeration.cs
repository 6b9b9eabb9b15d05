using Plimsoll.Planning.Outages;

namespace Plimsoll.Tests.Planning.Outages;

/// <summary>
/// Every state that some sources can be in, one by one: the slow and obvious way to what tables tell. A part is a unit
/// or a common outage; it is whole or in one of its outages, and changes between whole and each of them. What is
/// revoked stays so.
/// </summary>
internal sealed class Enumeration
{
    private readonly List<Outage[]> parts = [];
    private readonly List<Func<int[], double>> sources;
    private readonly List<(double Capacity, double Probability)> states = [];
    private readonly List<(double From, double To, double PerHour)> falls = [];

    public Enumeration(IEnumerable<CapacitySource> all)
    {
        sources = [.. all.Select(Compile)];
        Visit(0, 1, new int[parts.Count]);
    }

    public double Total => states.Sum(state => state.Probability);

    public double Below(double load) => states.Where(s => s.Capacity < load).Sum(s => s.Probability);

    public double Shortfall(double load) => states.Sum(s => s.Probability * Math.Max(0, load - s.Capacity));

    /// <summary>How often an hour some part changes so that the capacity falls below a load.</summary>
    public double BeginsBelow(double load) =>
        falls.Where(fall => fall.From >= load && fall.To < load).Sum(fall => fall.PerHour);

    private IEnumerable<(int[] State, double PerHour)> Changes(int[] state)
    {
        for (var part = 0; part < state.Length; part++)
        {
            var whole = 1 - parts[part].Sum(outage => outage.Probability);
            for (var to = 0; to <= parts[part].Length; to++)
            {
                if ((state[part] == 0) == (to == 0))
                    continue;
                var outage = parts[part][Math.Max(to, state[part]) - 1];
                if (outage.Repair is not { } repair)
                    continue;
                var hours = repair.Seconds / 3600;
                var next = state.ToArray();
                next[part] = to;
                yield return (next, to == 0 ? 1 / hours : outage.Probability / hours / whole);
            }
        }
    }

    private double CapacityOf(int[] state) => sources.Sum(source => source(state));

    private Func<int[], double> Compile(CapacitySource source)
    {
        if (source is CommonMode mode)
        {
            var part = Add([mode.Outage]);
            var members = mode.Members.Select(Compile).ToList();
            return state => (state[part] > 0 ? mode.Outage.Left : 1) * members.Sum(member => member(state));
        }

        if (source is ScheduledSource scheduled)
        {
            var members = scheduled.Members.Select(Compile).ToList();
            return state => scheduled.PartAt(0) * members.Sum(member => member(state));
        }

        if (source is RevocableSource right)
        {
            var part = Add([new(0, right.Probability, null)]);
            var members = right.Members.Select(Compile).ToList();
            return state => state[part] > 0 ? 0 : members.Sum(member => member(state));
        }

        var group = (UnitGroup)source;
        var units = Enumerable.Range(0, group.Count).Select(_ => Add([.. group.Outages])).ToList();
        return state => units.Sum(unit => state[unit] == 0 ? group.Capacity : group.Outages[state[unit] - 1].Left);
    }

    private int Add(Outage[] outages)
    {
        parts.Add(outages);
        return parts.Count - 1;
    }

    private void Visit(int part, double probability, int[] state)
    {
        if (part == parts.Count)
        {
            var capacity = CapacityOf(state);
            states.Add((capacity, probability));
            falls.AddRange(Changes(state).Select(c => (capacity, CapacityOf(c.State), probability * c.PerHour)));
            return;
        }

        state[part] = 0;
        Visit(part + 1, probability * (1 - parts[part].Sum(outage => outage.Probability)), state);
        for (var i = 0; i < parts[part].Length; i++)
        {
            state[part] = i + 1;
            Visit(part + 1, probability * parts[part][i].Probability, state);
        }

        state[part] = 0;
    }
}
