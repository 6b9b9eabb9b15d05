using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>What becomes of a scope's counters where one epoch gives way to the next.</summary>
internal static class Transition
{
    /// <summary>Brings a block from one epoch to the next.</summary>
    /// <param name="block">The block, which may be a copy.</param>
    /// <param name="address">Where the scope's own block stands.</param>
    /// <param name="from">The epoch that ends.</param>
    /// <param name="to">The epoch that begins.</param>
    /// <param name="scopes">All scopes.</param>
    public static void Apply(ref long block, int address, Epoch from, Epoch to, Scopes scopes)
    {
        var terms = Block.Of(ref block).Terms;
        var (before, after) = (from.Version.RulesOf(terms, scopes.Table), to.Version.RulesOf(terms, scopes.Table));
        if (before != after)
            CarryRates(ref block, before, after, to.At);
        foreach (var rule in after.Periods)
        {
            ref var meter = ref rule.MeterIn(ref block);
            if (!meter.IsOpenAt(to.At) || meter.Charged == 0)
                continue;
            var isReset = to.Reset is { } reset && reset.Clears(rule.Terms)
                && reset.HoldsFor(scopes.Table.Sets(terms));
            var old = before.PeriodAt(rule.Offset);
            if (isReset)
                meter.Charged = scopes.HeldIn(address, rule.Offset, meter.End, to.At);
            else if (old is not null && KeepsUtilization(to.Version, rule, old.Limit))
                Rescale(ref meter, rule, old.Limit, scopes.HeldIn(address, rule.Offset, meter.End, to.At));
        }
    }

    /// <summary>
    /// Time up to the change refills at the old limit; what is missing stays missing. A limit that comes into force, or
    /// gets another period, begins full.
    /// </summary>
    private static void CarryRates(ref long block, ScopeRules before, ScopeRules after, Instant at)
    {
        foreach (var rule in before.Rates)
            Block.Rates(ref block, rule.Offset).Refill(rule, at);
        foreach (var rule in after.Rates)
        {
            ref var meter = ref Block.Rates(ref block, rule.Offset);
            Carry(ref meter, before.RateAt(rule.Offset), rule, at);
        }
    }

    /// <summary>What becomes of the counters of a rate limit, once time up to the change has refilled them.</summary>
    /// <param name="meter">The counters.</param>
    /// <param name="old">What limited before; null: nothing did.</param>
    /// <param name="rule">What limits now.</param>
    /// <param name="at">When.</param>
    public static void Carry(ref RateMeter meter, RateRule? old, RateRule rule, Instant at)
    {
        if (old is not null && old.Terms.Period == rule.Terms.Period)
            meter.FillNew(old, at);
        else
            meter.Fill(at);
    }

    /// <summary>Keeps the settled share of a window whose limit changes, where the policy says so.</summary>
    /// <param name="version">The version that takes effect.</param>
    /// <param name="meter">Counters of the window.</param>
    /// <param name="rule">What limits now.</param>
    /// <param name="old">The limit before.</param>
    /// <param name="at">When.</param>
    /// <param name="held">What reservations hold of it, which is not re-scaled.</param>
    public static void Rescale(
        CompiledVersion version, ref PeriodMeter meter, PeriodRule rule, long old, Instant at, long held)
    {
        if (KeepsUtilization(version, rule, old) && meter.IsOpenAt(at))
            Rescale(ref meter, rule, old, held);
    }

    private static bool KeepsUtilization(CompiledVersion to, PeriodRule rule, long old) =>
        to.Policy.InProgress == InProgress.KeepUtilization && rule.IsPlans && old > 0 && old != rule.Limit;

    private static void Rescale(ref PeriodMeter meter, PeriodRule rule, long old, long held)
    {
        var (quotient, remainder) = Int128.DivRem(Math.BigMul(meter.Charged - held, rule.Limit), old);
        var used = remainder > 0 ? quotient + 1 : quotient;
        meter.Charged = (used > long.MaxValue - held ? long.MaxValue - held : (long)used) + held;
    }
}
