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
                meter.Charged = scopes.Open.HeldIn(scopes.Store, address, rule.Offset, meter.End, to.At);
            else if (KeepsUtilization(to, rule, old))
                Rescale(ref meter, address, rule, old!, to.At, scopes);
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
            if (before.RateAt(rule.Offset) is { } old && old.Terms.Period == rule.Terms.Period)
                meter.FillNew(old, at);
            else
                meter.Fill(at);
        }
    }

    private static bool KeepsUtilization(Epoch to, PeriodRule rule, PeriodRule? old) =>
        to.Version.Policy.InProgress == InProgress.KeepUtilization
        && rule.IsPlans
        && old is { Limit: > 0 } && old.Limit != rule.Limit;

    private static void Rescale(
        ref PeriodMeter meter, int address, PeriodRule rule, PeriodRule old, Instant at, Scopes scopes)
    {
        var held = scopes.Open.HeldIn(scopes.Store, address, rule.Offset, meter.End, at);
        var (quotient, remainder) = Int128.DivRem(Math.BigMul(meter.Charged - held, rule.Limit), old.Limit);
        var used = remainder > 0 ? quotient + 1 : quotient;
        meter.Charged = (used > long.MaxValue - held ? long.MaxValue - held : (long)used) + held;
    }
}
