using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Tells the state of limits from a copy of their counters.</summary>
internal static class Readings
{
    /// <summary>Every limit of a path that concerns a class on a lane; of all classes and lanes when null.</summary>
    public static ImmutableArray<LimitState> Of(
        Scopes scopes, PathCopy path, (int Class, Lane Lane)? only, Instant now)
    {
        var states = ImmutableArray.CreateBuilder<LimitState>();
        foreach (var part in path.Parts)
        {
            var all = part.Rules(scopes, path.Epoch);
            var (rates, periods) = (all.Rates, all.Periods);
            if (only is { } which)
            {
                var lane = all.For(which.Class, which.Lane);
                (rates, periods) = lane.Missing is null ? (lane.Rates, lane.Periods) : ([], []);
            }

            foreach (var rule in rates)
            {
                foreach (var kind in rule.Kinds())
                    states.Add(Of(scopes, part, rule, kind, now));
            }

            foreach (var rule in periods)
                states.Add(Of(scopes, part, rule, now));
        }

        return states.DrainToImmutable();
    }

    /// <summary>One bound of a rate limit, refilled to now.</summary>
    public static LimitState Of(Scopes scopes, PathCopy.Scope part, RateRule rule, LimitKind kind, Instant now)
    {
        var hold = scopes.Open.HeldOf(scopes.Store, part.Address, rule.Offset, now);
        var held = kind switch
        {
            LimitKind.Requests => hold.Requests,
            LimitKind.InputTokens => (hold.Input + (TokenBurn.One - 1)) / TokenBurn.One,
            _ => hold.Output,
        };
        var bound = rule.BoundOf(kind);
        var tank = Block.Rates(ref part.Block, rule.Offset).TankOf(kind);
        var unit = (UInt128)(ulong)rule.Terms.Period.Nanoseconds;
        var spent = Whole((tank.Missing + (unit - 1)) / unit);
        var reserved = held > spent ? spent : (long)held;
        return new LimitState
        {
            Kind = kind,
            Level = part.Level,
            Set = rule.Set,
            Terms = rule.Terms,
            Limit = Whole(bound.Capacity / unit),
            Used = spent - reserved,
            Reserved = reserved,
            ResetsAt = rule.FullAt(kind, tank, now),
        };
    }

    /// <summary>One limit of a period.</summary>
    public static LimitState Of(Scopes scopes, PathCopy.Scope part, PeriodRule rule, Instant now)
    {
        ref var meter = ref rule.MeterIn(ref part.Block);
        var isOpen = meter.IsOpenAt(now);
        var charged = isOpen ? meter.Charged : 0;
        var reserved = isOpen
            ? scopes.Open.HeldIn(scopes.Store, part.Address, rule.Offset, meter.End, now)
            : 0;
        return new LimitState
        {
            Kind = rule.Kind,
            Level = part.Level,
            Set = rule.Set,
            Terms = rule.Terms,
            Limit = rule.LimitAt(ref part.Block, now),
            Used = charged - reserved,
            Reserved = reserved,
            ResetsAt = rule.Ending == PeriodEnding.Never ? null
                : isOpen ? meter.End
                : rule.Ending == PeriodEnding.Session ? null
                : rule.EndFrom(now, Block.Of(ref part.Block).WeekAnchor),
        };
    }

    /// <summary>What a hold takes of one bound, in its unit.</summary>
    public static long Units(LimitKind kind, in RateHold hold) => kind switch
    {
        LimitKind.Requests => hold.Requests,
        LimitKind.InputTokens => (hold.Input + TokenBurn.One - 1) / TokenBurn.One,
        _ => hold.Output,
    };

    private static long Whole(UInt128 value) => value > long.MaxValue ? long.MaxValue : (long)value;
}
