using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>
/// What a gateway holds of one path for requests of one kind: a lease that admits, and those before it whose requests
/// are still in flight. It does no I/O and knows only its gateway's monotonic clock. Not thread-safe. Admitting,
/// reporting and settling allocate nothing.
/// </summary>
/// <param name="kind">What its requests have in common.</param>
/// <param name="terms">How leases are cut.</param>
public sealed partial class LeaseLine(LeaseKind kind, LeaseTerms terms)
{
    private readonly List<HeldLease> leases = [];
    private Slot[] slots = [];
    private int spare = -1;

    /// <summary>What its requests have in common.</summary>
    public LeaseKind Kind { get; } = kind;

    /// <summary>Whether nothing of it is in the hands of the authority.</summary>
    public bool IsEmpty => leases.Count == 0;

    /// <summary>What could still be admitted without asking.</summary>
    public LeaseSize Left => Admitting is { } lease ? lease.Left : default;

    /// <summary>Whether there is a lease that admits requests.</summary>
    public bool IsAdmitting => Admitting is not null;

    /// <summary>Leases that are not settled.</summary>
    public int LeaseCount => leases.Count;

    private HeldLease? Admitting => leases.Count > 0 && leases[^1].IsAdmitting ? leases[^1] : null;

    /// <summary>Admits a request from what is held.</summary>
    /// <param name="estimate">What it is expected to use.</param>
    /// <param name="now">By the gateway's monotonic clock.</param>
    /// <param name="request">To be settled or released once; none where nothing held has room for it.</param>
    /// <param name="from">The lease that it was admitted from.</param>
    public bool TryAdmit(in TokenUsage estimate, Instant now, out LeasedRequest request, out LeaseGrant? from)
    {
        var one = LeaseSize.One(estimate);
        if (Admitting is not { } lease || now >= lease.StopAt || !lease.Left.Holds(one))
        {
            (request, from) = (default, null);
            return false;
        }

        lease.Left -= one;
        lease.Admitted += one;
        lease.LastAt = now;
        lease.Totals = lease.Totals with { InFlight = lease.Totals.InFlight + one };
        ref var slot = ref Rent(out request);
        (slot.Lease, slot.Held) = (lease, estimate);
        from = lease.Grant;
        return true;
    }

    /// <summary>Tells what a request used so far; beyond what it holds, its lease admits so much less.</summary>
    /// <returns>False when it has ended, or the authority ended its lease.</returns>
    public bool Report(LeasedRequest request, in TokenUsage soFar, Instant now)
    {
        ref var slot = ref Find(request, out var isFound);
        if (!isFound || slot.Lease.IsGone)
            return false;
        var lease = slot.Lease;
        lease.IsAlive = true;
        var held = TokenUsage.Max(slot.Held, soFar);
        if (held == slot.Held)
            return true;
        var more = new LeaseSize(0, held - slot.Held);
        slot.Held = held;
        lease.Left -= more;
        lease.Totals = lease.Totals with { InFlight = lease.Totals.InFlight + more };
        lease.Change(now);
        return true;
    }

    /// <summary>Ends a request with what it used.</summary>
    /// <returns>False when it has ended, or the authority ended its lease.</returns>
    public bool Settle(LeasedRequest request, in TokenUsage actual, Instant now) =>
        End(request, LeaseSize.One(actual), now);

    /// <summary>Ends a request that failed before any output.</summary>
    /// <returns>False when it has ended, or the authority ended its lease.</returns>
    public bool Release(LeasedRequest request, Instant now) => End(request, default, now);

    private bool End(LeasedRequest request, in LeaseSize used, Instant now)
    {
        ref var slot = ref Find(request, out var isFound);
        if (!isFound)
            return false;
        var lease = slot.Lease;
        lease.Totals = new LeaseTotals(lease.Totals.Used + used, lease.Totals.InFlight - LeaseSize.One(slot.Held));

        // While it admits, what is not used may be used by others, and what is used beyond it may not. A lease for one
        // may have passed into debt, as only that one may.
        if (lease.Grant.Size.Requests > 1)
            lease.Left += new LeaseSize(used.Requests == 0 ? 1 : 0, slot.Held - used.Usage);
        lease.Change(now);
        Return(request.Slot);
        return !lease.IsGone;
    }

    private ref Slot Rent(out LeasedRequest request)
    {
        if (spare < 0)
            Grow();
        var place = spare;
        ref var slot = ref slots[place];
        spare = slot.Next;
        slot.Next = InUse;
        request = new LeasedRequest(place, slot.Generation);
        return ref slot;
    }

    private ref Slot Find(LeasedRequest request, out bool isFound)
    {
        if (request.Generation == 0 || request.Slot >= slots.Length)
        {
            isFound = false;
            return ref System.Runtime.CompilerServices.Unsafe.NullRef<Slot>();
        }

        ref var slot = ref slots[request.Slot];
        isFound = slot.Next == InUse && slot.Generation == request.Generation;
        return ref slot;
    }

    private void Return(int place)
    {
        ref var slot = ref slots[place];
        slot.Lease = null!;
        slot.Generation = slot.Generation == int.MaxValue ? 1 : slot.Generation + 1;
        slot.Next = spare;
        spare = place;
    }

    private void Grow()
    {
        var from = slots.Length;
        Array.Resize(ref slots, Math.Max(4, from * 2));
        for (var place = slots.Length - 1; place >= from; place--)
        {
            slots[place].Generation = 1;
            slots[place].Next = spare;
            spare = place;
        }
    }

    private const int InUse = -2;

    private struct Slot
    {
        public HeldLease Lease;
        public TokenUsage Held;
        public int Generation;
        public int Next;
    }
}
