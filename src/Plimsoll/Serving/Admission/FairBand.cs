using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>
/// Those of one band who wait, shared fairly among tenants by virtual token counters (Sheng and others, "Fairness in
/// Serving Large Language Models", OSDI 2024): the tenant that was given least, over its weight, is next, and within it
/// whoever came first. One that comes back is lifted to the least counter of those who wait, so that nobody saves up.
/// Every change is O(log tenants).
/// </summary>
internal sealed class FairBand(Seats seats)
{
    /// <summary>What one virtual token counts at weight 1, so that weights divide it well.</summary>
    private const long Unit = 1_000;

    private const int FewestKept = 1_024;

    /// <summary>How many of the latest gaps between starts of a tenant count, about.</summary>
    private const int Smoothed = 16;

    private readonly Dictionary<ulong, int> byTenant = [];
    private readonly IndexedHeap next = new();
    private readonly IndexedHeap longest = new();
    private Flow[] flows = [];
    private int free = Seats.None;
    private int sweepAt = FewestKept;
    private long floor;

    /// <summary>Requests that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>Weights of the tenants that wait, in sum.</summary>
    public long WaitingWeight { get; private set; }

    /// <summary>Slot of the request to be served next; -1: none waits.</summary>
    public int Next => next.Count == 0 ? Seats.None : flows[next.First].Oldest;

    /// <summary>Number of the tenant whose line is longest in estimated tokens, over its weight; -1: none.</summary>
    public int Longest => longest.First;

    /// <summary>Its length, as <see cref="LengthOf"/> counts it; 0: none waits.</summary>
    public long LongestLength => longest.Count == 0 ? 0 : -longest.FirstKey;

    /// <summary>The tenant of a number.</summary>
    public ref Flow this[int flow] => ref flows[flow];

    /// <summary>Tenants that are remembered.</summary>
    public int Remembered => byTenant.Count;

    /// <summary>The number of a tenant.</summary>
    public int FlowOf(ulong tenant, int weight, Instant now)
    {
        if (byTenant.TryGetValue(tenant, out var flow))
        {
            if (flows[flow].Waiting == 0)
                flows[flow].Weight = weight;
            return flow;
        }

        if (byTenant.Count >= sweepAt)
            Sweep(now);
        if (free == Seats.None)
            Grow();
        flow = free;
        free = flows[flow].NextFree;
        flows[flow] = new Flow
        {
            Tenant = tenant,
            Weight = weight,
            Counter = Least,
            Oldest = Seats.None,
            Newest = Seats.None,
            Promised = new Instant(long.MinValue),
            IsUsed = true,
        };
        byTenant.Add(tenant, flow);
        return flow;
    }

    /// <summary>How long a line of so many tokens is for a tenant.</summary>
    public long LengthOf(int flow, long tokens) => tokens * Unit / flows[flow].Weight;

    /// <summary>Puts a request at the end of its tenant's line.</summary>
    public void Join(int slot)
    {
        ref var seat = ref seats[slot];
        ref var flow = ref flows[seat.Flow];
        if (flow.Waiting == 0)
        {
            Lift(ref flow);
            WaitingWeight += flow.Weight;
            flow.Oldest = slot;
        }
        else
        {
            seats[flow.Newest].Newer = slot;
        }

        seat.Older = flow.Newest;
        flow.Newest = slot;
        flow.Waiting++;
        flow.WaitingTokens += seat.Tokens;
        Waiting++;
        Place(seat.Flow);
    }

    /// <summary>Takes a request out of its tenant's line, wherever it stands.</summary>
    public void Remove(int slot)
    {
        ref var seat = ref seats[slot];
        ref var flow = ref flows[seat.Flow];
        if (seat.Older == Seats.None)
            flow.Oldest = seat.Newer;
        else
            seats[seat.Older].Newer = seat.Newer;
        if (seat.Newer == Seats.None)
            flow.Newest = seat.Older;
        else
            seats[seat.Newer].Older = seat.Older;
        flow.Waiting--;
        flow.WaitingTokens -= seat.Tokens;
        Waiting--;
        Place(seat.Flow);
        if (flow.Waiting > 0)
            return;
        WaitingWeight -= flow.Weight;
        floor = flow.Counter;
    }

    /// <summary>Charges a request that is given a place, and that waits no longer or never did.</summary>
    public void Charge(int slot, Instant now)
    {
        ref var seat = ref seats[slot];
        ref var flow = ref flows[seat.Flow];
        if (flow.Waiting == 0 && next.Count == 0)
            Lift(ref flow);
        flow.Counter += VirtualOf(seat.Cost, seat.Weight);
        flow.Running++;
        if (flow.Waiting == 0)
            (floor, flow.StartedAt, flow.Gap) = (flow.Counter, null, 0);
        else
            NoteStart(ref flow, now);
        Place(seat.Flow);
    }

    /// <summary>Ends a request that had a place: its tenant pays what it used in the place of its estimate.</summary>
    public void Settle(int slot, long cost)
    {
        ref var seat = ref seats[slot];
        ref var flow = ref flows[seat.Flow];
        flow.Counter += VirtualOf(cost, seat.Weight) - VirtualOf(seat.Cost, seat.Weight);
        flow.Running--;
        Place(seat.Flow);
    }

    /// <summary>
    /// The counter that one who comes back is lifted to: the least of those who wait, else the last's.
    /// </summary>
    private long Least => next.Count == 0 ? floor : next.FirstKey;

    private static long VirtualOf(long cost, int weight) => ((cost * Unit) + weight - 1) / weight;

    /// <summary>
    /// Of one whose others go on waiting: how long it takes from one of its starts to the next, with all who come in
    /// between.
    /// </summary>
    private static void NoteStart(ref Flow flow, Instant now)
    {
        if (flow.StartedAt is { } before)
        {
            var gap = (now - before).Nanoseconds;
            flow.Gap = flow.Gap == 0 ? gap : flow.Gap + ((gap - flow.Gap) / Smoothed);
        }

        flow.StartedAt = now;
    }

    private void Lift(ref Flow flow) => flow.Counter = Math.Max(flow.Counter, Least);

    /// <summary>Brings both orders up to date: between equal counters whoever came first is next.</summary>
    private void Place(int number)
    {
        ref readonly var flow = ref flows[number];
        if (flow.Waiting == 0)
        {
            next.Remove(number);
            longest.Remove(number);
            return;
        }

        next.Set(number, flow.Counter, seats[flow.Oldest].Order);
        longest.Set(number, -LengthOf(number, flow.WaitingTokens), number);
    }

    /// <summary>
    /// Forgets tenants that are treated the same whether they are known or not: nothing of theirs is here, nothing is
    /// promised, and their counter would be lifted.
    /// </summary>
    private void Sweep(Instant now)
    {
        for (var number = 0; number < flows.Length; number++)
        {
            ref var flow = ref flows[number];
            if (!flow.IsUsed || flow.Waiting > 0 || flow.Running > 0 || flow.Promised > now || flow.Counter > Least)
                continue;
            byTenant.Remove(flow.Tenant);
            flow = new Flow { NextFree = free };
            free = number;
        }

        sweepAt = Math.Max(FewestKept, 2 * byTenant.Count);
    }

    private void Grow()
    {
        var before = flows.Length;
        Array.Resize(ref flows, Math.Max(16, before * 2));
        for (var number = flows.Length - 1; number >= before; number--)
        {
            flows[number].NextFree = free;
            free = number;
        }
    }
}
