using System.Collections.Immutable;
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
    /// <param name="considered">How each limit takes it now.</param>
    /// <param name="now">When it is refused.</param>
    public static Instant? RetryAt(
        Scopes scopes,
        OpenRequest request,
        in LimitRequest asked,
        ImmutableArray<ConsideredLimit> considered,
        Instant now)
    {
        var path = new PathCopy(scopes, asked.Scope);
        var at = NotBefore(scopes, considered, now);
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
    /// An instant before which it cannot pass: where more is settled in a window than it allows, reservations that
    /// expire are of no help, and with thousands in flight there is no need to look at each.
    /// </summary>
    private static Instant NotBefore(Scopes scopes, ImmutableArray<ConsideredLimit> considered, Instant now)
    {
        var latest = now;
        foreach (var limit in considered)
        {
            if (limit.Before.Kind == LimitKind.Overage)
                return now;
            var isSpent = limit is { IsCounted: true, HasRoom: false }
                && limit.Before.Terms is WindowLimit or SpendLimit
                && limit.Before.Used >= limit.Before.Limit;
            if (isSpent && limit.Before.ResetsAt is { } end && end > latest)
                latest = end;
        }

        // A policy version that comes before may allow more.
        return latest < scopes.NextEpochAt ? latest : now;
    }

    private static Instant? RoomAt(
        Scopes scopes, PathCopy path, OpenRequest request, in LimitRequest asked, Instant now)
    {
        var version = scopes.EpochAt(path.Epoch).Version;
        if (version.Class(asked.Class) is not { } terms)
            return null;
        request.Held.Set(terms, asked.Estimate, request.Held.Requests, version.NeedsMoney);
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
