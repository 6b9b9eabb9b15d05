using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Tells the state of limits from a copy of their counters.</summary>
internal static class Readings
{
    /// <summary>Every limit of a path that concerns a class on a lane; of all classes and lanes when null.</summary>
    /// <param name="scopes">Where the path is.</param>
    /// <param name="path">A copy of its counters, brought up to now.</param>
    /// <param name="only">Class and lane.</param>
    /// <param name="now">When.</param>
    /// <param name="states">Takes as many as it has room for.</param>
    /// <returns>How many there are.</returns>
    public static int Of(
        Scopes scopes, PathCopy path, (int Class, Lane Lane)? only, Instant now, Span<LimitState> states)
    {
        var count = 0;
        foreach (var part in path.Parts)
            Read(scopes, part.Place, ref part.Block, part.Rules(scopes, path.Epoch), (only, now), states, ref count);
        return count;
    }

    /// <summary>
    /// The same from the counters themselves, where nothing happens by itself until then; null where something does.
    /// </summary>
    public static int? InPlace(
        Scopes scopes, ScopePath path, (int Class, Lane Lane)? only, Instant now, Span<LimitState> states)
    {
        if (now >= scopes.NextEventAt)
            return null;
        var addresses = path.Addresses;
        var count = 0;
        for (var position = 0; position < addresses.Length; position++)
        {
            if (addresses[position] == 0)
                continue;
            var address = scopes.Store.Settled(addresses[position]);
            ref var block = ref scopes.Store.At(address);
            if (Block.Of(ref block).Epoch != scopes.CurrentNumber)
                return null;
            var place = new ScopePlace((ScopeLevel)(position + 1), address);
            Read(scopes, place, ref block, scopes.RulesOf(ref block), (only, now), states, ref count);
        }

        return count;
    }

    /// <summary>One bound of a rate limit, refilled to now.</summary>
    public static LimitState Of(
        Scopes scopes, ScopePlace place, in RateMeter refilled, RateRule rule, LimitKind kind, Instant now)
    {
        var hold = scopes.HeldOf(place.Address, rule.Offset, now);
        var held = kind switch
        {
            LimitKind.Requests => hold.Requests,
            LimitKind.InputTokens => (hold.Input + (TokenBurn.One - 1)) / TokenBurn.One,
            _ => hold.Output,
        };
        var bound = rule.BoundOf(kind);
        var tank = refilled.TankOf(kind);
        var unit = (UInt128)(ulong)rule.Terms.Period.Nanoseconds;
        var spent = Whole((tank.Missing + (unit - 1)) / unit);
        var reserved = held > spent ? spent : (long)held;
        return new LimitState
        {
            Kind = kind,
            Level = place.Level,
            Set = rule.Set,
            Terms = rule.Terms,
            Limit = Whole(bound.Capacity / unit),
            Used = spent - reserved,
            Reserved = reserved,
            ResetsAt = rule.FullAt(kind, tank, now),
        };
    }

    /// <summary>One limit of a period.</summary>
    public static LimitState Of(Scopes scopes, ScopePlace place, ref long block, PeriodRule rule, Instant now)
    {
        ref var meter = ref rule.MeterIn(ref block);
        var isOpen = meter.IsOpenAt(now);
        var charged = isOpen ? meter.Charged : 0;
        var reserved = isOpen
            ? scopes.HeldIn(place.Address, rule.Offset, meter.End, now)
            : 0;
        return new LimitState
        {
            Kind = rule.Kind,
            Level = place.Level,
            Set = rule.Set,
            Terms = rule.Terms,
            Limit = rule.LimitAt(ref block, now),
            Used = charged - reserved,
            Reserved = reserved,
            ResetsAt = rule.Ending == PeriodEnding.Never ? null
                : isOpen ? meter.End
                : rule.Ending == PeriodEnding.Session ? null
                : rule.EndFrom(now, Block.Of(ref block).WeekAnchor),
        };
    }

    /// <summary>What a hold takes of one bound, in its unit.</summary>
    public static long Units(LimitKind kind, in RateHold hold) => kind switch
    {
        LimitKind.Requests => hold.Requests,
        LimitKind.InputTokens => (hold.Input + TokenBurn.One - 1) / TokenBurn.One,
        _ => hold.Output,
    };

    private static void Read(
        Scopes scopes,
        ScopePlace place,
        ref long block,
        ScopeRules all,
        ((int Class, Lane Lane)? Only, Instant Now) asked,
        Span<LimitState> states,
        ref int count)
    {
        var (rates, periods) = (all.Rates, all.Periods);
        if (asked.Only is { } which)
        {
            var lane = all.For(which.Class, which.Lane);
            (rates, periods) = lane.Missing is null ? (lane.Rates, lane.Periods) : ([], []);
        }

        foreach (var rule in rates)
        {
            var meter = Block.Rates(ref block, rule.Offset);
            meter.Refill(rule, asked.Now);
            foreach (var kind in rule.Kinds)
            {
                if (count < states.Length)
                    states[count] = Of(scopes, place, meter, rule, kind, asked.Now);
                count++;
            }
        }

        foreach (var rule in periods)
        {
            if (count < states.Length)
                states[count] = Of(scopes, place, ref block, rule, asked.Now);
            count++;
        }
    }

    private static long Whole(UInt128 value) => value > long.MaxValue ? long.MaxValue : (long)value;
}
