using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Fleets;

/// <summary>
/// When replicas and sites are down: times up and down are exponential, and at the start each is down with the
/// probability that it has at any time. Each has draws of its own, so that neither more replicas nor other failures
/// move those of one.
/// </summary>
public static class Downtimes
{
    private const double Longest = 1e18;

    /// <summary>Stretches from the start on in which something is down, in order; the last may end later.</summary>
    /// <param name="chance">Its own draws.</param>
    /// <param name="start">First instant.</param>
    /// <param name="until">Failures come before it.</param>
    /// <param name="up">Mean time from a repair to the next failure.</param>
    /// <param name="down">Mean time to repair.</param>
    public static ImmutableArray<(Instant From, Instant Until)> Of(
        SeedTree chance, Instant start, Instant until, Duration up, Duration down)
    {
        var stretches = ImmutableArray.CreateBuilder<(Instant, Instant)>();
        var draws = chance.Stream();
        var isDown = draws.NextDouble() * (up.Seconds + down.Seconds) < down.Seconds;
        for (var at = start; at < until; isDown = !isDown)
        {
            var mean = (isDown ? down : up).Nanoseconds;
            var end = at + new Duration(Math.Max(1, (long)Math.Min(Longest, draws.NextExponential() * mean)));
            if (isDown)
                stretches.Add((at, end));
            at = end;
        }

        return stretches.ToImmutable();
    }

    /// <summary>A replica's failures and repairs, where it is down whenever any of the stretches says so.</summary>
    /// <param name="pool">Index of its pool.</param>
    /// <param name="replica">Which of the pool's replicas.</param>
    /// <param name="stretches">Stretches in any order; they may overlap.</param>
    public static IEnumerable<FleetChange> Changes(
        int pool, int replica, IEnumerable<(Instant From, Instant Until)> stretches)
    {
        (Instant From, Instant Until)? open = null;
        foreach (var next in stretches.OrderBy(stretch => stretch.From))
        {
            if (open is { } before && next.From <= before.Until)
            {
                open = (before.From, before.Until < next.Until ? next.Until : before.Until);
                continue;
            }

            foreach (var change in Both(open))
                yield return change;
            open = next;
        }

        foreach (var change in Both(open))
            yield return change;

        IEnumerable<FleetChange> Both((Instant From, Instant Until)? stretch) => stretch is { } down
            ? [new FleetChange.Fail(down.From, pool, replica), new FleetChange.Repair(down.Until, pool, replica)]
            : [];
    }
}
