using System.Runtime.CompilerServices;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Whether a request fits everywhere.</summary>
internal enum Fit
{
    /// <summary>Every limit has room.</summary>
    Fits,

    /// <summary>Some limit has none.</summary>
    NoRoom,

    /// <summary>Some plan or tier does not include it.</summary>
    NotIncluded,
}

/// <summary>
/// Takes room in every limit of a path, one after the other, and gives it back where one has none: in nearly every case
/// one walk is enough.
/// </summary>
internal static class Admission
{
    /// <summary>
    /// Holds a request's amounts in every limit of its path. Where one has no room, or a charge overflows, those before
    /// it hold theirs until they give it back.
    /// </summary>
    /// <exception cref="OverflowException">Some charge is out of range.</exception>
    public static Fit Take(Scopes scopes, OpenRequest request, in LimitRequest asked, Instant now)
    {
        var fit = Fit.NotIncluded;
        var addresses = asked.Scope.Addresses;
        request.Clear(asked.Lane);
        foreach (var place in addresses)
        {
            if (place == 0)
                continue;
            var address = place;
            ref var block = ref scopes.Touch(ref address);
            var rules = scopes.RulesOf(ref block).For(asked.Class, asked.Lane);
            if (rules.Missing is not null)
                return Fit.NotIncluded;
            ref readonly var part = ref request.AddPart(address, rules);
            if (!TakeAll(ref block, part, request, asked, now))
                return Fit.NoRoom;
            if (rules.IsLimiting)
                fit = Fit.Fits;
        }

        return fit;
    }

    private static bool TakeAll(
        ref long block, in Part part, OpenRequest request, in LimitRequest asked, Instant now)
    {
        var own = default(RateHold);
        var rates = part.Rules.Rates;
        for (var r = 0; r < rates.Length; r++)
        {
            var rule = rates[r];
            ref readonly var hold = ref rule.HoldOf(in request.Held, ref own);
            if (!Block.Rates(ref block, rule.Offset).TryTake(rule, hold, now))
            {
                if (!rule.Downgrades)
                    return false;
                request.Uncounted |= 1UL << (part.FirstRate + r);
                request.Served = Lane.Standard;
            }

            request.Taken++;
        }

        var slots = part.Rules.Slots;
        var holds = request.HoldsOf(part);
        for (var h = 0; h < holds.Length; h++)
        {
            ref readonly var slot = ref slots[h];
            var isTaken = slot.IsPlain && !request.IsOverage
                ? Take(ref block, slot, request, ref holds[h], now)
                : Take(ref block, slot.Rule, request, asked, ref holds[h], now);
            if (!isTaken)
                return false;
            request.Taken++;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Take(
        ref long block, in PeriodSlot window, OpenRequest request, ref PeriodHold hold, Instant now)
    {
        ref var meter = ref Block.Period(ref block, window.Offset);
        var isOpen = meter.IsOpenAt(now);
        var charged = isOpen ? meter.Charged : 0;
        if (charged >= window.Limit)
            return false;
        var charge = request.Held.Credits;
        var after = charged + charge;
        hold.HasOpened = !isOpen;
        if (!isOpen)
            window.Rule.Open(ref block, window.Rule.EndFrom(now, Block.Of(ref block).WeekAnchor));
        meter.Charged = after;
        hold.Charge = charge;
        hold.End = meter.EndNanoseconds;
        return true;
    }

    private static bool Take(
        ref long block,
        PeriodRule rule,
        OpenRequest request,
        in LimitRequest asked,
        ref PeriodHold hold,
        Instant now)
    {
        hold.End = PeriodHold.Nowhere;
        request.HasOthers = true;
        if (request.IsOverage ? rule.IsPlans : rule.IsOverages)
            return true;
        ref var meter = ref rule.MeterIn(ref block);
        var isOpen = meter.IsOpenAt(now);
        var charged = isOpen ? meter.Charged : 0;
        hold.Rate = rule.Allowances.RateAt(asked.Product, asked.Traits, now);
        hold.Charge = rule.Charge(hold.Rate, request.Held);
        if (!rule.HasRoom(charged, rule.LimitAt(ref block, now), hold.Charge))
        {
            request.Served = Lane.Standard;
            return rule.Downgrades;
        }

        var after = charged + hold.Charge;
        hold.HasOpened = !isOpen;
        if (!isOpen)
            rule.Open(ref block, rule.EndFrom(now, Block.Of(ref block).WeekAnchor));
        meter.Charged = after;
        hold.End = meter.EndNanoseconds;
        return true;
    }

    /// <summary>Gives back what an attempt took that did not succeed. Nothing has come between.</summary>
    public static void GiveBack(Scopes scopes, OpenRequest request)
    {
        var (taken, own) = (request.Taken, default(RateHold));
        request.Taken = 0;
        for (var i = 0; i < request.PartCount; i++)
        {
            ref readonly var part = ref request.Parts[i];
            ref var block = ref scopes.Store.At(part.Address);
            for (var r = 0; r < part.Rules.Rates.Length; r++)
            {
                if (taken-- == 0)
                    return;
                var rule = part.Rules.Rates[r];
                if (request.IsCounted(part, r))
                    Block.Rates(ref block, rule.Offset).Untake(rule, rule.HoldOf(in request.Held, ref own));
            }

            var holds = request.HoldsOf(part);
            for (var h = 0; h < holds.Length; h++)
            {
                if (taken-- == 0)
                    return;
                if (holds[h].End != PeriodHold.Nowhere)
                    GiveBack(ref block, part.Rules.Periods[h], holds[h]);
            }
        }
    }

    private static void GiveBack(ref long block, PeriodRule rule, in PeriodHold held)
    {
        ref var meter = ref rule.MeterIn(ref block);
        meter.Charged -= held.Charge;

        // Other periods than sessions begin by themselves: one that is open with nothing charged is as good as none.
        if (held.HasOpened && rule.Ending == PeriodEnding.Session)
            meter = default;
    }
}
