using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Tests.Serving.Oracle;

namespace Plimsoll.Bench.Engines;

/// <summary>
/// Sequences that arrive at one engine at random, all of them once each time they are sent. Where as many wait as may,
/// the next comes when one joins.
/// </summary>
internal sealed class EngineLoad
{
    private const int MostWaiting = 128;
    private readonly Sequence[] sequences;
    private readonly long[] arrivals;
    private readonly long[] sent;
    private long start;

    public EngineLoad(Sequence[] sequences, double perSecond)
    {
        this.sequences = sequences;
        arrivals = new long[sequences.Length];
        sent = new long[sequences.Length];
        var draws = SeedTree.FromSeed(1).Stream("arrivals");
        var at = 0L;
        for (var index = 0; index < arrivals.Length; index++)
            arrivals[index] = at += (long)(draws.NextExponential() / perSecond * Duration.NanosecondsPerSecond);
    }

    /// <summary>Tokens of all prompts.</summary>
    public long Input => sequences.Sum(sequence => (long)sequence.Input);

    /// <summary>Sends all through an engine, and waits until they are done.</summary>
    public (long Preempted, long Found) Through(Engine engine) => Through(engine, sequences.Length);

    /// <summary>Sends the first ones through an engine, and waits until they are done.</summary>
    public (long Preempted, long Found) Through(Engine engine, int count)
    {
        var (preempted, found) = (0L, 0L);
        var now = new Instant(start);
        for (var index = 0; index < count; index++)
        {
            var arrival = new Instant(start + arrivals[index]);
            now = arrival < now ? now : arrival;
            engine.AdvanceTo(now);
            Take();
            while (engine.Waiting >= MostWaiting && engine.Plan() is { } next)
            {
                now = next;
                engine.AdvanceTo(now);
                Take();
            }

            sent[index] = (now - new Instant(start)).Nanoseconds;
            engine.Add(sequences[index], now);
            engine.Plan();
        }

        while (engine.Plan() is { } next)
        {
            engine.AdvanceTo(next);
            Take();
            start = next.UnixNanoseconds;
        }

        return (preempted, found);

        void Take()
        {
            foreach (ref readonly var news in engine.Events)
            {
                preempted += news.Kind == EngineEventKind.Preempted ? 1 : 0;
                found += news.Cached;
            }

            engine.ClearEvents();
        }
    }

    /// <summary>
    /// Sends the first ones through the engine that takes every step, when they were sent through the other.
    /// </summary>
    public void Through(NaiveEngine engine, int count)
    {
        for (var index = 0; index < count; index++)
        {
            engine.AdvanceTo(sent[index]);
            engine.Add(sequences[index], sent[index]);
            engine.Plan();
        }

        engine.AdvanceTo(long.MaxValue);
    }
}
