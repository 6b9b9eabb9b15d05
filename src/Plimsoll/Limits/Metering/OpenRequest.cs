using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// One admitted request. Reused for another once it has ended: a generation tells its lives apart, so that nothing is
/// allocated for a request.
/// </summary>
internal sealed class OpenRequest
{
    private const int Levels = 4;

    private PeriodHold[] holds = new PeriodHold[8];

    /// <summary>Which life it is in.</summary>
    public long Generation;

    /// <summary>Whether it has been admitted and not ended.</summary>
    public bool IsOpen;

    /// <summary>Its number among all that its book has had in flight.</summary>
    public long Number;

    /// <summary>Whether it is noted as changed.</summary>
    public bool IsNoted;

    /// <summary>Whether somebody who asks for changes has been told of it.</summary>
    public bool IsTold;

    /// <summary>Its name; 0: it has none.</summary>
    public UInt128 Id;

    /// <summary>Epoch in which it was admitted.</summary>
    public int EpochNumber;

    /// <summary>Terms of its class at admission, whose weights and prices settle it.</summary>
    public ClassTerms Terms = null!;

    /// <summary>Whether some rule counts money.</summary>
    public bool NeedsMoney;

    /// <summary>What it holds.</summary>
    public Amounts Held;

    /// <summary>What was reported of it so far.</summary>
    public TokenUsage Reported;

    /// <summary>When it was admitted.</summary>
    public Instant At;

    /// <summary>When it expires.</summary>
    public Instant Deadline;

    /// <summary>How long it stands after a report.</summary>
    public Duration Life;

    /// <summary>Lane that serves it.</summary>
    public Lane Served;

    /// <summary>Whether it is paid as overage.</summary>
    public bool IsOverage;

    /// <summary>Whether it holds of other periods than plain windows, whose charges have to be worked out.</summary>
    public bool HasOthers;

    /// <summary>Rate limits that it passes uncounted, a bit each in the order of its parts.</summary>
    public ulong Uncounted;

    /// <summary>Its place among all requests that there ever were at once.</summary>
    public int Place;

    /// <summary>
    /// Neighbors in the order of expiry, by place. Numbers and no references, which would have to be told to the
    /// collector: that is a fifth of what admitting a request takes.
    /// </summary>
    public int Sooner;

    /// <inheritdoc cref="Sooner"/>
    public int Later;

    /// <summary>The scopes that it is accounted at, from the organization down.</summary>
    public readonly Part[] Parts = new Part[Levels];

    /// <summary>How many scopes there are.</summary>
    public int PartCount;

    /// <summary>How many limits an attempt has taken room in.</summary>
    public int Taken;

    /// <summary>How many rate limits its parts have.</summary>
    public int RateCount;

    /// <summary>How many holds there are: one for each period rule of each part, in order.</summary>
    public int HoldCount;

    /// <summary>What it holds of the periods of one of its scopes, in the order of the rules there.</summary>
    public Span<PeriodHold> HoldsOf(in Part part) => holds.AsSpan(part.FirstHold, part.Rules.Slots.Length);

    /// <summary>Whether one of the rate limits of one of its scopes counts it.</summary>
    public bool IsCounted(in Part part, int rate) => (Uncounted & (1UL << (part.FirstRate + rate))) == 0;

    /// <summary>Makes it ready for another request.</summary>
    public void Begin(in LimitRequest asked, ClassTerms terms, CompiledVersion version, int epoch, Instant now)
    {
        Generation++;
        Clear(asked.Lane);
        Id = asked.Id;
        if (Terms != terms)
            Terms = terms;
        NeedsMoney = version.NeedsMoney;
        EpochNumber = epoch;
        At = now;
        Reported = default;
        IsOverage = false;
        Held.Set(terms, asked.Estimate, Math.Max(1, asked.Requests), NeedsMoney);
    }

    /// <summary>Forgets what was held in an attempt that did not succeed.</summary>
    public void Clear(Lane lane)
    {
        Served = lane;
        Uncounted = 0;
        Taken = 0;
        HasOthers = false;
        PartCount = 0;
        HoldCount = 0;
        RateCount = 0;
    }

    /// <summary>Notes a scope, with room for what it holds there, not cleared.</summary>
    public ref readonly Part AddPart(int address, LaneRules rules)
    {
        ref var part = ref Parts[PartCount++];
        part.Address = address;
        part.FirstRate = RateCount;
        part.FirstHold = HoldCount;
        if (part.Rules != rules)
            part.Rules = rules;
        RateCount += rules.Rates.Length;
        HoldCount += rules.Slots.Length;
        if (HoldCount > holds.Length)
            Array.Resize(ref holds, HoldCount * 2);
        return ref part;
    }

    /// <summary>Holds other amounts, which have been charged in the place of the former ones.</summary>
    public void Hold(in Amounts amounts)
    {
        Held = amounts;
        for (var i = 0; i < PartCount; i++)
        {
            var charges = HoldsOf(Parts[i]);
            for (var h = 0; h < charges.Length; h++)
                charges[h].Charge = Parts[i].Rules.Slots[h].IsPlain ? amounts.Credits : charges[h].Next;
        }
    }

    /// <summary>
    /// What it is settled with when it expires: what was reported; if that is nothing, it never began.
    /// </summary>
    public Amounts AtExpiry()
    {
        var amounts = default(Amounts);
        if (Reported != default)
            amounts.Set(Terms, Reported, Held.Requests, NeedsMoney);
        return amounts;
    }

    /// <summary>
    /// Follows a scope that was given other sets. Limits that both have go on holding what they held, as they did when
    /// they admitted it; the others are done with it.
    /// </summary>
    /// <param name="scope">Which of its scopes.</param>
    /// <param name="address">Where the scope's block stands now.</param>
    /// <param name="rules">What the new sets limit.</param>
    public void Follow(int scope, int address, ScopeRules rules)
    {
        var (before, held, uncounted) = (Parts[..PartCount], holds.AsSpan(0, HoldCount).ToArray(), Uncounted);
        (PartCount, RateCount, HoldCount, Uncounted) = (0, 0, 0, 0);
        for (var i = 0; i < before.Length; i++)
        {
            var old = before[i];
            var rates = i == scope
                ? Array.ConvertAll(old.Rules.Rates, rule => rule.In(rules) is { } there ? rule.At(there.Offset) : null)
                : old.Rules.Rates;
            var periods = i == scope
                ? Array.ConvertAll(old.Rules.Periods, rule => rule.In(rules) is { } there ? rule.At(there) : null)
                : old.Rules.Periods;
            var kept = new LaneRules(
                [.. rates.OfType<RateRule>()], [.. periods.OfType<PeriodRule>()], old.Rules.Missing);
            ref readonly var part = ref AddPart(i == scope ? address : old.Address, kept);
            var (rate, hold) = (part.FirstRate, part.FirstHold);
            for (var r = 0; r < rates.Length; r++)
            {
                var isUncounted = (uncounted & (1UL << (old.FirstRate + r))) != 0;
                if (rates[r] is null)
                    continue;
                Uncounted |= isUncounted ? 1UL << rate : 0;
                rate++;
            }

            for (var h = 0; h < periods.Length; h++)
            {
                if (periods[h] is not null)
                    holds[hold++] = held[old.FirstHold + h];
            }
        }
    }
}
