using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <content>Who is refused, and when they are to come again.</content>
public sealed partial class ClassGate
{
    /// <summary>
    /// When a request that came now would start: at the pace at which places come free, in its turn among those who
    /// wait; or at the pace at which those of its tenant were started of late, where that is slower, because others
    /// came in between. Null while the pace is not known. Counts requests, as if all cost the same.
    /// </summary>
    public Duration? Forecast(in QueueRequest request, Instant now)
    {
        if (HasPlace && Waiting == 0)
            return Duration.Zero;
        return ForecastOf(request.Band, bands[request.Band].FlowOf(request.Tenant, request.Weight, now), now);
    }

    /// <summary>
    /// Quarters of its longest wait within which a request must be expected to start: the rest is for services that
    /// take longer and for tenants that come in between, so that few wait in vain.
    /// </summary>
    private const int Foreseen = 3;

    private bool IsFull => Waiting >= terms.MostWaiting || WaitingTokens >= terms.MostWaitingTokens;

    private QueueRefusal? ReasonAgainst(in QueueRequest request, int flow, Instant now)
    {
        ref readonly var tenant = ref bands[request.Band][flow];
        if (terms.MostWaiting == 0)
            return QueueRefusal.QueueFull;
        if (tenant.Waiting >= terms.MostWaitingOfTenant
            || tenant.WaitingTokens >= terms.MostWaitingTokensOfTenant.Value)
        {
            return QueueRefusal.TenantFull;
        }

        if (IsFull && Victim(request, flow) < 0)
            return QueueRefusal.QueueFull;
        var longest = terms.Bands[request.Band].LongestWait.Nanoseconds;
        return ForecastOf(request.Band, flow, now)?.Nanoseconds > longest / 4 * Foreseen
            ? QueueRefusal.WaitTooLong
            : null;
    }

    /// <summary>Displaces until a request has room in the queue.</summary>
    private void MakeRoom(in QueueRequest request, int flow, Instant now)
    {
        while (IsFull && Victim(request, flow) is var slot and >= 0)
        {
            var (band, loser) = (seats[slot].Band, seats[slot].Flow);
            StopWaiting(slot);
            seats[slot].Phase = SeatPhase.Displaced;
            displaced.Enqueue(Refuse(seats.TicketOf(slot), band, loser, QueueRefusal.Displaced, now));
        }
    }

    /// <summary>
    /// Whom a request may displace: of the lowest band that waits, the newest of the tenant with the longest line. In
    /// its own band only one whose line would still be longer than its own, so that a queue that a single tenant has
    /// filled is open to the others. -1: nobody.
    /// </summary>
    private int Victim(in QueueRequest request, int flow)
    {
        var lowest = bands.Length - 1;
        while (lowest > request.Band && bands[lowest].Waiting == 0)
            lowest--;
        var band = bands[lowest];
        if (band.Waiting == 0)
            return Seats.None;
        if (lowest == request.Band)
        {
            var tokens = band[flow].WaitingTokens + request.Input.Value + request.Output.Value;
            if (band.Longest == flow || band.LongestLength <= band.LengthOf(flow, tokens))
                return Seats.None;
        }

        return band[band.Longest].Newest;
    }

    private Duration? ForecastOf(int band, int flow, Instant now)
    {
        if (pace.Gap(window.Open, now) is not { } gap)
            return null;
        var higher = 0L;
        for (var above = 0; above < band; above++)
            higher += bands[above].Waiting;
        var fair = bands[band];
        var place = fair[flow].Waiting + 1L;
        var own = Math.Min(fair.Waiting + 1L, place * RoundOf(fair, flow));
        var byClass = Times(gap, kept.Turn(band, own, higher));
        var byTenant = Times(new Duration(fair[flow].Gap), place);
        return byClass > byTenant ? byClass : byTenant;
    }

    /// <summary>
    /// Requests that are started, in a band where all tenants go on waiting, for each one of a tenant's.
    /// </summary>
    private static long RoundOf(FairBand band, int flow)
    {
        var weight = band[flow].Weight;
        var all = band.WaitingWeight + (band[flow].Waiting == 0 ? weight : 0);
        return (all + weight - 1) / weight;
    }

    /// <summary>
    /// A refusal that says when to come again: at the turn that it would have had, but after those of its tenant that
    /// were refused before, so that those who were refused together do not return together.
    /// </summary>
    private QueueDecision Refuse(QueueTicket ticket, int band, int flow, QueueRefusal reason, Instant now)
    {
        var wait = LongestRetry;
        if (ForecastOf(band, flow, now) is { } forecast)
        {
            ref var tenant = ref bands[band][flow];
            var step = Times(pace.Gap(window.Open, now)!.Value, RoundOf(bands[band], flow));
            var turn = tenant.Promised > now ? (tenant.Promised - now) + step : step;
            wait = new Duration(Math.Clamp(
                Math.Max(forecast.Nanoseconds, turn.Nanoseconds),
                ShortestRetry.Nanoseconds,
                LongestRetry.Nanoseconds));
            tenant.Promised = now + new Duration(Math.Clamp(
                Math.Max(forecast.Nanoseconds, turn.Nanoseconds), 0, LongestRetry.Nanoseconds));
        }

        return QueueDecision.Refused(ticket, reason, wait);
    }

    /// <summary>So many gaps; no longer than a day, which is longer than anything that it is compared with.</summary>
    private static Duration Times(Duration gap, long times) =>
        new((long)Int128.Min((Int128)gap.Nanoseconds * times, Duration.FromDays(1).Nanoseconds));
}
