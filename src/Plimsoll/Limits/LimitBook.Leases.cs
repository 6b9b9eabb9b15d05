using Plimsoll.Limits.Leases;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <content>Reservations for many requests, which are lent out.</content>
public sealed partial class LimitBook
{
    /// <summary>Brings the rate limits of a path up to an instant.</summary>
    internal void Pass(LeasePath path, Duration lag, Instant now)
    {
        var scope = 0;
        foreach (var address in path.Scope.Addresses)
        {
            if (address != 0)
                path.Lent[scope++].Pass(scopes, address, lag, now);
        }
    }

    /// <summary>
    /// The end of the time in which requests would be charged as a reservation was: where one of its periods ends, a
    /// policy version begins or an allowance changes.
    /// </summary>
    /// <param name="reservation">The reservation, just made.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="latest">No later than this.</param>
    internal Instant EndOf(Reservation reservation, in LimitRequest request, Instant latest)
    {
        var open = reservation.Request!;
        var end = scopes.NextEpochAt < latest ? scopes.NextEpochAt : latest;
        for (var i = 0; i < open.PartCount; i++)
        {
            ref readonly var part = ref open.Parts[i];
            var holds = open.HoldsOf(part);
            for (var h = 0; h < holds.Length; h++)
            {
                if (holds[h].End != PeriodHold.Nowhere && holds[h].End < end.UnixNanoseconds)
                    end = new Instant(holds[h].End);
                end = SameRate(part.Rules.Periods[h].Allowances, request, open.At, end);
            }
        }

        return end;
    }

    /// <summary>
    /// Lets a reservation stand for its whole life after what it lends has ended, and be charged whole if nothing is
    /// told of it until then: its gateway may have used all of it.
    /// </summary>
    internal void Extend(Reservation reservation, Instant end)
    {
        var open = reservation.Request!;
        open.Reported = open.Held.Usage;
        scopes.Open.Extend(open, end + open.Life);
    }

    /// <summary>Lets a reservation hold what its requests used and hold, and stand for another life.</summary>
    internal void Drain(Reservation reservation, in LeaseTotals totals, Instant now)
    {
        RequireNoNegative(totals.Charged.Usage, nameof(totals));
        Advance(now);
        if (Mine(reservation) is not { } open)
            return;
        var amounts = AmountsOf(open, totals.Charged);
        Settlement.Settle(scopes, open, amounts, ends: false, latest);
        open.Hold(amounts);
        HoldPlaces(open, totals.InFlight.Requests);
        open.Reported = totals.Charged.Usage;
        scopes.Open.Extend(open, latest + open.Life);
    }

    /// <summary>What a part of a lease is charged.</summary>
    internal static Amounts AmountsOf(OpenRequest lease, in LeaseSize size)
    {
        var amounts = default(Amounts);
        amounts.Set(lease.Terms, size.Usage, size.Requests, lease.NeedsMoney);
        return amounts;
    }

    /// <summary>Holds as many requests in flight as there still are.</summary>
    private void HoldPlaces(OpenRequest open, long inFlight)
    {
        for (var i = 0; i < open.PartCount; i++)
        {
            ref var part = ref open.Parts[i];
            var holds = open.HoldsOf(part);
            for (var h = 0; h < holds.Length; h++)
            {
                var rule = part.Rules.Periods[h];
                if (rule.Kind != LimitKind.Concurrency || holds[h].End == PeriodHold.Nowhere)
                    continue;
                rule.MeterIn(ref scopes.Touch(ref part.Address)).Charged += inFlight - holds[h].Charge;
                holds[h].Charge = inFlight;
            }
        }
    }

    /// <summary>How long, up to <paramref name="end"/>, usage is charged at the rate of an instant.</summary>
    private static Instant SameRate(Allowances allowances, in LimitRequest request, Instant from, Instant end)
    {
        var rate = allowances.RateAt(request.Product, request.Traits, from);
        if (allowances.RateAt(request.Product, request.Traits, end - new Duration(1)) == rate)
            return end;

        // A lease is far shorter than hours in which an allowance holds: there is one change in it.
        var (same, other) = (from, end);
        while (other - same > new Duration(1))
        {
            var middle = same + new Duration((other - same).Nanoseconds / 2);
            if (allowances.RateAt(request.Product, request.Traits, middle) == rate)
                same = middle;
            else
                other = middle;
        }

        return other;
    }
}
