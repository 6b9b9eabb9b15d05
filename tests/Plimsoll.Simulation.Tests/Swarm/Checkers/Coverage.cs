using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;
using Plimsoll.Tests.Limits.Reference;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>Checks nothing: counts what cases reach, so that it shows when they no longer do.</summary>
internal sealed class Coverage(SortedDictionary<string, long> reached) : Checker
{
    private readonly HashSet<long> given = [];

    public override string Name => "coverage";

    public override void Asked(in Arrival arrival, in LimitRequest request, Refusal? refusal)
    {
        if (refusal is Refusal.Rejected rejected)
        {
            Count($"refused by {rejected.Binding.Kind}");
            Count(rejected.RetryAt is null ? "refused for good" : "told when to come again");
        }
        else
            Count(refusal is null ? "admitted" : "not included");
    }

    public override void Told(in ReplicaNews news)
    {
        if (news.Kind == ReplicaNewsKind.Given)
        {
            if (news.Sequence.Ready)
                Count("handed over");
            else if (!given.Add(news.Request))
                Count("begun again elsewhere");
        }
        else if (news.Kind is ReplicaNewsKind.Drains or ReplicaNewsKind.Gone or ReplicaNewsKind.Withdrawn)
            Count($"replica: {news.Kind}");
        else if (news.Event.Kind == EngineEventKind.Preempted)
            Count("preempted");
    }

    public override void Ended(in RequestRecord record)
    {
        Count($"{record.Outcome}");
        if (record.Cached > record.Arrival.Held)
            Count("found in a cache");
        if (record.Outcome == RequestOutcome.Left && record.Produced > 0)
            Count("left in mid-answer");
        if (record.Outcome == RequestOutcome.Lost && record.Produced > 0)
            Count("lost in mid-answer");
        given.Remove(record.Arrival.Id);
    }

    public override void Acted(SwarmAct act) => Count("acts");

    /// <summary>The limits hold something, or it is settled.</summary>
    public void Book(long request, NaiveEntry entry, TokenUsage? used, Instant? ended)
    {
        if (ended is null && entry.IsOverage)
            Count("paid as overage");
        else if (used is { } usage && usage.Output > entry.Request.Estimate.Output)
            Count("used more than was estimated");
        else if (ended is not null && used is null)
            Count("given back");
    }

    private void Count(string what) => reached[what] = reached.GetValueOrDefault(what) + 1;
}
