using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Seeds;
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
/// in their listed order; then handed-over caches that arrive, in the order in which they were sent; then clients whose
/// patience is over leave, first come first; then what limits have to be told of requests that take long, oldest first;
/// then arrivals in the order of the workload; then new steps begin. Nothing of an earlier kind can come into being at
/// the instant of a later one: a step, a handover, patience and a wait take at least a nanosecond. The exception, a
/// workload that sends a request at the instant at which another ends, is an arrival of that same instant. An engine is
/// planned once for all that an instant brings it.
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
    private readonly Lane[] front;
    private readonly Lane[] decode;
    private readonly ClassGate[] gates;
    private readonly PoolTotals[] totals;
    private readonly long[] longest;
    private readonly IndexedHeap clock = new();
    private readonly PriorityQueue<(int Slot, long Request), (long At, long Order)> handovers = new();
    private readonly PriorityQueue<(int Slot, long Request), (long At, long Order)> leavings = new();
    private readonly List<Replica> touched = [];
    private int nextChange;
    private long waits;
    private long now = long.MinValue;

    /// <summary>Prepares a simulation.</summary>
    /// <param name="plan">The fleet.</param>
    /// <param name="workload">Where requests come from; used up.</param>
    /// <param name="ended">Takes every request once, when it is over.</param>
    /// <param name="limits">Usage limits; null when there are none.</param>
    public FleetSimulation(FleetPlan plan, IWorkload workload, RequestEnded ended, LimitDesk? limits = null)
    {
        for (var change = 1; change < plan.Changes.Length; change++)
        {
            if (plan.Changes[change].At < plan.Changes[change - 1].At)
                throw new ArgumentException($"Change {change} comes before the one that it follows.", nameof(plan));
        }

        if (plan.Pools.FirstOrDefault(pool => pool.Engine.PrefixTokens is > 0 and var tokens
            && tokens != workload.PrefixBlock) is { } other)
        {
            throw new ArgumentException(
                $"A name stands for {workload.PrefixBlock} tokens in the workload and for {other.Engine.PrefixTokens} "
                + $"in pool {other.Name}.",
                nameof(workload));
        }

        this.plan = plan;
        this.workload = workload;
        this.ended = ended;
        this.limits = limits;
        var classes = plan.Pools.Select(pool => pool.Class).DefaultIfEmpty(-1).Max() + 1;
        var chance = SeedTree.FromSeed(plan.Seed).Branch("routing");
        front = [.. Enumerable.Range(0, classes).Select(_ => NewLane(chance.Branch("front")))];
        decode = [.. Enumerable.Range(0, classes).Select(_ => NewLane(chance.Branch("decode")))];
        gates = [.. Enumerable.Range(0, classes).Select(_ => new ClassGate(QueueTerms.Plain, 0))];
        members = [.. plan.Pools.Select(_ => new List<Replica>())];
        totals = [.. plan.Pools.Select(pool => new PoolTotals(pool))];
        longest = [.. Enumerable.Range(0, classes).Select(LongestDecoded)];
        for (var pool = 0; pool < plan.Pools.Length; pool++)
            Resize(pool, plan.Pools[pool].Replicas, cutsOff: false);
    }

    /// <summary>Is told what happens to replicas as it happens; null: nobody is.</summary>
    internal Action<ReplicaNews>? Watch { get; init; }

    /// <summary>Instant that was reached; before the first event, the beginning of time.</summary>
    public Instant Now => new(now);

    /// <summary>Requests under way.</summary>
    public int InFlight => flights.Count;

    /// <summary>When something happens next; null when nothing will.</summary>
    public Instant? Next => NextAt() is var at && at == long.MaxValue ? null : new Instant(at);

    /// <summary>
    /// What keeping replicas in the order of their next events cost so far: levels of a heap that they went up or down.
    /// It grows with the logarithm of the number of replicas; routing does not grow with it.
    /// </summary>
    public long HeapMoves => clock.Moves;

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
            if (flights[slot].Arrival.Output > 0)
                BreakOff(slot, RequestOutcome.Unfinished);
        }

        PlanTouched();
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
        while (leavings.TryPeek(out var leaving, out var leave))
        {
            if (IsUnderWay(leaving))
            {
                at = Math.Min(at, leave.At);
                break;
            }

            leavings.Dequeue();
        }

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
        while (handovers.TryPeek(out var sent, out var handover) && handover.At <= now)
        {
            handovers.Dequeue();
            if (IsUnderWay(sent))
                Decode(sent.Slot);
        }

        while (leavings.TryPeek(out var leaving, out var leave) && leave.At <= now)
        {
            leavings.Dequeue();
            if (IsUnderWay(leaving))
                BreakOff(leaving.Slot, RequestOutcome.Left);
        }

        limits?.Report(flights, Now);
        while (workload.Next is { } next && next.UnixNanoseconds <= now)
            Arrive(workload.Take());

        // Only what happens is told to routers, so that it changes nothing when and how often states are looked at.
        foreach (var replica in touched)
        {
            if (replica.Engine is { } engine)
                LaneOf(replica).ReportKvUse(replica, 1 - (engine.FreeBlocks / (double)BlocksOf(replica)));
        }

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

    private Lane NewLane(SeedTree chance) => new(plan.Router, plan.Weights, chance);

    /// <summary>Most tokens that a sequence may have to be decoded apart from its prompt.</summary>
    private long LongestDecoded(int modelClass) => plan.Pools
        .Where(pool => pool.Class == modelClass && pool.Role == PoolRole.Decode)
        .Select(pool => pool.Scheduler().LongestSequence(pool.Engine)).DefaultIfEmpty().Max();

    private int BlocksOf(Replica replica) => plan.Pools[replica.Pool].Engine.Blocks;

    private Lane LaneOf(Replica replica) =>
        (plan.Pools[replica.Pool].Role == PoolRole.Decode ? decode : front)[plan.Pools[replica.Pool].Class];

    /// <summary>
    /// Tells router and admission what a replica takes: one that serves up to its bound, one that is leaving no more
    /// than it has.
    /// </summary>
    private void Settle(Replica replica)
    {
        var pool = plan.Pools[replica.Pool];
        LaneOf(replica).Settle(replica);
        var room = replica.Phase switch
        {
            ReplicaPhase.Serving => pool.Traits.Limit,
            ReplicaPhase.Draining => replica.Outstanding,
            _ => 0,
        };
        if (pool.Role != PoolRole.Decode)
            gates[pool.Class].Resize(gates[pool.Class].Places + room - replica.Room, Now);
        replica.Room = room;
    }
}
