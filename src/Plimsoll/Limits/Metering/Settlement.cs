using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Puts what a request used in the place of what it holds.</summary>
internal static class Settlement
{
    /// <summary>Charges <paramref name="actual"/> everywhere in place of what is held.</summary>
    /// <param name="scopes">All scopes, at the epoch of <paramref name="now"/>.</param>
    /// <param name="request">A request in flight.</param>
    /// <param name="actual">What it used; with 0 requests, that it failed before any output.</param>
    /// <param name="ends">Whether it ends: requests in flight are given back.</param>
    /// <param name="now">When.</param>
    /// <exception cref="OverflowException">Some charge is out of range. Nothing was changed.</exception>
    public static void Settle(Scopes scopes, OpenRequest request, in Amounts actual, bool ends, Instant now)
    {
        if (request.HasOthers || actual.IsLarge)
            Work(scopes, request, actual, ends, now);
        for (var i = 0; i < request.PartCount; i++)
        {
            ref var part = ref request.Parts[i];
            ref var block = ref scopes.Touch(ref part.Address);
            var current = request.EpochNumber == scopes.CurrentNumber ? null : scopes.RulesOf(ref block);
            if (Settle(ref block, current, part, request, actual, now) && ends)
                CloseSessions(scopes, ref block, part, request, now);
        }
    }

    /// <summary>Works out every charge of a request.</summary>
    public static void Work(OpenRequest request, in Amounts actual, bool ends)
    {
        for (var i = 0; i < request.PartCount; i++)
        {
            ref readonly var part = ref request.Parts[i];
            var holds = request.HoldsOf(part);
            for (var h = 0; h < holds.Length; h++)
            {
                var rule = part.Rules.Periods[h];
                ref var held = ref holds[h];
                held.Next = rule.IsPlain ? actual.Credits
                    : held.End == PeriodHold.Nowhere ? 0
                    : rule.Kind == LimitKind.Concurrency ? (ends ? 0 : held.Charge)
                    : rule.Charge(held.Rate, actual);
            }
        }
    }

    /// <summary>The same, and tries every sum: what can overflow does so before anything is changed.</summary>
    private static void Work(Scopes scopes, OpenRequest request, in Amounts actual, bool ends, Instant now)
    {
        Work(request, actual, ends);
        var own = default(RateHold);
        for (var i = 0; i < request.PartCount; i++)
        {
            ref var part = ref request.Parts[i];
            ref var block = ref scopes.Touch(ref part.Address);
            foreach (var rule in part.Rules.Rates)
                rule.HoldOf(in actual, ref own);
            var holds = request.HoldsOf(part);
            for (var h = 0; h < holds.Length; h++)
            {
                ref var meter = ref Block.Period(ref block, part.Rules.Slots[h].Offset);
                if (meter.EndNanoseconds == holds[h].End && meter.IsOpenAt(now))
                    _ = meter.Charged + (holds[h].Next - holds[h].Charge);
            }
        }
    }

    /// <summary>Settles at one scope, whose block may be a copy.</summary>
    /// <param name="block">Its block.</param>
    /// <param name="current">What its sets limit now; null: what they limited at admission.</param>
    /// <param name="part">The scope, with what limited the request there at admission.</param>
    /// <param name="request">The request.</param>
    /// <param name="actual">What it used.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether some period has nothing charged any more.</returns>
    public static bool Settle(
        ref long block, ScopeRules? current, in Part part, OpenRequest request, in Amounts actual, Instant now)
    {
        var rates = part.Rules.Rates;
        for (var r = 0; r < rates.Length; r++)
        {
            if (!request.IsCounted(part, r))
                continue;

            // A limit that is no longer in force is settled as it was: nobody asks it for room, and it returns full.
            var rule = current?.RateAt(rates[r].Offset) ?? rates[r];
            var (own, other) = (default(RateHold), default(RateHold));
            ref readonly var held = ref rates[r].HoldOf(in request.Held, ref own);
            ref readonly var used = ref rates[r].HoldOf(in actual, ref other);
            if (rule != rates[r])
            {
                other = rates[r].Corrected(held, used);
                used = ref other;
            }

            Block.Rates(ref block, rule.Offset).Settle(rule, held, used, request.At, now);
        }

        var (isEmpty, plain) = (false, actual.Credits - request.Held.Credits);
        var slots = part.Rules.Slots;
        var holds = request.HoldsOf(part);
        for (var h = 0; h < holds.Length; h++)
        {
            ref readonly var slot = ref slots[h];
            ref var meter = ref Block.Period(ref block, slot.Offset);

            // A hold belongs to the period it was made in: once that is over, it touches no other.
            if (meter.EndNanoseconds != holds[h].End || !meter.IsOpenAt(now))
                continue;
            meter.Charged += slot.IsPlain ? plain : holds[h].Next - holds[h].Charge;
            isEmpty |= meter.Charged == 0;
        }

        return isEmpty;
    }

    /// <summary>Closes sessions in which nothing is used and no other request is in flight.</summary>
    /// <param name="scopes">All scopes.</param>
    /// <param name="block">The scope's block, which may be a copy.</param>
    /// <param name="part">The scope.</param>
    /// <param name="request">The request that has just ended.</param>
    /// <param name="now">When.</param>
    public static void CloseSessions(
        Scopes scopes, ref long block, in Part part, OpenRequest request, Instant now)
    {
        var holds = request.HoldsOf(part);
        for (var h = 0; h < holds.Length; h++)
        {
            var rule = part.Rules.Periods[h];
            ref var meter = ref rule.MeterIn(ref block);
            if (rule.Ending != PeriodEnding.Session
                || meter.EndNanoseconds != holds[h].End || meter.Charged != 0)
            {
                continue;
            }

            // Its own hold is not in the way.
            holds[h].End = PeriodHold.Nowhere;
            var isHeld = scopes.IsHeld(part.Address, rule.Offset, meter.End, now);
            holds[h].End = meter.EndNanoseconds;
            if (!isHeld)
                meter = default;
        }
    }
}
