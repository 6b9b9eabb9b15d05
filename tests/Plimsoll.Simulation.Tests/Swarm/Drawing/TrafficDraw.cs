using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm.Drawing;

/// <summary>Requests for a case: from idle to far too many, from one token to more than a cache holds.</summary>
internal sealed class TrafficDraw(Dice dice, Feature has, FleetPlan plan, int prefixBlock, int accounts)
{
    private const long Grid = 1_000_000;

    private readonly int classes = plan.Pools.Max(pool => pool.Class) + 1;

    /// <summary>The whole millisecond before.</summary>
    public static Instant OnGrid(Instant at) => new(at.UnixNanoseconds / Grid * Grid);

    public ImmutableArray<TraceRow> Draw(Instant start, Duration span)
    {
        List<TraceRow> rows = [];
        var count = dice.Of(1, 10) switch
        {
            1 or 2 => dice.Of(1, 8),
            3 => dice.Of(100, 300),
            _ => dice.Of(10, 80),
        };
        var instants = new List<Instant>();
        for (var i = 0; i < count; i++)
        {
            var at = start + new Duration(dice.Below(span.Nanoseconds));
            if (has.HasFlag(Feature.Bursts) && i > 0 && dice.Chance(60))
                at = instants[dice.Of(0, i - 1)] + new Duration(dice.Chance(70) ? 0 : dice.Of(0, 1000));
            instants.Add(has.HasFlag(Feature.Ties) ? OnGrid(at) : at);
        }

        foreach (var (session, at) in instants.Order().Index())
        {
            rows.Add(new(Request(rows.Count, session, at), null));
            while (has.HasFlag(Feature.Turns) && dice.Chance(40))
            {
                var think = new Duration(dice.Chance(20) ? 0 : dice.Below(1L << 32));
                rows.Add(new(Request(rows.Count, session, at), think));
            }
        }

        return [.. rows];
    }

    private Arrival Request(int number, int session, Instant at)
    {
        var modelClass = dice.Of(0, classes - 1);
        var bounds = plan.Pools.First(pool => pool.Class == modelClass).Engine;
        var longest = (int)Math.Min(300, Math.Max(3, bounds.LongestSequence));
        var input = dice.Chance(10) ? 1 : dice.Of(1, Math.Max(1, longest * 2 / 3));
        if (has.HasFlag(Feature.LongPrompts) && dice.Chance(8))
            input = longest + dice.Of(-2, 40);
        var names = has.HasFlag(Feature.Prefixes) ? dice.Of(0, (input + prefixBlock - 1) / prefixBlock) : 0;
        var family = dice.Of(1, 3);
        var shared = dice.Of(0, names);
        return new()
        {
            Id = number,
            At = at,
            Class = modelClass,
            Account = accounts == 0 || dice.Chance(5) ? -1 : dice.Of(0, accounts - 1),
            Session = session,
            Priority = has.HasFlag(Feature.Priorities) ? dice.Of(0, 3) : 0,
            Input = input,
            Output = dice.Chance(15) ? 1 : dice.Of(1, Math.Clamp(longest / 2, 1, 60)),
            Held = names == 0 && has.HasFlag(Feature.Held) && dice.Chance(50) ? dice.Of(0, input - 1) : 0,
            Patience = has.HasFlag(Feature.Leaving) && dice.Chance(40) ? Patience() : default,
            Prefix = Enumerable.Range(0, names)
                .Select(i => i < shared ? (family * 1000L) + i : ((1000L + number) * 1000L) + i).ToArray(),
        };
    }

    private Duration Patience() => has.HasFlag(Feature.Ties)
        ? new(dice.Of(1, 1000) * Grid)
        : new(1 + dice.Below(1L << dice.Of(1, has.HasFlag(Feature.Slow) ? 40 : 32)));
}
