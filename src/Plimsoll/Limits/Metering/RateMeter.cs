using System.Runtime.InteropServices;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Counters of one rate limit: three buckets, reckoned from one instant. 80 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RateMeter
{
    /// <summary>Words of eight bytes that it takes.</summary>
    public const int Words = 10;

    private long from;
    private Tank requests;
    private Tank input;
    private Tank output;

    /// <summary>Starts anew, full.</summary>
    public void Fill(Instant now)
    {
        from = now.UnixNanoseconds;
        requests.Fill(from);
        input.Fill(from);
        output.Fill(from);
    }

    /// <summary>Starts those of its buckets anew, full, that were not limited before.</summary>
    public void FillNew(RateRule before, Instant now)
    {
        if (!before.Requests.IsLimited)
            requests.Fill(now.UnixNanoseconds);
        if (!before.Input.IsLimited)
            input.Fill(now.UnixNanoseconds);
        if (!before.Output.IsLimited)
            output.Fill(now.UnixNanoseconds);
    }

    /// <summary>Writes the refill up to <paramref name="now"/> down.</summary>
    public void Refill(RateRule rule, Instant now)
    {
        var elapsed = unchecked((ulong)(now.UnixNanoseconds - from));
        from = now.UnixNanoseconds;
        requests.Refill(rule.Requests.Limit, elapsed);
        input.Refill(rule.Input.Limit, elapsed);
        output.Refill(rule.Output.Limit, elapsed);
    }

    /// <summary>Holds a request's estimate if all three have room.</summary>
    public bool TryTake(RateRule rule, in RateHold hold, Instant now)
    {
        var elapsed = Elapsed(rule, now);
        var refill = rule.Requests.Limit * elapsed;
        var inputRefill = rule.Input.Limit * elapsed;
        var outputRefill = rule.Output.Limit * elapsed;
        if (!requests.Fits(rule.Requests, hold.Requests, refill)
            || !input.Fits(rule.Input, hold.Input, inputRefill)
            || !(rule.WholeOutput
                ? output.Fits(rule.Output, hold.Output, outputRefill)
                : output.HasAny(rule.Output, outputRefill)))
        {
            return false;
        }

        requests.Take(rule.Requests, hold.Requests, refill, now.UnixNanoseconds);
        input.Take(rule.Input, hold.Input, inputRefill, now.UnixNanoseconds);
        output.Take(rule.Output, hold.Output, outputRefill, now.UnixNanoseconds);
        return true;
    }

    /// <summary>Undoes the taking that came last.</summary>
    public void Untake(RateRule rule, in RateHold hold)
    {
        requests.Untake(rule.Requests, hold.Requests);
        input.Untake(rule.Input, hold.Input);
        output.Untake(rule.Output, hold.Output);
    }

    /// <summary>Puts <paramref name="actual"/> in the place of what was held since <paramref name="since"/>.</summary>
    public void Settle(RateRule rule, in RateHold held, in RateHold actual, Instant since, Instant now)
    {
        var elapsed = Elapsed(rule, now);
        Settle(ref requests, rule.Requests, actual.Requests - held.Requests, elapsed, (since, now));
        Settle(ref input, rule.Input, actual.Input - held.Input, elapsed, (since, now));
        Settle(ref output, rule.Output, actual.Output - held.Output, elapsed, (since, now));
    }

    /// <summary>Refills up to an instant, but for what is lent out and may still be used.</summary>
    /// <param name="rule">Its limit.</param>
    /// <param name="lent">What is lent out.</param>
    /// <param name="inFlight">What of the rest requests in flight hold.</param>
    /// <param name="lag">How much later than used it may be counted.</param>
    /// <param name="at">The instant; one before the meter's own changes nothing.</param>
    public void Keep(RateRule rule, in RateHold lent, in RateHold inFlight, Duration lag, Instant at)
    {
        if (at.UnixNanoseconds < from)
            return;
        Refill(rule, at);
        requests.Keep(rule.Requests, lent.Requests, inFlight.Requests, lag, from);
        input.Keep(rule.Input, lent.Input, inFlight.Input, lag, from);
        output.Keep(rule.Output, lent.Output, inFlight.Output, lag, from);
    }

    /// <summary>The bucket of one kind.</summary>
    public readonly Tank TankOf(LimitKind kind) => kind switch
    {
        LimitKind.Requests => requests,
        LimitKind.InputTokens => input,
        _ => output,
    };

    private static void Settle(
        ref Tank tank, in RateBound bound, long more, ulong elapsed, (Instant Since, Instant Now) time)
    {
        if (more > 0)
            tank.Take(bound, more, bound.Limit * elapsed, time.Now.UnixNanoseconds);
        else if (more < 0)
            tank.GiveBack(bound, -more, time.Since.UnixNanoseconds);
    }

    /// <summary>Nanoseconds to reckon with, few enough for each refill to fit one word.</summary>
    private ulong Elapsed(RateRule rule, Instant now)
    {
        var elapsed = unchecked((ulong)(now.UnixNanoseconds - from));
        if (elapsed <= rule.MostElapsed)
            return elapsed;
        Refill(rule, now);
        return 0;
    }
}
