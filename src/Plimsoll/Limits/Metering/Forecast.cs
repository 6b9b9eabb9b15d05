using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// When a request would be admitted if nothing else happened: reservations that nobody reports on expire, policy
/// versions take effect, buckets refill and windows end.
/// </summary>
internal static class Forecast
{
    /// <summary>First instant, <paramref name="now"/> or later, at which a request passes; null: never.</summary>
    /// <param name="scopes">All scopes.</param>
    /// <param name="request">The amounts that it would hold.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="now">When it is refused.</param>
    public static Instant? RetryAt(Scopes scopes, OpenRequest request, in LimitRequest asked, Instant now)
    {
        var path = new PathCopy(scopes, asked.Scope);
        path.AdvanceTo(now);
        if (NotBefore(scopes, path, request, asked, now) is not { } at)
            return null;
        while (true)
        {
            path.AdvanceTo(at);
            var passes = RoomAt(scopes, path, request, asked, at);
            if (path.NextEvent() is not { } next || passes < next)
                return passes;

            // At the event itself it is the event that comes first.
            path.Take(next);
            at = next;
        }
    }

    /// <summary>
    /// An instant before which it cannot pass; null when it never can. With thousands in flight there is no need to
    /// look at each reservation that expires before those that matter.
    /// </summary>
    private static Instant? NotBefore(
        Scopes scopes, PathCopy path, OpenRequest request, in LimitRequest asked, Instant now)
    {
        // What a later version may allow, or overage, is left to the search itself.
        if (scopes.Current.OffersOverage)
            return now;
        var earliest = now;
        foreach (var part in path.Parts)
        {
            var rules = part.Rules(scopes, path.Epoch).For(asked.Class, asked.Lane);
            foreach (var rule in rules.Periods)
            {
                if (rule.Downgrades)
                    continue;
                if (FreedAt(scopes, part, rule, request, asked, now) is not { } at)
                    return path.HasLaterEpoch ? now : null;
                earliest = at > earliest ? at : earliest;
            }

            foreach (var rule in rules.Rates)
            {
                if (!rule.Downgrades && !rule.CanFit(request.Held))
                    return path.HasLaterEpoch ? now : null;
            }
        }

        return earliest < scopes.NextEpochAt ? earliest : now;
    }

    /// <summary>When a period ends, or enough of what is held in it has expired at the earliest; null: never.</summary>
    private static Instant? FreedAt(
        Scopes scopes, PathCopy.Scope part, PeriodRule rule, OpenRequest request, in LimitRequest asked, Instant now)
    {
        ref var meter = ref rule.MeterIn(ref part.Block);
        var amount = Outlook.ChargeOf(rule, request, asked, now);
        if (Outlook.RoomAt(ref part.Block, rule, amount, now) == now)
            return now;
        var limit = rule.LimitAt(ref part.Block, now);
        if (!meter.IsOpenAt(now) || !rule.HasRoom(0, limit, amount))
            return Outlook.RoomAt(ref part.Block, rule, amount, now);
        var much = rule.Counts == ChargeBase.Requests
            ? (Int128)meter.Charged + amount - limit
            : (Int128)meter.Charged - limit + 1;
        var freed = scopes.Open.FreedAt(scopes.Store, part.Address, rule.Offset, meter.End, much);
        var ends = rule.Ending == PeriodEnding.Never ? null : (Instant?)meter.End;
        return freed is null || ends < freed ? ends : freed;
    }

    private static Instant? RoomAt(
        Scopes scopes, PathCopy path, OpenRequest request, in LimitRequest asked, Instant now)
    {
        var version = scopes.EpochAt(path.Epoch).Version;
        if (version.Class(asked.Class) is not { } terms)
            return null;
        try
        {
            request.Held.Set(terms, asked.Estimate, request.Held.Requests, version.NeedsMoney);
        }
        catch (OverflowException)
        {
            // Under that version's weights it cannot even be asked.
            return null;
        }

        request.IsOverage = false;
        var planned = Outlook.RoomAt(scopes, path, request, asked, now);
        if (!Overage.Of(scopes, path, asked, now).MayComeBack)
            return planned;

        request.IsOverage = true;
        var paid = Outlook.RoomAt(scopes, path, request, asked, now);
        request.IsOverage = false;
        return planned is null || paid < planned ? paid : planned;
    }
}
