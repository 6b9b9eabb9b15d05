using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Fleets;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// On a replica nobody joins a batch before one that waits and has a better priority, or the same and came first; who
/// was put back goes first again.
/// </summary>
internal sealed class QueueChecker(SwarmCase drawn) : Checker
{
    private readonly Dictionary<int, Dictionary<long, Waiting>> queues = [];
    private long given;
    private long returned;

    private sealed record Waiting(Instant Since, (long Priority, long Order) Rank, bool Waits);

    public override string Name => "queue";

    public override void Told(in ReplicaNews news)
    {
        if (!queues.TryGetValue(news.Replica, out var queue))
            queues.Add(news.Replica, queue = []);
        var isRanked = drawn.Fleet.Pools[news.Pool].Engine.Order == QueueOrder.Priority;
        switch (news.Kind)
        {
            case ReplicaNewsKind.Gone:
                queue.Clear();
                break;
            case ReplicaNewsKind.Given:
                queue.Add(news.Id, new(news.At, (isRanked ? news.Sequence.Priority : 0, given++), true));
                break;
            case ReplicaNewsKind.Withdrawn:
                queue.Remove(news.Id);
                break;
            case ReplicaNewsKind.Told:
                Tell(queue, news.Id, news.Event, isRanked);
                break;
        }
    }

    private void Tell(Dictionary<long, Waiting> queue, long id, in EngineEvent told, bool isRanked)
    {
        if (!queue.TryGetValue(id, out var one))
            return;
        switch (told.Kind)
        {
            case EngineEventKind.Scheduled:
                foreach (var (other, before) in queue)
                {
                    if (before.Waits && before.Since <= told.At && before.Rank.CompareTo(one.Rank) < 0)
                        Fail($"slot {id} joined at {told.At} before slot {other}: {one} before {before}");
                }

                queue[id] = one with { Waits = false };
                break;
            case EngineEventKind.Preempted:
                queue[id] = one with
                {
                    Since = told.At,
                    Waits = true,
                    Rank = isRanked ? one.Rank : (0, --returned),
                };
                break;
            case EngineEventKind.Finished:
                queue.Remove(id);
                break;
        }
    }
}
