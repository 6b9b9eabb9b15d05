using System.Runtime.CompilerServices;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>A limit on what is charged in a period, compiled. Immutable.</summary>
internal sealed record PeriodRule
{
    /// <summary>Which limit it is told as.</summary>
    public required LimitKind Kind { get; init; }

    /// <summary>Plan, tier or set that states it.</summary>
    public required string Set { get; init; }

    /// <summary>The limit as it was stated.</summary>
    public required LimitTerms Terms { get; init; }

    /// <summary>First word of its counters in the scope's block.</summary>
    public required int Offset { get; init; }

    /// <summary>First word of the scope's overage settings; of other rules 0.</summary>
    public int StateOffset { get; init; }

    /// <summary>What of a request it counts.</summary>
    public required ChargeBase Counts { get; init; }

    /// <summary>When its periods end.</summary>
    public required PeriodEnding Ending { get; init; }

    /// <summary>Most that may be charged, where the terms fix it.</summary>
    public required long Limit { get; init; }

    /// <summary>Where the limit comes from. Default: the terms.</summary>
    public LimitSource Source { get; init; } = LimitSource.Terms;

    /// <summary>Length of a session or an interval. Default: none.</summary>
    public Duration Length { get; init; }

    /// <summary>Multiples of which a session ends on. Default: none.</summary>
    public Duration Grid { get; init; }

    /// <summary>What its charges are multiplied by. Default: nothing.</summary>
    public Allowances Allowances { get; init; } = Allowances.None;

    /// <summary>Whether it is a window of credits that are charged as they are. Default false.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Whether a request that is paid as overage passes it by: it is the plan's own session or week.</summary>
    public bool IsPlans => Kind is LimitKind.Session or LimitKind.Week;

    /// <summary>Whether it counts only requests that are paid as overage.</summary>
    public bool IsOverages => Kind == LimitKind.Overage;

    /// <summary>Whether a request without room passes uncounted.</summary>
    public bool Downgrades { get; init; }

    /// <summary>Words of its counters.</summary>
    public int Words => PeriodMeter.Words + (Source == LimitSource.Growth ? 1 : 0);

    /// <summary>Words of all counters of a limit of some kind.</summary>
    public static int WordsOf(LimitKind kind) => kind switch
    {
        LimitKind.Acceleration => PeriodMeter.Words + 1,
        LimitKind.Overage => OverageState.Words,
        _ => PeriodMeter.Words,
    };

    /// <summary>Its counters in a block.</summary>
    public ref PeriodMeter MeterIn(ref long block) => ref Block.Period(ref block, Offset);

    /// <summary>Most that may be charged in the period of <paramref name="now"/>.</summary>
    public long LimitAt(ref long block, Instant now) => Source switch
    {
        LimitSource.Terms => Limit,
        LimitSource.Growth => Growth.LimitOf((AccelerationLimit)Terms, Before(ref block, now)),
        _ => OverageState.In(ref block, StateOffset).Limit(Source, (OverageTerms)Terms),
    };

    /// <summary>The rule of other sets that is the same limit; null when they do not have it in force.</summary>
    public PeriodRule? In(ScopeRules rules) => Array.Find(rules.Periods, IsSame);

    /// <summary>The same rule with its counters where another has them.</summary>
    public PeriodRule At(PeriodRule other) => this with { Offset = other.Offset, StateOffset = other.StateOffset };

    private bool IsSame(PeriodRule other) =>
        Set == other.Set && Terms.Name == other.Terms.Name && Kind == other.Kind && Source == other.Source;

    /// <summary>What it charges for a request's amounts at a rate.</summary>
    /// <exception cref="OverflowException">The charge needs more than 63 bits.</exception>
    public long Charge(ChargeRate rate, in Amounts amounts) =>
        rate.Charge(amounts[Counts], Counts == ChargeBase.Money ? PriceTerms.Parts : 1);

    /// <summary>Whether there is room beside what is charged already.</summary>
    /// <param name="charged">Settled and held in the period.</param>
    /// <param name="limit">Its limit.</param>
    /// <param name="amount">What the request would add: only what counts requests needs room for all of it.</param>
    public bool HasRoom(long charged, long limit, long amount) =>
        Counts == ChargeBase.Requests ? amount <= limit - charged : charged < limit;

    /// <summary>End of the period that begins with a request at <paramref name="now"/>.</summary>
    public Instant EndFrom(Instant now, Instant weekAnchor) => Ending switch
    {
        PeriodEnding.Session => Calendar.NextMultiple(now + Length, Grid),
        PeriodEnding.Week => Calendar.NextWeek(now, weekAnchor),
        PeriodEnding.Interval => Calendar.After(now, Length),
        PeriodEnding.Day => Calendar.NextDay(now),
        PeriodEnding.Monday => Calendar.NextMonday(now),
        PeriodEnding.Month => Calendar.NextMonth(now),
        _ => new Instant(long.MaxValue),
    };

    /// <summary>Opens the period that ends at <paramref name="end"/>.</summary>
    public void Open(ref long block, Instant end)
    {
        if (Source == LimitSource.Growth)
            Unsafe.Add(ref block, Offset + PeriodMeter.Words) = Before(ref block, end - new Duration(1));
        MeterIn(ref block) = new PeriodMeter(end);
    }

    /// <summary>What was charged in the interval before that of <paramref name="now"/>.</summary>
    private long Before(ref long block, Instant now)
    {
        ref var meter = ref MeterIn(ref block);
        if (meter.IsOpenAt(now))
            return Unsafe.Add(ref block, Offset + PeriodMeter.Words);
        return meter.End + Length > now ? meter.Charged : 0;
    }
}

/// <summary>When periods end.</summary>
internal enum PeriodEnding
{
    /// <summary>A fixed length after the first request, on a grid.</summary>
    Session,

    /// <summary>Seven days from the scope's anchor.</summary>
    Week,

    /// <summary>Multiples of a length since the epoch.</summary>
    Interval,

    /// <summary>Midnight UTC.</summary>
    Day,

    /// <summary>Midnight UTC before a Monday.</summary>
    Monday,

    /// <summary>Midnight UTC before the first of a month.</summary>
    Month,

    /// <summary>Never: what is charged is what is in flight or has been bought.</summary>
    Never,
}

/// <summary>Where a period's limit comes from.</summary>
internal enum LimitSource
{
    /// <summary>The terms fix it.</summary>
    Terms,

    /// <summary>A multiple of the interval before.</summary>
    Growth,

    /// <summary>The terms' daily cap on overage, or the scope's own.</summary>
    OverageDaily,

    /// <summary>The terms' monthly cap on overage, or the scope's own.</summary>
    OverageMonthly,

    /// <summary>What the scope has bought.</summary>
    OverageCredit,
}
