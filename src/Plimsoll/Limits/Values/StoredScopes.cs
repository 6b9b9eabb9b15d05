using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>Writes scopes out of a book and reads them in.</summary>
internal static class StoredScopes
{
    /// <summary>Writes a scope, brought up to the epoch in force.</summary>
    /// <param name="scopes">All scopes.</param>
    /// <param name="place">Its level and address.</param>
    /// <param name="held">What all reservations hold of it.</param>
    /// <param name="grants">What grants it has used.</param>
    /// <param name="now">Latest instant that the book has seen.</param>
    /// <param name="to">Takes the value.</param>
    public static void Write(
        Scopes scopes,
        (ScopeLevel Level, int Address) place,
        HeldSums held,
        ReadOnlySpan<StoredGrant> grants,
        Instant now,
        IBufferWriter<byte> to)
    {
        ref var block = ref scopes.Touch(ref place.Address);
        ref var header = ref Block.Of(ref block);
        var sets = scopes.Table.Sets(header.Terms);
        var rules = scopes.RulesOf(ref block);
        var writer = new ValueWriter(to);
        writer.Begin(ValueKind.Scope);
        writer.Byte((byte)place.Level);
        writer.Time(now);
        EpochName.Of(scopes, scopes.CurrentNumber).Write(writer);
        writer.Count(sets.Length);
        foreach (var set in sets)
            writer.Text(set);
        writer.Count(Calendar.AnchorSeconds(header.WeekAnchor));
        writer.Count(rules.Rates.Length);
        foreach (var rule in rules.Rates)
        {
            var words = Words(ref block, rule.Offset, RateMeter.Words);
            StoredRate.Write(writer, sets, rule, words, held.RateAt(rule.Offset));
        }

        var places = scopes.Table.LayoutOf(header.Terms).Places;
        var used = 0;
        foreach (var kept in places)
            used += IsUsed(ref block, kept) ? 1 : 0;
        writer.Count(used);
        foreach (var kept in places)
        {
            if (!IsUsed(ref block, kept))
                continue;
            var rule = rules.PeriodAt(kept.Offset);
            var allowed = rule?.IsPlans == true ? rule.Limit : (long?)null;
            StoredPeriod.Write(writer, sets, kept, allowed, Words(ref block, kept.Offset, kept.Words), held, now);
        }

        writer.Count(grants.Length);
        foreach (var grant in grants)
            grant.Write(writer);
    }

    /// <summary>
    /// Puts a scope that was read into a book. From an epoch that the book has gone through it is brought up as if it
    /// had been there all the time. Where the book does not know the epoch, its own policy counts as adopted now: time
    /// until now refills at the limits that were stored.
    /// </summary>
    /// <param name="scopes">All scopes.</param>
    /// <param name="address">Where the scope stands; 0: nowhere yet.</param>
    /// <param name="value">The scope.</param>
    /// <param name="now">When.</param>
    /// <returns>Where it stands now.</returns>
    public static int Place(Scopes scopes, int address, ScopeValue value, Instant now)
    {
        var epoch = value.Epoch.In(scopes);
        var first = epoch ?? scopes.CurrentNumber;
        var terms = scopes.Table.NumberOf(value.Terms.Sets);
        for (var number = first; number < scopes.EpochCount; number++)
            scopes.EpochAt(number).Version.RulesOf(terms, scopes.Table);
        var layout = scopes.Table.LayoutOf(terms);
        foreach (var period in value.Periods)
            layout.OffsetOf(period.Set, period.Limit, period.Kind, period.Words.Length);
        address = scopes.Replace(address, terms, first, value.Terms.WeekAnchor);
        ref var block = ref scopes.Store.At(address);
        var rules = scopes.EpochAt(first).Version.RulesOf(terms, scopes.Table);
        var held = new HeldSums();
        PlaceRates(ref block, value, rules, held, isKnown: epoch is not null, now);
        foreach (var period in value.Periods)
        {
            var offset = layout.OffsetOf(period.Set, period.Limit, period.Kind, period.Words.Length);
            period.Words.CopyTo(Words(ref block, offset, period.Words.Length));
            foreach (var sum in period.Held)
                held.Add(sum with { Offset = sum.Offset + offset });
            if (epoch is null && period.Allowed is { } allowed && rules.PeriodAt(offset) is { } rule)
                Transition.Rescale(scopes.Current, ref rule.MeterIn(ref block), rule, allowed, now, HeldOf(period));
        }

        scopes.Elsewhere.Set(address, held);
        return address;
    }

    private static void PlaceRates(
        ref long block, ScopeValue value, ScopeRules rules, HeldSums held, bool isKnown, Instant now)
    {
        foreach (var rule in rules.Rates)
        {
            ref var meter = ref Block.Rates(ref block, rule.Offset);
            var stored = value.Rates.FirstOrDefault(rate => rate.Set == rule.Set && rate.Limit == rule.Terms.Name);
            if (stored is null)
            {
                meter.Fill(now);
                continue;
            }

            stored.Words.CopyTo(Words(ref block, rule.Offset, RateMeter.Words));
            if (stored.Held.Count > 0)
                held.Add(stored.Held with { Offset = rule.Offset });
            if (isKnown)
                continue;
            var old = new RateRule(stored.Set, stored.Terms, rule.Offset);
            meter.Refill(old, now);
            Transition.Carry(ref meter, old, rule, now);
        }
    }

    private static long HeldOf(StoredPeriod period) => period.Held.Sum(sum => sum.Charge);

    private static bool IsUsed(ref long block, in LimitPlace place) =>
        place.Kind > LimitKind.OutputTokens
        && place.Offset + place.Words <= Block.Of(ref block).Size
        && Words(ref block, place.Offset, place.Words).ContainsAnyExcept(0L);

    private static Span<long> Words(ref long block, int offset, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref block, offset), count);
}
