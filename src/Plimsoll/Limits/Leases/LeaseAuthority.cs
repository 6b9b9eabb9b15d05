using System.Diagnostics.CodeAnalysis;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>
/// What the authority does about leases: transitions of the values of one path, which a book holds. It decides nothing
/// by itself: a lease is a reservation, and what the book refuses is refused.
/// </summary>
/// <param name="book">Holds the values.</param>
/// <param name="terms">How leases are cut.</param>
public sealed class LeaseAuthority(LimitBook book, LeaseTerms terms)
{
    // Requests in flight are held for minutes: their ends need not be told apart as finely as those of leases.
    private const int CoarseSteps = 100;

    /// <summary>Gives a lease, which may be smaller than what is asked, or refuses even a single request.</summary>
    /// <param name="path">Where.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="now">When, by the store's clock.</param>
    /// <param name="lease">The lease; null when it is refused.</param>
    /// <param name="refusal">Why not; null when it is given.</param>
    public bool TryTake(
        LeasePath path,
        in LeaseAsk ask,
        Instant now,
        [NotNullWhen(true)] out LentLease? lease,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        Pass(path, now);
        lease = null;
        var size = Cut(path, ask, now);
        var request = RequestOf(path, ask, size);
        if (!book.TryReserve(request, now, out var held, out refusal))
            return false;
        var end = book.EndOf(held, request, now + terms.Life);
        book.Extend(held, end);
        lease = new LentLease(path, held, new LeaseGrant(ask.Id, size, now, end, held.Lane, held.IsOverage));
        lease.LentUntil = RoundedUp(end, terms.Step);
        path.Lend(held.Request!, held.Request!.Held, lease.LentUntil, isInFlight: false);
        Doubt(lease, size);
        return true;
    }

    /// <summary>
    /// Takes note of what became of a lease: what of it was not used is given back, and once nothing of it is in flight
    /// it has ended.
    /// </summary>
    /// <returns>
    /// False, without effect, when it has ended: it was told before, or so late that it had expired.
    /// </returns>
    public bool TakeNote(LentLease lease, in LeaseTotals totals, Instant now)
    {
        Pass(lease.Path, now);
        if (lease.Reservation.Request is not { } open)
            return false;
        var unsure = LimitBook.AmountsOf(open, lease.Unsure);
        lease.Path.Lend(open, unsure, lease.UnsureUntil, isInFlight: true, isBack: true);
        if (!lease.IsDrained)
        {
            lease.Path.Lend(open, open.Held, lease.LentUntil, isInFlight: false, isBack: true);

            // What was not used counts as if it had never been taken, unless it counts as used since.
            open.At = lease.LentUntil < now ? lease.LentUntil : now;
            lease.IsDrained = true;
        }

        book.Drain(lease.Reservation, totals, now);
        if (!totals.IsFinal)
        {
            Doubt(lease, totals.InFlight);
            return true;
        }

        return totals.Used.Requests == 0
            ? book.Release(lease.Reservation, now)
            : book.Settle(lease.Reservation, totals.Used.Usage, totals.Used.Requests, now);
    }

    /// <summary>Brings a path up to an instant: before anything is read from it or done to it.</summary>
    public void Pass(LeasePath path, Instant now)
    {
        book.Advance(now);
        book.Pass(path, terms.Lag, now);
    }

    /// <summary>
    /// How much of what is asked may be given. A single request passes as the limits say, which may be into debt;
    /// several have to fit whole, and leave most of what is left to others.
    /// </summary>
    private LeaseSize Cut(LeasePath path, in LeaseAsk ask, Instant now)
    {
        var requests = Math.Min(ask.Size.Requests, terms.MostRequests);
        while (requests > 1)
        {
            var size = ask.Size.For(requests, ask.First);
            if (Fits(book.Explain(RequestOf(path, ask, size), now)))
                return size;
            requests /= 2;
        }

        return LeaseSize.One(ask.First);
    }

    private bool Fits(Explanation explanation)
    {
        if (!explanation.IsAdmitted)
            return false;
        foreach (var limit in explanation.Limits)
        {
            var isBypassed = limit is { HasRoom: true, IsCounted: false };
            if (!isBypassed && (!limit.HasRoom || limit.Charge > limit.Before.Remaining / terms.PartOfRest))
                return false;
        }

        return true;
    }

    private static LimitRequest RequestOf(LeasePath path, in LeaseAsk ask, in LeaseSize size) => new()
    {
        Scope = path.Scope,
        Class = ask.Kind.Class,
        Product = ask.Kind.Product,
        Traits = ask.Kind.Traits,
        Lane = ask.Kind.Lane,
        Consents = ask.Kind.Consents,
        Requests = checked((int)size.Requests),
        Estimate = size.Usage,
    };

    /// <summary>Notes what of a lease may be given back until it expires.</summary>
    private void Doubt(LentLease lease, in LeaseSize size)
    {
        var open = lease.Reservation.Request!;
        (lease.Unsure, lease.UnsureUntil) = (size, RoundedUp(open.Deadline, terms.Step * CoarseSteps));
        lease.Path.Lend(open, LimitBook.AmountsOf(open, size), lease.UnsureUntil, isInFlight: true);
    }

    private static Instant RoundedUp(Instant end, Duration step)
    {
        var past = end.UnixNanoseconds % step.Nanoseconds;
        return past == 0 ? end : end + new Duration(step.Nanoseconds - past);
    }
}
