using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Fleets;

/// <content>The way of a request.</content>
public sealed partial class FleetSimulation
{
    /// <summary>As the gateway does: a full fleet is told before limits are asked, so that it costs nothing.</summary>
    private void Arrive(in Arrival arrival)
    {
        var slot = flights.Add(arrival);
        if (Full(front[arrival.Class]))
        {
            End(slot, RequestOutcome.Overloaded, 0);
            return;
        }

        if (limits is not null && !limits.TryAdmit(slot, arrival, Now, out var refusal))
        {
            End(slot, RequestOutcome.Limited, 0, refusal);
            return;
        }

        if (Start(slot) is { } failed)
            End(slot, failed, 0);
    }

    private bool Full(ReplicaChoice choice)
    {
        if (choice.First < 0)
            return true;
        var replica = replicas[choice.First];
        var bounds = plan.Pools[replica.Pool].Engine;
        return replica.Outstanding >= (long)bounds.MaxSequences + bounds.Queue;
    }

    /// <summary>Puts a request on a replica that takes all of it, or its prompt; says why it could not.</summary>
    private RequestOutcome? Start(int slot)
    {
        ref readonly var arrival = ref flights[slot].Arrival;
        var choice = front[arrival.Class];
        if (choice.First < 0)
            return RequestOutcome.Overloaded;
        var replica = replicas[choice.First];
        var isPrefill = plan.Pools[replica.Pool].Role == PoolRole.Prefill;
        return Place(slot, choice, replica, new Sequence
        {
            Id = slot,
            Input = arrival.Input,
            Output = isPrefill ? 1 : arrival.Output,
            Priority = arrival.Priority,
            Prefix = arrival.Prefix,
            Held = arrival.Held,
        });
    }

    private void Decode(int slot)
    {
        ref readonly var arrival = ref flights[slot].Arrival;
        var choice = decode[arrival.Class];
        var failed = choice.First < 0 ? RequestOutcome.Lost : Place(slot, choice, replicas[choice.First], new Sequence
        {
            Id = slot,
            Input = arrival.Input,
            Output = arrival.Output - 1,
            Priority = arrival.Priority,
            Ready = true,
        });
        if (failed is { } outcome)
            End(slot, outcome, 1);
    }

    private RequestOutcome? Place(int slot, ReplicaChoice choice, Replica replica, in Sequence sequence)
    {
        var engine = replica.Engine!;
        engine.AdvanceTo(Now);
        Take(replica);
        switch (engine.Add(sequence, Now))
        {
            case Offer.Full:
                Touch(replica);
                return RequestOutcome.Overloaded;
            case Offer.TooLong:
                Touch(replica);
                return RequestOutcome.TooLong;
        }

        choice.Chosen(replica);
        flights.Place(slot, replica);
        Rank(replica);
        Touch(replica);
        return null;
    }

    /// <summary>Takes what an engine has to tell.</summary>
    private void Take(Replica replica)
    {
        var engine = replica.Engine!;
        if (engine.Events.IsEmpty)
            return;
        foreach (ref readonly var news in engine.Events)
            Take(replica, news);
        engine.ClearEvents();
        Rank(replica);
        if (replica is { Phase: ReplicaPhase.Draining, Outstanding: 0 })
            Dismiss(replica);
    }

    private void Take(Replica replica, in EngineEvent news)
    {
        var slot = (int)news.Sequence;
        ref var flight = ref flights[slot];
        switch (news.Kind)
        {
            case EngineEventKind.Scheduled:
                if (flight.Scheduled == Flight.Never)
                    (flight.Scheduled, flight.Cached) = (news.At.UnixNanoseconds, news.Cached);
                break;
            case EngineEventKind.FirstToken:
                if (flight.FirstToken == Flight.Never)
                    flight.FirstToken = news.At.UnixNanoseconds;
                break;
            case EngineEventKind.Preempted:
                flight.Preemptions++;
                break;
            case EngineEventKind.Finished:
                flights.Leave(slot, replica);
                if (plan.Pools[replica.Pool].Role == PoolRole.Prefill && flight.Arrival.Output > 1)
                    HandOver(slot, replica);
                else
                    End(slot, RequestOutcome.Finished, flight.Arrival.Output);
                break;
        }
    }

    /// <summary>Sends a cache to where it is decoded; which replica that is, is decided when it arrives.</summary>
    private void HandOver(int slot, Replica replica)
    {
        ref var flight = ref flights[slot];
        flight.IsHandedOver = true;
        var link = plan.Pools[replica.Pool].Link;
        var begins = Math.Max(now, replica.LinkFreeAt);
        replica.LinkFreeAt = begins + (link?.TimeOf(flight.Arrival.Input).Nanoseconds ?? 0);
        var arrives = Math.Max(now + 1, replica.LinkFreeAt + (link?.Latency.Nanoseconds ?? 0));
        handovers.Enqueue(slot, (arrives, handoverOrder++));
    }

    private int ProducedBy(int slot)
    {
        ref readonly var flight = ref flights[slot];
        var onEngine = flight.IsPlaced ? replicas[flight.Replica].Engine!.Produced(slot) : 0;
        return flight.IsHandedOver ? 1 + onEngine : onEngine;
    }

    /// <summary>Takes a request off the replica that it is on, if it is on one.</summary>
    private void TakeOff(int slot)
    {
        if (!flights[slot].IsPlaced)
            return;
        var replica = replicas[flights[slot].Replica];
        replica.Engine!.Remove(slot, Now);
        flights.Leave(slot, replica);
        Rank(replica);
        Touch(replica);
    }

    private void End(int slot, RequestOutcome outcome, int produced, LimitRefusal refusal = default)
    {
        ref readonly var flight = ref flights[slot];
        var record = new RequestRecord
        {
            Arrival = flight.Arrival,
            Outcome = outcome,
            Ended = Now,
            Scheduled = flight.Scheduled == Flight.Never ? null : new Instant(flight.Scheduled),
            FirstToken = flight.FirstToken == Flight.Never ? null : new Instant(flight.FirstToken),
            Cached = flight.Cached,
            Produced = produced,
            Preemptions = flight.Preemptions,
            Replica = flight.Replica,
            Limit = refusal.Limit,
            RetryAt = refusal.RetryAt,
        };
        limits?.End(slot, record);
        flights.Remove(slot);
        ended(record);
        workload.Ended(record);
    }
}
