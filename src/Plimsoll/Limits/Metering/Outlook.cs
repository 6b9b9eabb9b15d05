using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>When limits have room for a request, all other things staying as they are.</summary>
internal static class Outlook
{
    /// <summary>First instant, not before <paramref name="now"/>, at which a period has room; null: never.</summary>
    public static Instant? RoomAt(ref long block, PeriodRule rule, long amount, Instant now)
    {
        ref var meter = ref rule.MeterIn(ref block);
        var isOpen = meter.IsOpenAt(now);
        var limit = rule.LimitAt(ref block, now);
        if (rule.HasRoom(isOpen ? meter.Charged : 0, limit, amount))
            return now;
        if (!isOpen || rule.Ending == PeriodEnding.Never)
            return null;
        var next = rule.LimitAt(ref block, meter.End);
        return rule.HasRoom(0, next, amount) ? meter.End : null;
    }

    /// <summary>
    /// First instant, not before <paramref name="now"/>, at which all limits of a path have room; null when never.
    /// </summary>
    /// <param name="scopes">All scopes.</param>
    /// <param name="path">Counters of the path at <paramref name="now"/>.</param>
    /// <param name="request">The amounts that it would hold, and whether as overage.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="now">When.</param>
    public static Instant? RoomAt(
        Scopes scopes, PathCopy path, OpenRequest request, in LimitRequest asked, Instant now)
    {
        Instant? latest = null;
        var isLimited = false;
        foreach (var part in path.Parts)
        {
            var rules = part.Rules(scopes, path.Epoch).For(asked.Class, asked.Lane);
            if (rules.Missing is not null || RoomAt(ref part.Block, rules, request, asked, now) is not { } at)
                return null;
            latest = latest is null || at > latest ? at : latest;
            isLimited |= rules.IsLimiting;
        }

        return isLimited && latest is { } all ? GrowthRoomAt(scopes, path, request, asked, all) : null;
    }

    /// <summary>
    /// Room to grow goes away again: what the interval before allows, none allows after it. Whether the instant at
    /// which all others have room suits such limits too, or which later one.
    /// </summary>
    private static Instant? GrowthRoomAt(
        Scopes scopes, PathCopy path, OpenRequest request, in LimitRequest asked, Instant from)
    {
        for (Instant? at = from, before = null; ; before = at)
        {
            foreach (var part in path.Parts)
            {
                foreach (var rule in part.Rules(scopes, path.Epoch).For(asked.Class, asked.Lane).Periods)
                {
                    if (rule.Source != LimitSource.Growth || rule.Downgrades)
                        continue;
                    at = RoomAt(ref part.Block, rule, ChargeOf(rule, request, asked, at.Value), at.Value);
                    if (at is null)
                        return null;
                }
            }

            if (at == before)
                return at;
        }
    }

    private static Instant? RoomAt(
        ref long block, LaneRules rules, OpenRequest request, in LimitRequest asked, Instant now)
    {
        var latest = now;
        foreach (var rule in rules.Rates)
        {
            if (rule.Downgrades)
                continue;
            var own = default(RateHold);
            ref readonly var hold = ref rule.HoldOf(in request.Held, ref own);
            foreach (var kind in rule.Kinds)
            {
                var tank = Block.Rates(ref block, rule.Offset).TankOf(kind);
                if (rule.RoomAt(kind, tank, hold, now) is not { } at)
                    return null;
                latest = at > latest ? at : latest;
            }
        }

        foreach (var rule in rules.Periods)
        {
            if (rule.Downgrades || (request.IsOverage ? rule.IsPlans : rule.IsOverages))
                continue;
            if (RoomAt(ref block, rule, ChargeOf(rule, request, asked, now), now) is not { } at)
                return null;
            latest = at > latest ? at : latest;
        }

        return latest;
    }

    /// <summary>What a rule would charge a request.</summary>
    public static long ChargeOf(PeriodRule rule, OpenRequest request, in LimitRequest asked, Instant now) =>
        rule.Charge(rule.Allowances.RateAt(asked.Product, asked.Traits, now), request.Held);
}
