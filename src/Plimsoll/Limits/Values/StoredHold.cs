using System.Diagnostics;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>What a stored reservation holds of one limit, and all that settling it needs of the limit.</summary>
internal sealed record StoredHold
{
    /// <summary>Set that states the limit.</summary>
    public required string Set { get; init; }

    /// <summary>Its name.</summary>
    public required string Limit { get; init; }

    /// <summary>Its kind; of a rate limit, that of its first bucket.</summary>
    public required LimitKind Layout { get; init; }

    /// <summary>What a rate limit allowed; null: the limit is of another kind.</summary>
    public RateLimit? Rates { get; init; }

    /// <summary>Whether a rate limit counts the request.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Where the limit of a period came from.</summary>
    public LimitSource Source { get; init; }

    /// <summary>Whether a period charges credits as they are.</summary>
    public bool IsPlain { get; init; }

    /// <summary>End of the period that is held of.</summary>
    public long End { get; init; } = PeriodHold.Nowhere;

    /// <summary>What is held of it.</summary>
    public long Charge { get; init; }

    /// <summary>Rate at admission.</summary>
    public ChargeRate Rate { get; init; } = ChargeRate.Full;

    /// <summary>Whether it is a rate limit.</summary>
    public bool IsRate => Rates is not null;

    public static void Write(ValueWriter writer, RateRule rule, bool isCounted)
    {
        writer.Text(rule.Set);
        StoredRate.WriteTerms(writer, rule.Terms);
        var burn = rule.Terms.Burn;
        writer.Signed(burn.Input);
        writer.Signed(burn.CacheWrite);
        writer.Signed(burn.CacheWriteLong);
        writer.Signed(burn.CacheRead);
        writer.Signed(burn.Output);
        writer.Flag(isCounted);
    }

    public static void Write(ValueWriter writer, PeriodRule rule, in PeriodHold hold)
    {
        writer.Text(rule.Set);
        writer.Text(rule.Terms.Name);
        writer.Byte((byte)rule.Kind);
        writer.Byte((byte)rule.Source);
        writer.Flag(rule.IsPlain);
        writer.Time(new Instant(hold.End));
        if (hold.End == PeriodHold.Nowhere)
            return;
        writer.Count(hold.Charge);
        if (rule.IsPlain)
            return;
        writer.Count(hold.Rate.Numerator);
        writer.Count(hold.Rate.Denominator);
    }

    public static StoredHold ReadRate(ref ValueReader reader)
    {
        var set = reader.Text("the set of a rate limit");
        var terms = StoredRate.ReadTerms(ref reader);
        const string burn = "what counts as input";
        var (input, write, longWrite) = (reader.Signed(burn), reader.Signed(burn), reader.Signed(burn));
        var own = new TokenBurn(input, write, longWrite, reader.Signed(burn), reader.Signed(burn));
        return new StoredHold
        {
            Set = set,
            Limit = terms.Name,
            Layout = LimitKind.Requests,
            Rates = terms with { Burn = own == TokenBurn.Metered ? TokenBurn.Metered : own },
            IsCounted = reader.Flag("whether a rate limit counts it"),
        };
    }

    public static StoredHold ReadPeriod(ref ValueReader reader)
    {
        var (set, limit) = (reader.Text("the set of a limit"), reader.Text("the name of a limit"));
        var kind = reader.Member<LimitKind>("a kind of limit");
        var source = reader.Member<LimitSource>("where a limit comes from");
        if (kind <= LimitKind.OutputTokens || !Fits(kind, source))
            throw reader.Wrong($"a limit of {kind} from {source}", "a limit of periods and where it comes from");
        var isPlain = reader.Flag("whether credits are charged as they are");
        var end = reader.Time("the end of a period").UnixNanoseconds;
        var isHeld = end != PeriodHold.Nowhere;
        var charge = isHeld ? reader.Count("what is held of a period") : 0;
        var rate = isHeld && !isPlain
            ? new ChargeRate(reader.Factor("what is charged of each"), reader.Factor("of how many it is charged"))
            : ChargeRate.Full;
        return new StoredHold
        {
            Set = set,
            Limit = limit,
            Layout = kind,
            Source = source,
            IsPlain = isPlain,
            End = end,
            Charge = charge,
            Rate = rate,
        };
    }

    /// <summary>The rule that it is settled by, with its counters at an offset.</summary>
    public RateRule RateRule(int offset) => new(Set, Rates!, offset);

    /// <inheritdoc cref="RateRule"/>
    public PeriodRule PeriodRule(int offset) => new()
    {
        Kind = Layout,
        Set = Set,
        Terms = TermsOf(Layout, Limit),
        Offset = Layout == LimitKind.Overage ? offset + StoredPeriod.MetersOf(Layout)[PartOf(Source)] : offset,
        StateOffset = Layout == LimitKind.Overage ? offset : 0,
        Counts = Layout switch
        {
            LimitKind.Session or LimitKind.Week => ChargeBase.Credits,
            LimitKind.Concurrency => ChargeBase.Requests,
            LimitKind.Acceleration => ChargeBase.Tokens,
            _ => ChargeBase.Money,
        },
        Ending = Layout == LimitKind.Session ? PeriodEnding.Session : PeriodEnding.Never,
        Limit = long.MaxValue,
        Source = Source,
        IsPlain = IsPlain,
    };

    private static bool Fits(LimitKind kind, LimitSource source) => kind switch
    {
        LimitKind.Overage => source >= LimitSource.OverageDaily,
        LimitKind.Acceleration => source == LimitSource.Growth,
        _ => source == LimitSource.Terms,
    };

    private static int PartOf(LimitSource source) => source - LimitSource.OverageDaily;

    /// <summary>Terms of a kind, to tell the limit by: nobody is admitted by them.</summary>
    private static LimitTerms TermsOf(LimitKind kind, string name) => kind switch
    {
        LimitKind.Session => new WindowLimit { Name = name, Window = WindowKind.Session, Limit = default },
        LimitKind.Week => new WindowLimit { Name = name, Window = WindowKind.Week, Limit = default },
        LimitKind.Spend => new SpendLimit { Name = name, Period = SpendPeriod.Month, Limit = default },
        LimitKind.Concurrency => new ConcurrencyLimit { Name = name, Limit = 0 },
        LimitKind.Acceleration => new AccelerationLimit
        {
            Name = name,
            Interval = Duration.FromMinutes(1),
            Free = default,
            Growth = new Factor(1),
        },
        LimitKind.Overage => new OverageTerms { Name = name },
        _ => throw new UnreachableException($"{kind} is no limit of periods."),
    };
}
