using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Tests.Serving.Oracle;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// Every engine tells exactly what one tells that takes every step, every sequence and every block one by one, given
/// the same at the same instants.
/// </summary>
internal sealed class EngineChecker(SwarmCase drawn) : Checker
{
    private readonly Dictionary<int, Life> lives = [];

    public override string Name => "engine";

    public override void Told(in ReplicaNews news)
    {
        if (!lives.TryGetValue(news.Replica, out var life))
            lives.Add(news.Replica, life = new(news.Pool));
        switch (news.Kind)
        {
            case ReplicaNewsKind.Given:
                life.History.Add((news.At, Deed.Given, news.Id, news.Sequence));
                break;
            case ReplicaNewsKind.Withdrawn:
                life.History.Add((news.At, Deed.Withdrawn, news.Id, default));
                break;
            case ReplicaNewsKind.Told:
                life.Events.Add(news.Event);
                break;
            case ReplicaNewsKind.Gone:
                lives.Remove(news.Replica);
                Compare(news.Replica, life, news.At);
                break;
        }
    }

    /// <summary>When all of an instant has happened, the next steps begin.</summary>
    public override void Passed(Moment moment)
    {
        foreach (var life in lives.Values)
        {
            if (life.History.Count > 0 && life.History[^1].What != Deed.Planned)
                life.History.Add((moment.Now, Deed.Planned, 0, default));
        }
    }

    public override void Over(Moment moment)
    {
        foreach (var (replica, life) in lives)
            Compare(replica, life, new(long.MaxValue));
    }

    private void Compare(int replica, Life life, Instant until)
    {
        var pool = drawn.Fleet.Pools[life.Pool];
        var naive = new NaiveEngine(pool.Engine, pool.Scheduler(), pool.Times);
        foreach (var (at, what, id, sequence) in life.History)
        {
            naive.AdvanceTo(at.UnixNanoseconds);
            if (what == Deed.Given)
                naive.Add(sequence, at.UnixNanoseconds);
            else if (what == Deed.Withdrawn)
                naive.Remove(id);
            else
                naive.Plan();
        }

        naive.AdvanceTo(until.UnixNanoseconds);
        var (told, expected) = (life.Events, naive.Events);
        for (var i = 0; i < Math.Max(told.Count, expected.Count); i++)
        {
            if (i >= told.Count || i >= expected.Count || told[i] != expected[i])
            {
                Fail($"event {i} of replica {replica} in {pool.Name} is {(i < told.Count ? told[i] : "missing")}, "
                    + $"step by step it is {(i < expected.Count ? expected[i] : "missing")}");
            }
        }
    }

    private enum Deed
    {
        Given = 1,
        Withdrawn = 2,
        Planned = 3,
    }

    private sealed class Life(int pool)
    {
        public int Pool => pool;

        public List<(Instant At, Deed What, long Id, Sequence Sequence)> History { get; } = [];

        public List<EngineEvent> Events { get; } = [];
    }
}
