using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// Events have one order. Time never goes back: not for the fleet, and not for what any engine tells; answers that are
/// complete at one instant end replica by number.
/// </summary>
internal sealed class ClockChecker : Checker
{
    private readonly Dictionary<int, Instant> engines = [];
    private (Instant At, int Replica) finished;
    private Instant now = new(long.MinValue);

    public override string Name => "clock";

    public override void Arrived(in Arrival arrival) => See(arrival.At, "an arrival");

    public override void Ended(in RequestRecord record)
    {
        See(record.Ended, "an end");
        if (record.Outcome != RequestOutcome.Finished)
            return;
        if (finished.At == record.Ended && finished.Replica > record.Replica)
            Fail($"replica {record.Replica} ends after replica {finished.Replica} at {record.Ended}");
        finished = (record.Ended, record.Replica);
    }

    public override void Acted(SwarmAct act) => See(act.At, act.What);

    public override void Told(in ReplicaNews news)
    {
        See(news.At, $"{news.Kind}");
        if (news.Kind != ReplicaNewsKind.Told)
            return;
        var told = news.Event.At;
        if (told > now)
            Fail($"replica {news.Replica} tells at {now} what happens at {told}");
        if (engines.TryGetValue(news.Replica, out var before) && told < before)
            Fail($"replica {news.Replica} tells of {told} after {before}");
        engines[news.Replica] = told;
    }

    public override void Passed(Moment moment) => See(moment.Now, "the end of an instant");

    private void See(Instant at, string what)
    {
        if (at < now)
            Fail($"{what} at {at} comes after {now}");
        now = at;
    }
}
