using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Fleets;

/// <summary>Takes a request that is over.</summary>
public delegate void RequestEnded(in RequestRecord record);

/// <summary>
/// A fleet in virtual time: requests arrive, are admitted by limits, are routed to replicas, and end. The same plan and
/// the same workload give the same records in the same order. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Events have one total order. At one instant: steps of engines that end, replica by number; then changes of the fleet
/// in their listed order; then handed-over caches that arrive, in the order in which they were sent; then what limits
/// have to be told of requests that take long, oldest first; then arrivals in the order of the workload; then new steps
/// begin. Nothing of an earlier kind can come into being at the instant of a later one: a step, a handover and a wait
/// take at least a nanosecond. The exception, a workload that sends a request at the instant at which another ends, is
/// an arrival of that same instant. An engine is planned once for all that an instant brings it.
/// </remarks>
public sealed partial class FleetSimulation
{
    private readonly FleetPlan plan;
    private readonly IWorkload workload;
    private readonly RequestEnded ended;
    private readonly LimitDesk? limits;
    private readonly Flights flights = new();
    private readonly List<Replica> replicas = [];
    private readonly List<Replica>[] members;
    private readonly ReplicaChoice[] front;
    private readonly ReplicaChoice[] decode;
    private readonly PoolTotals[] totals;
    private readonly IndexedHeap clock = new();
    private readonly PriorityQueue<int, (long At, long Order)> handovers = new();
    private readonly List<Replica> touched = [];
    private int nextChange;
    private long handoverOrder;
    private long now = long.MinValue;

    /// <summary>Prepares a simulation.</summary>
    /// <param name="plan">The fleet.</param>
    /// <param name="workload">Where requests come from; used up.</param>
    /// <param name="ended">Takes every request once, when it is over.</param>
    /// <param name="limits">Usage limits; null when there are none.</param>
    public FleetSimulation(FleetPlan plan, IWorkload workload, RequestEnded ended, LimitDesk? limits = null)
    {
        this.plan = plan;
        this.workload = workload;
        this.ended = ended;
        this.limits = limits;
        var classes = plan.Pools.Select(pool => pool.Class).DefaultIfEmpty(-1).Max() + 1;
        front = [.. Enumerable.Range(0, classes).Select(_ => new ReplicaChoice(plan.Router))];
        decode = [.. Enumerable.Range(0, classes).Select(_ => new ReplicaChoice(plan.Router))];
        members = [.. plan.Pools.Select(_ => new List<Replica>())];
        totals = [.. plan.Pools.Select(pool => new PoolTotals(pool))];
        for (var pool = 0; pool < plan.Pools.Length; pool++)
            Resize(pool, plan.Pools[pool].Replicas, cutsOff: false);
    }

    /// <summary>Instant that was reached; before the first event, the beginning of time.</summary>
    public Instant Now => new(now);

    /// <summary>Requests under way.</summary>
    public int InFlight => flights.Count;

    /// <summary>When something happens next; null when nothing will.</summary>
    public Instant? Next => NextAt() is var at && at == long.MaxValue ? null : new Instant(at);

    /// <summary>
    /// What keeping events and replicas in order cost so far: levels of heaps that entries went up or down. It grows
    /// with the logarithm of the number of replicas.
    /// </summary>
    public long HeapMoves => clock.Moves + front.Sum(choice => choice.Moves) + decode.Sum(choice => choice.Moves);

    /// <summary>Lets everything happen that happens at or before an instant.</summary>
    public void RunTo(Instant until)
    {
        for (var at = NextAt(); at <= until.UnixNanoseconds && at != long.MaxValue; at = NextAt())
            RunInstant(at);
        now = Math.Max(now, until.UnixNanoseconds);
    }

    /// <summary>Ends every request that is under way as unfinished, oldest slot first.</summary>
    public void Stop()
    {
        for (var slot = 0; slot < flights.Slots; slot++)
        {
            if (flights[slot].Arrival.Output == 0)
                continue;
            var produced = ProducedBy(slot);
            TakeOff(slot);
            End(slot, RequestOutcome.Unfinished, produced);
        }
    }

    /// <summary>The states of the pools at the instant that was reached, in their order.</summary>
    public ImmutableArray<PoolState> States()
    {
        foreach (var replica in replicas)
        {
            if (replica.Engine is null)
                continue;
            replica.Engine.AdvanceTo(Now);
            Take(replica);
            Touch(replica);
        }

        PlanTouched();
        return [.. plan.Pools.Select((_, pool) => totals[pool].StateOf(members[pool]))];
    }

    private long NextAt()
    {
        var at = clock.FirstKey;
        if (workload.Next is { } arrival)
            at = Math.Min(at, arrival.UnixNanoseconds);
        if (nextChange < plan.Changes.Length)
            at = Math.Min(at, plan.Changes[nextChange].At.UnixNanoseconds);
        if (handovers.TryPeek(out _, out var handover))
            at = Math.Min(at, handover.At);
        return limits is null ? at : Math.Min(at, limits.NextReport);
    }

    private void RunInstant(long at)
    {
        if (at < now)
        {
            throw new InvalidOperationException(
                $"An event at {at} ns comes after the instant {now} ns: a workload or a plan goes back in time.");
        }

        now = at;
        while (clock.FirstKey <= now)
        {
            var replica = replicas[clock.First];
            clock.Remove(replica.Number);
            replica.Engine!.AdvanceTo(Now);
            Touch(replica);
            Take(replica);
        }

        for (; nextChange < plan.Changes.Length && plan.Changes[nextChange].At.UnixNanoseconds <= now; nextChange++)
            Apply(plan.Changes[nextChange]);
        while (handovers.TryPeek(out var slot, out var handover) && handover.At <= now)
        {
            handovers.Dequeue();
            Decode(slot);
        }

        limits?.Report(flights, Now);
        while (workload.Next is { } next && next.UnixNanoseconds <= now)
            Arrive(workload.Take());
        PlanTouched();
    }

    private void Touch(Replica replica)
    {
        if (replica.IsTouched)
            return;
        replica.IsTouched = true;
        touched.Add(replica);
    }

    private void PlanTouched()
    {
        foreach (var replica in touched)
        {
            replica.IsTouched = false;
            if (replica.Engine?.Plan() is { } news)
                clock.Set(replica.Number, news.UnixNanoseconds, replica.Number);
            else
                clock.Remove(replica.Number);
        }

        touched.Clear();
    }

    private ReplicaChoice ChoiceOf(int pool) =>
        (plan.Pools[pool].Role == PoolRole.Decode ? decode : front)[plan.Pools[pool].Class];

    private void Rank(Replica replica) =>
        ChoiceOf(replica.Pool).Update(replica, plan.Pools[replica.Pool].Engine.MaxSequences);
}
