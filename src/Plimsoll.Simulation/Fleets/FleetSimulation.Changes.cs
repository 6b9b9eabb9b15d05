using Plimsoll.Serving;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Fleets;

/// <content>What happens to the fleet.</content>
public sealed partial class FleetSimulation
{
    private void Apply(FleetChange change)
    {
        switch (change)
        {
            case FleetChange.Resize resize:
                Resize(resize.Pool, resize.Replicas, cutsOff: false);
                break;
            case FleetChange.Curtail curtail:
                Resize(curtail.Pool, curtail.Replicas, cutsOff: true);
                break;
            case FleetChange.Fail fail:
                if (MemberOf(fail.Pool, fail.Replica) is { Phase: ReplicaPhase.Serving } failing)
                    CutOff(failing, ReplicaPhase.Down);
                else if (MemberOf(fail.Pool, fail.Replica) is { Phase: ReplicaPhase.Draining } leaving)
                    CutOff(leaving, ReplicaPhase.Away);
                break;
            case FleetChange.Repair repair:
                if (MemberOf(repair.Pool, repair.Replica) is { Phase: ReplicaPhase.Down } down)
                    Serve(down);
                break;
            default:
                throw new InvalidOperationException($"Unknown change {change}.");
        }
    }

    private Replica? MemberOf(int pool, int index) => index < members[pool].Count ? members[pool][index] : null;

    private void Resize(int pool, int wanted, bool cutsOff)
    {
        var there = members[pool];
        while (there.Count < wanted)
        {
            var replica = new Replica(replicas.Count, pool, there.Count);
            replicas.Add(replica);
            there.Add(replica);
            LaneOf(replica).Add(replica, plan.Pools[pool].Traits);
        }

        for (var index = 0; index < there.Count; index++)
        {
            var replica = there[index];
            if (index < wanted)
            {
                if (replica.Phase is ReplicaPhase.Away or ReplicaPhase.Draining)
                    Serve(replica);
            }
            else if (cutsOff && replica.Phase != ReplicaPhase.Away)
                CutOff(replica, ReplicaPhase.Away);
            else if (replica.Phase == ReplicaPhase.Down || replica is { Phase: ReplicaPhase.Serving, Outstanding: 0 })
                Dismiss(replica);
            else if (replica.Phase == ReplicaPhase.Serving)
            {
                replica.Phase = ReplicaPhase.Draining;
                Settle(replica);
                Watch?.Invoke(new(ReplicaNewsKind.Drains, replica.Number, pool, Now));
            }
        }
    }

    private void Serve(Replica replica)
    {
        var pool = plan.Pools[replica.Pool];
        if (replica.Engine is null)
        {
            replica.Engine = new Engine(pool.Engine, pool.Scheduler(), pool.Times, totals[replica.Pool].Gaps);
            LaneOf(replica).Forget(replica);
        }

        replica.Phase = ReplicaPhase.Serving;
        Settle(replica);
        Watch?.Invoke(new(ReplicaNewsKind.Serves, replica.Number, replica.Pool, Now));
    }

    /// <summary>Takes a replica that has no work out of service.</summary>
    private void Dismiss(Replica replica)
    {
        replica.Phase = ReplicaPhase.Away;
        Drop(replica);
    }

    private void Drop(Replica replica)
    {
        clock.Remove(replica.Number);
        if (replica.Engine is { } engine)
            totals[replica.Pool].Keep(engine);
        replica.Engine = null;
        Settle(replica);
        Watch?.Invoke(new(ReplicaNewsKind.Gone, replica.Number, replica.Pool, Now));
    }

    /// <summary>
    /// Ends a replica with what runs on it, which begins anew elsewhere or is lost, first come first.
    /// </summary>
    private void CutOff(Replica replica, ReplicaPhase phase)
    {
        if (replica.Engine is null)
        {
            replica.Phase = phase;
            return;
        }

        replica.Engine.AdvanceTo(Now);
        Take(replica);
        var stranded = new List<(int Slot, int Produced)>();
        for (var slot = replica.First; slot >= 0; slot = flights[slot].After)
            stranded.Add((slot, ProducedBy(slot)));
        foreach (var (slot, _) in stranded)
            Leave(slot, replica);
        replica.Phase = phase;
        Drop(replica);
        foreach (var (slot, produced) in stranded)
        {
            if (!plan.RetriesLost || flights[slot].FirstToken != Flight.Never)
            {
                End(slot, RequestOutcome.Lost, produced);
                continue;
            }

            flights[slot].Retries++;
            // What it found in the cache that is gone is not what it will have read.
            (flights[slot].Scheduled, flights[slot].Cached) = (Flight.Never, 0);
            if (Start(slot) is { } failed)
                End(slot, failed == RequestOutcome.Overloaded ? RequestOutcome.Lost : failed, 0);
        }
    }
}
