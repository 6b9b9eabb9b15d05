using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Tests.Swarm.Drawing;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// Every request that arrives ends exactly once, its instants in their order, having produced no more than was asked;
/// one that was refused has produced nothing.
/// </summary>
internal sealed class RequestChecker(SwarmCase drawn) : Checker
{
    private readonly Dictionary<long, Arrival> open = [];
    private long arrived;

    public override string Name => "requests";

    public override void Arrived(in Arrival arrival)
    {
        if (arrival.Id != arrived++)
            Fail($"request {arrival.Id} arrived as number {arrived}");
        open.Add(arrival.Id, arrival);
    }

    public override void Ended(in RequestRecord record)
    {
        if (!open.Remove(record.Arrival.Id, out var arrival))
            Fail($"request {record.Arrival.Id} ended and was not under way: {record}");
        if (record.Arrival != arrival)
            Fail($"{arrival} ended as {record.Arrival}");
        CheckInstants(record);
        CheckTokens(record);
        if (!Fits(record))
            Fail($"the outcome does not fit what happened: {record}");
    }

    public override void Passed(Moment moment)
    {
        if (moment.InFlight != open.Count)
            Fail($"{moment.InFlight} requests are under way, {open.Count} have arrived and not ended");
    }

    public override void Over(Moment moment)
    {
        if (open.Count > 0)
            Fail($"{open.Count} requests never ended, such as {open.Values.First()}");
    }

    private void CheckInstants(in RequestRecord record)
    {
        var before = record.Arrival.At;
        foreach (var at in new[] { record.Scheduled, record.FirstToken, record.Ended })
        {
            if (at is not { } next)
                continue;
            if (next < before)
                Fail($"instants are out of order: {record}");
            before = next;
        }

        if (record.FirstToken is { } first && (record.Scheduled is null || first <= record.Scheduled))
            Fail($"the first token took no time: {record}");
        var patience = record.Arrival.Patience;
        if (patience > Duration.Zero && record.Ended > record.Arrival.At + patience)
            Fail($"the client had left by then: {record}");
    }

    private void CheckTokens(in RequestRecord record)
    {
        var (arrival, produced) = (record.Arrival, record.Produced);
        if (produced < 0 || produced > arrival.Output)
            Fail($"{produced} tokens of {arrival.Output}: {record}");
        if (produced > 0 != record.FirstToken is not null)
            Fail($"{produced} tokens, the first at {record.FirstToken}: {record}");
        if (record.Cached >= arrival.Input || (record.Scheduled is not null && record.Cached < arrival.Held))
            Fail($"{record.Cached} cached tokens of {arrival.Input}, {arrival.Held} of them brought: {record}");
    }

    private bool Fits(in RequestRecord record)
    {
        var (arrival, ended) = (record.Arrival, record.Ended);
        var touched = record.Produced > 0 || record.Preemptions > 0 || record.FirstToken is not null;
        var refusedAtOnce = ended == arrival.At && record.Scheduled is null && record.Replica < 0 && !touched;
        return record.Limit is not null == (record.Outcome == RequestOutcome.Limited) && record.Outcome switch
        {
            RequestOutcome.Finished => record.Produced == arrival.Output,
            RequestOutcome.Limited => refusedAtOnce && arrival.Account >= 0,
            RequestOutcome.Overloaded => refusedAtOnce,
            RequestOutcome.TooLong => record.Produced == 0 && record.FirstToken is null,
            RequestOutcome.Lost => record.Produced < arrival.Output,
            RequestOutcome.Left => arrival.Patience > Duration.Zero && ended == arrival.At + arrival.Patience,
            RequestOutcome.Unfinished => drawn.Has.HasFlag(Feature.Stopped) && ended == drawn.Heals,
            _ => false,
        };
    }
}
