using System.Numerics;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>A token bucket. Its parts: a limit of L refills L millions of them a nanosecond.</summary>
internal sealed class NaiveBucket(NaiveLimit limit, Instant at) : NaiveMeter(limit)
{
    private BigInteger missing;
    private Instant at = at;
    private Instant full = at;

    private RateLimit Terms => (RateLimit)Limit.Terms;

    private BigInteger Period => Terms.Period.Nanoseconds;

    private BigInteger PerPeriod => Limit.Kind switch
    {
        LimitKind.Requests => Terms.Requests!.Value,
        LimitKind.InputTokens => Terms.Input!.Value,
        _ => Terms.Output!.Value,
    };

    private BigInteger Refill => PerPeriod * TokenBurn.One;

    /// <summary>Parts of a whole request or token.</summary>
    private BigInteger Whole => Period * TokenBurn.One;

    private BigInteger Capacity => PerPeriod.IsZero
        ? 0
        : BigInteger.Max(Whole, PerPeriod * (Terms.Burst ?? Terms.Period).Nanoseconds * TokenBurn.One);

    private BigInteger MissingAt(Instant now) =>
        BigInteger.Max(0, missing - (Refill * ((BigInteger)now.UnixNanoseconds - at.UnixNanoseconds)));

    public override void Pass(Instant now)
    {
        missing = MissingAt(now);
        if (missing.IsZero)
            full = now;
        at = now;
    }

    public override void Hold(NaiveEntry entry, BigInteger amount, Instant now)
    {
        Pass(now);
        Held[entry] = amount;
        missing += amount * Period;
    }

    public override void Raise(NaiveEntry entry, BigInteger amount, Instant now)
    {
        Pass(now);
        if (!Held.TryGetValue(entry, out var held))
            return;
        missing += (amount - held) * Period;
        Held[entry] = amount;
    }

    public override void End(NaiveEntry entry, BigInteger? amount, Instant now)
    {
        Pass(now);
        if (!Held.Remove(entry, out var held))
            return;
        var more = ((amount ?? 0) - held) * Period;
        if (more.Sign > 0)
            missing += more;
        else if (full <= entry.At)
            missing = BigInteger.Max(0, missing + more);
        if (missing.IsZero)
            full = now;
    }

    public override void Change(NaiveLimit limit, bool keepsUtilization, Instant now)
    {
        Pass(now);
        var period = Terms.Period;
        Limit = limit;
        if (Terms.Period != period)
            Fill(now);
    }

    public override void Return(NaiveLimit limit, Instant now)
    {
        Limit = limit;
        Fill(now);
    }

    private void Fill(Instant now)
    {
        missing = 0;
        at = now;
        full = now;
    }

    public override bool HasRoom(BigInteger amount, Instant now) => Fits(amount, MissingAt(now));

    public override Instant? PassesAt(BigInteger amount, Instant now)
    {
        if (HasRoom(amount, now))
            return now;
        if (Refill.IsZero || !Fits(amount, 0))
            return null;
        var (blocked, free) = (BigInteger.Zero, NaiveEntry.Ceiling(MissingAt(now), Refill));
        while (free - blocked > 1)
        {
            var middle = (blocked + free) / 2;
            if (Fits(amount, BigInteger.Max(0, MissingAt(now) - (Refill * middle))))
                free = middle;
            else
                blocked = middle;
        }

        return At(now, free);
    }

    public override NaiveState State(ScopeLevel level, Instant now)
    {
        var gone = MissingAt(now);
        var spent = NaiveEntry.Ceiling(gone, Whole);
        var reserved = BigInteger.Min(spent, NaiveEntry.Ceiling(HeldTogether, TokenBurn.One));
        Instant? reset = gone.IsZero ? now
            : Refill.IsZero ? null
            : At(now, NaiveEntry.Ceiling(gone, Refill));
        return new NaiveState(level, Limit.Kind, Limit.Set, Terms, Capacity / Whole, spent - reserved, reserved)
        {
            ResetsAt = reset,
        };
    }

    /// <summary>Null: beyond the range of instants.</summary>
    private static Instant? At(Instant now, BigInteger nanoseconds) =>
        now.UnixNanoseconds + nanoseconds is var at && at <= long.MaxValue ? new Instant((long)at) : null;

    private bool Fits(BigInteger amount, BigInteger gone)
    {
        var level = Capacity - gone;
        if (Limit.Kind == LimitKind.OutputTokens && !Terms.WholeOutput)
            return level.Sign > 0;
        if (amount > PerPeriod * TokenBurn.One)
            return false;
        var wanted = amount * Period;
        return wanted <= level || (wanted > Capacity && gone.IsZero);
    }
}
