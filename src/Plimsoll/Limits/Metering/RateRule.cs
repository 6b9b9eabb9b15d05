using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>A rate limit of one scope's terms, compiled. Immutable.</summary>
internal sealed class RateRule
{
    private readonly TokenBurn burn;
    private readonly bool isMetered;

    /// <summary>Compiles a limit whose counters stand at <paramref name="offset"/> of the scope's block.</summary>
    public RateRule(string set, RateLimit terms, int offset)
    {
        Set = set;
        Terms = terms;
        Offset = offset;
        var burst = terms.Burst ?? terms.Period;
        Requests = new RateBound(terms.Requests, terms.Period, burst, 1);
        Input = new RateBound(terms.Input, terms.Period, burst, TokenBurn.One);
        Output = new RateBound(terms.Output, terms.Period, burst, 1);
        var fastest = Math.Max(Requests.Limit, Math.Max(Input.Limit, Output.Limit));
        MostElapsed = fastest == 0 ? long.MaxValue : long.MaxValue / fastest;
        WholeOutput = terms.WholeOutput;
        Downgrades = terms.OnExceed == ExceedAction.Downgrade;
        burn = terms.Burn;
        isMetered = burn == TokenBurn.Metered;
        Kinds =
        [
            .. new[] { LimitKind.Requests, LimitKind.InputTokens, LimitKind.OutputTokens }
                .Where(kind => BoundOf(kind).IsLimited),
        ];
    }

    /// <summary>Plan, tier or set that states it.</summary>
    public string Set { get; }

    /// <summary>The limit as it was stated.</summary>
    public RateLimit Terms { get; }

    /// <summary>First word of its counters in the scope's block.</summary>
    public int Offset { get; }

    /// <summary>Bound on requests.</summary>
    public readonly RateBound Requests;

    /// <summary>Bound on millionths of input tokens.</summary>
    public readonly RateBound Input;

    /// <summary>Bound on output tokens.</summary>
    public readonly RateBound Output;

    /// <summary>Which of its bounds there are, in the order in which they are told.</summary>
    public ImmutableArray<LimitKind> Kinds { get; }

    /// <summary>Nanoseconds for which the refill of each bound fits 63 bits.</summary>
    public ulong MostElapsed { get; }

    /// <summary>Whether the whole estimated output has to fit.</summary>
    public bool WholeOutput { get; }

    /// <summary>Whether a request without room passes uncounted.</summary>
    public bool Downgrades { get; }

    /// <summary>Whether it has any bound.</summary>
    public bool IsLimiting => Requests.IsLimited || Input.IsLimited || Output.IsLimited;

    /// <summary>
    /// What a request that this rule admitted is to be settled with: where it had no bound, nothing was held and
    /// nothing is corrected.
    /// </summary>
    public RateHold Corrected(in RateHold held, in RateHold actual) => new()
    {
        Requests = Requests.IsLimited ? actual.Requests : held.Requests,
        Input = Input.IsLimited ? actual.Input : held.Input,
        Output = Output.IsLimited ? actual.Output : held.Output,
    };

    /// <summary>Whether amounts can ever fit.</summary>
    public bool CanFit(in Amounts amounts)
    {
        var own = default(RateHold);
        ref readonly var hold = ref HoldOf(in amounts, ref own);
        return Requests.RoomFor(hold.Requests) > 0
            && Input.RoomFor(hold.Input) > 0
            && (WholeOutput ? Output.RoomFor(hold.Output) : Output.Capacity) > 0;
    }

    /// <summary>The rule of other sets that is the same limit; null when they do not have it in force.</summary>
    public RateRule? In(ScopeRules rules) =>
        Array.Find(rules.Rates, other => other.Set == Set && other.Terms.Name == Terms.Name);

    /// <summary>The same rule with its counters elsewhere.</summary>
    public RateRule At(int offset) => new(Set, Terms, offset);

    /// <summary>What a request takes of it.</summary>
    /// <param name="amounts">The request's amounts.</param>
    /// <param name="own">Room for what this limit counts in a way of its own.</param>
    /// <exception cref="OverflowException">A count is beyond 9.2e12 tokens.</exception>
    public ref readonly RateHold HoldOf(ref readonly Amounts amounts, ref RateHold own)
    {
        if (isMetered)
            return ref amounts.Metered;
        own = amounts.Metered;
        own.Input = burn.Of(amounts.Usage);
        return ref own;
    }

    /// <summary>The bound of one kind.</summary>
    public RateBound BoundOf(LimitKind kind) => kind switch
    {
        LimitKind.Requests => Requests,
        LimitKind.InputTokens => Input,
        _ => Output,
    };

    /// <summary>
    /// First instant, not before <paramref name="now"/>, at which a bound of it has room for a hold; null when never.
    /// </summary>
    public Instant? RoomAt(LimitKind kind, in Tank tank, in RateHold hold, Instant now) => kind switch
    {
        LimitKind.Requests => RefilledAt(Requests, tank, Requests.RoomFor(hold.Requests), now),
        LimitKind.InputTokens => RefilledAt(Input, tank, Input.RoomFor(hold.Input), now),
        _ => RefilledAt(Output, tank, WholeOutput ? Output.RoomFor(hold.Output) : Output.Capacity, now),
    };

    /// <summary>First instant, not before <paramref name="now"/>, at which a bucket is full; null when never.</summary>
    public Instant? FullAt(LimitKind kind, in Tank tank, Instant now) => RefilledAt(BoundOf(kind), tank, 1, now);

    private static Instant? RefilledAt(in RateBound bound, in Tank tank, UInt128 below, Instant now)
    {
        var missing = tank.Missing;
        if (missing < below)
            return now;
        if (below == 0 || bound.Limit == 0)
            return null;
        var excess = missing - (below - 1);
        var wait = (excess + (bound.Limit - 1)) / bound.Limit;
        return wait <= (UInt128)(long.MaxValue - Math.Max(0, now.UnixNanoseconds))
            ? now + new Duration((long)wait)
            : null;
    }
}
