using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Admission;
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
        if (arrival.Class >= gates.Length)
        {
            End(slot, RequestOutcome.Overloaded, 0);
            return;
        }

        var gate = gates[arrival.Class];
        var asked = new QueueRequest(0, 0, 1, new Tokens(arrival.Input), new Tokens(arrival.Output));
        if (gate.TryRefuse(asked, Now, out var full))
        {
            End(slot, RequestOutcome.Overloaded, 0, new LimitRefusal(null, Now + full.RetryAfter));
            return;
        }

        if (limits is not null && !limits.TryAdmit(slot, arrival, Now, out var refusal))
        {
            End(slot, RequestOutcome.Limited, 0, refusal);
            return;
        }

        flights[slot].Place = gate.Enter(asked, Now).Ticket;
        if (Start(slot) is { } failed)
            End(slot, failed, 0);
        else if (arrival.Patience > Duration.Zero)
            leavings.Enqueue((slot, arrival.Id), ((arrival.At + arrival.Patience).UnixNanoseconds, waits++));
    }

    /// <summary>Whether the request that had a slot is not over: its slot may be another's by now.</summary>
    private bool IsUnderWay((int Slot, long Request) asked) =>
        flights[asked.Slot].Arrival is { Output: > 0 } arrival && arrival.Id == asked.Request;

    /// <summary>Puts a request on a replica that takes all of it, or its prompt; says why it could not.</summary>
    private RequestOutcome? Start(int slot)
    {
        ref readonly var flight = ref flights[slot];
        ref readonly var arrival = ref flight.Arrival;
        var lane = front[arrival.Class];
        if (lane.Place(arrival.Prefix.Span, arrival.Id, flight.Retries) is not { } replica)
            return RequestOutcome.Overloaded;
        var isPrefill = plan.Pools[replica.Pool].Role == PoolRole.Prefill;
        if (isPrefill && arrival.Output > 1 && (long)arrival.Input + arrival.Output - 1 > longest[arrival.Class])
        {
            lane.Finish(replica);
            return RequestOutcome.TooLong;
        }

        return Offer(slot, lane, replica, new Sequence
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
        ref readonly var flight = ref flights[slot];
        ref readonly var arrival = ref flight.Arrival;
        var lane = decode[arrival.Class];
        var replica = lane.Place(arrival.Prefix.Span, arrival.Id, flight.Retries);
        var sequence = new Sequence
        {
            Id = slot,
            Input = arrival.Input,
            Output = arrival.Output - 1,
            Priority = arrival.Priority,
            Ready = true,
        };
        if (replica is null || Offer(slot, lane, replica, sequence) is not null)
            End(slot, RequestOutcome.Lost, 1);
    }

    private RequestOutcome? Offer(int slot, Lane lane, Replica replica, in Sequence sequence)
    {
        var engine = replica.Engine!;
        engine.AdvanceTo(Now);
        Take(replica);
        Touch(replica);
        var answer = engine.Add(sequence, Now);
        if (answer == Serving.Offer.Accepted)
        {
            flights.Place(slot, replica);
            Watch?.Invoke(new(ReplicaNewsKind.Given, replica.Number, replica.Pool, Now)
            {
                Id = slot,
                Sequence = sequence,
                Request = flights[slot].Arrival.Id,
            });
            return null;
        }

        lane.Finish(replica);
        return answer == Serving.Offer.TooLong ? RequestOutcome.TooLong : RequestOutcome.Overloaded;
    }

    private void Leave(int slot, Replica replica)
    {
        flights.Leave(slot, replica);
        LaneOf(replica).Finish(replica);
        if (replica.Phase == ReplicaPhase.Draining)
            Settle(replica);
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
        if (replica is { Phase: ReplicaPhase.Draining, Outstanding: 0 })
            Dismiss(replica);
    }

    private void Take(Replica replica, in EngineEvent news)
    {
        var slot = (int)news.Sequence;
        ref var flight = ref flights[slot];
        Watch?.Invoke(new(ReplicaNewsKind.Told, replica.Number, replica.Pool, Now) { Id = slot, Event = news });
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
                Leave(slot, replica);
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
        LeaveGate(slot);
        var link = plan.Pools[replica.Pool].Link;
        var begins = Math.Max(now, replica.LinkFreeAt);
        replica.LinkFreeAt = begins + (link?.TimeOf(flight.Arrival.Input).Nanoseconds ?? 0);
        var arrives = Math.Max(now + 1, replica.LinkFreeAt + (link?.Latency.Nanoseconds ?? 0));
        handovers.Enqueue((slot, flight.Arrival.Id), (arrives, waits++));
    }

    private void LeaveGate(int slot)
    {
        ref var flight = ref flights[slot];
        if (flight.Place != default)
            gates[flight.Arrival.Class].End(flight.Place, Now);
        flight.Place = default;
    }

    private int ProducedBy(int slot)
    {
        ref readonly var flight = ref flights[slot];
        var onEngine = flight.IsPlaced ? replicas[flight.Replica].Engine!.Produced(slot) : 0;
        return flight.IsHandedOver ? 1 + onEngine : onEngine;
    }

    /// <summary>Ends a request where it is: on a replica, or on the way to one.</summary>
    private void BreakOff(int slot, RequestOutcome outcome)
    {
        if (!flights[slot].IsPlaced)
        {
            End(slot, outcome, ProducedBy(slot));
            return;
        }

        var replica = replicas[flights[slot].Replica];
        replica.Engine!.AdvanceTo(Now);
        Take(replica);
        var produced = ProducedBy(slot);
        replica.Engine.Remove(slot, Now);
        Watch?.Invoke(new(ReplicaNewsKind.Withdrawn, replica.Number, replica.Pool, Now) { Id = slot });
        Leave(slot, replica);
        Touch(replica);
        if (replica is { Phase: ReplicaPhase.Draining, Outstanding: 0 })
            Dismiss(replica);
        End(slot, outcome, produced);
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
            Retries = flight.Retries,
            Replica = flight.Replica,
            Limit = refusal.Limit,
            RetryAt = refusal.RetryAt,
        };
        LeaveGate(slot);
        limits?.End(slot, record);
        flights.Remove(slot);
        ended(record);
        workload.Ended(record);
    }
}
