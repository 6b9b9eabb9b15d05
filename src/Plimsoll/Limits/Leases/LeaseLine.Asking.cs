using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <content>When the authority is asked for how much, and what it is told.</content>
public sealed partial class LeaseLine
{
    // Leases grow and shrink with what was used of them: an eighth over the rate, for rates are never even.
    private const int Surplus = 8;

    private const int Million = 1_000_000;

    private (LeaseSize Granted, LeaseSize Admitted, Duration Held) last;
    private (Refusal? Refusal, TokenUsage Estimate, Instant Until) refused;

    /// <summary>Whether so little is left that another lease is to be asked for before anybody has to wait.</summary>
    public bool RunsLow(Instant now) => Admitting is { } lease && now < lease.StopAt
        && lease.Grant.Size.Requests >= 4
        && (lease.Left.Requests * 4 < lease.Grant.Size.Requests
            || lease.Left.Usage.AllInput.Value * 4 < lease.Grant.Size.Usage.AllInput.Value
            || lease.Left.Usage.Output.Value * 4 < lease.Grant.Size.Usage.Output.Value);

    /// <summary>What the authority is asked for.</summary>
    /// <param name="id">Name of the lease.</param>
    /// <param name="first">The request that cannot wait; where none waits, one as they were so far.</param>
    /// <param name="waiting">All that wait, the first among them.</param>
    /// <param name="now">By the monotonic clock.</param>
    public LeaseAsk Ask(UInt128 id, in TokenUsage first, in LeaseSize waiting, Instant now)
    {
        if (Admitting is { } lease)
            last = (lease.Grant.Size, lease.Admitted, now - lease.TakenAt);
        var size = waiting;
        if (last.Admitted.Requests > 0)
        {
            var expected = (Int128)last.Admitted.Requests * terms.Aim.Nanoseconds
                / Math.Max(Million, last.Held.Nanoseconds);
            var most = Math.Min(2 * last.Granted.Requests, terms.MostRequests);
            var more = Math.Min((long)Int128.Min(expected, most), most) - waiting.Requests;
            if (more > 0)
                size += new LeaseSize(more, Mean(more));
        }

        return new LeaseAsk(id, Kind, size, first);
    }

    /// <summary>What a request was expected to use so far, on average, for when none waits.</summary>
    public TokenUsage Typical => Admitting is { Admitted.Requests: > 0 } lease
        ? Each(lease.Admitted.Usage, 1, lease.Admitted.Requests)
        : default;

    /// <summary>Takes a lease that was given.</summary>
    /// <param name="grant">The lease.</param>
    /// <param name="sentAt">By the monotonic clock, before the authority was asked.</param>
    /// <param name="remaining">How long it admitted requests, by the store's clock, when that was asked.</param>
    /// <param name="now">By the monotonic clock.</param>
    public void Take(LeaseGrant grant, Instant sentAt, Duration remaining, Instant now)
    {
        Stop(now);
        refused = default;
        var safe = (long)((Int128)remaining.Nanoseconds * (Million - terms.Drift) / Million);
        leases.Add(new HeldLease(grant, now, sentAt + new Duration(safe)));
    }

    /// <summary>
    /// Takes a lease that was given for requests that have ended: all that is left is to tell of them.
    /// </summary>
    /// <param name="grant">The lease.</param>
    /// <param name="used">What they used.</param>
    /// <param name="now">By the monotonic clock.</param>
    public void Take(LeaseGrant grant, in LeaseSize used, Instant now)
    {
        var lease = new HeldLease(grant, now, now) { IsAdmitting = false, Totals = new LeaseTotals(used, default) };
        lease.Change(now);
        leases.Insert(0, lease);
    }

    /// <summary>What ended requests of a lease used; null: nothing of it is left to be told.</summary>
    public TokenUsage? Used(UInt128 lease) => leases.Find(held => held.Grant.Id == lease)?.Totals.Used.Usage;

    /// <summary>Remembers that the authority refused a request.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="estimate">What the request was expected to use.</param>
    /// <param name="passesIn">When it passes if nothing else happens; null: never.</param>
    /// <param name="now">By the monotonic clock.</param>
    public void Refuse(Refusal refusal, in TokenUsage estimate, Duration? passesIn, Instant now)
    {
        var life = passesIn is { } wait && wait < terms.RefusalLife ? wait : terms.RefusalLife;
        refused = (refusal, estimate, now + life);
    }

    /// <summary>The refusal of a moment ago, where it holds for a request as well: one that is not smaller.</summary>
    public Refusal? Known(in TokenUsage estimate, Instant now) =>
        refused.Refusal is { } refusal && now < refused.Until && !(estimate - refused.Estimate).HasNegative
            ? refusal
            : null;

    /// <summary>Lets a lease stop whose time is over, or that admitted nothing for a while.</summary>
    public void Tick(Instant now)
    {
        if (Admitting is { } lease && (now >= lease.StopAt || now - lease.LastAt >= terms.Idle))
            Stop(now);
    }

    /// <summary>Lets the lease stop that admits: what it has left goes back.</summary>
    public void Stop(Instant now)
    {
        if (Admitting is not { } lease)
            return;
        last = (lease.Grant.Size, lease.Admitted, now - lease.TakenAt);
        lease.IsAdmitting = false;
        lease.Change(now);
    }

    /// <summary>Whether the authority has waited for news long enough.</summary>
    public bool IsDue(Instant now)
    {
        foreach (var lease in leases)
        {
            if (!lease.IsAdmitting && IsNews(lease, now)
                && (lease.Version == lease.KnownVersion || now - lease.ChangedAt >= terms.TellWithin))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is something that the authority does not know of leases that have stopped.</summary>
    public bool HasNews(Instant now) => leases.Exists(lease => !lease.IsAdmitting && IsNews(lease, now));

    /// <summary>All that the authority does not know of leases that have stopped.</summary>
    public void Notes(Instant now, ICollection<LeaseNote> into)
    {
        foreach (var lease in leases)
        {
            if (!lease.IsAdmitting && IsNews(lease, now))
                into.Add(new LeaseNote(lease.Grant.Id, lease.Totals, lease.Version));
        }
    }

    /// <summary>The authority has taken note.</summary>
    /// <param name="note">Of what.</param>
    /// <param name="isOpen">Whether it knew the lease; if not, it had ended it by itself.</param>
    /// <param name="now">By the monotonic clock.</param>
    public void Told(in LeaseNote note, bool isOpen, Instant now)
    {
        var name = note.Lease;
        if (leases.Find(lease => lease.Grant.Id == name) is not { } told)
            return;
        told.KnownVersion = note.Version;
        told.KnownAt = now;
        told.IsAlive = false;
        told.IsGone = !isOpen;
        if (told.IsGone || (note.Totals.IsFinal && told.Version == note.Version))
            leases.Remove(told);
        else if (told.Version != note.Version)
            told.ChangedAt = now;
    }

    private bool IsNews(HeldLease lease, Instant now) => lease.Version != lease.KnownVersion
        || (lease.IsAlive && now - lease.KnownAt >= terms.Refresh);

    /// <summary>What so many requests will use.</summary>
    private TokenUsage Mean(long requests) => Each(
        last.Admitted.Usage, (Int128)requests * (Surplus + 1), (Int128)last.Admitted.Requests * Surplus);

    private static TokenUsage Each(in TokenUsage usage, Int128 times, Int128 by)
    {
        return new(Of(usage.Input), Of(usage.CacheWrite), Of(usage.CacheRead), Of(usage.Output))
        {
            CacheWriteLong = Of(usage.CacheWriteLong),
        };

        Tokens Of(Tokens tokens) => new((long)((tokens.Value * times) / by));
    }
}
