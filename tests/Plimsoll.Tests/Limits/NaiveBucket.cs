using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

/// <summary>One bucket, told again from the first call on. Amounts are units times 60e9.</summary>
internal sealed class NaiveBucket
{
    public const decimal Unit = 60_000_000_000;

    private decimal missing;
    private long limit;
    private long open;
    private Instant at;
    private Instant full;

    public decimal Level => (limit * Unit) - missing;

    public static long Amount(LimitKind kind, TokenUsage usage) => kind switch
    {
        LimitKind.Requests => 1,
        LimitKind.InputTokens => usage.Input.Value + usage.CacheWrite.Value,
        _ => usage.Output.Value,
    };

    public static NaiveBucket Replay(
        LimitKind kind, NaiveEvent[] events, string tier, string modelClass, Policy policy, Instant now)
    {
        var first = events.FirstOrDefault();
        var start = first?.At ?? now;
        var bucket = new NaiveBucket { at = start, full = start, limit = Limit(first?.Policy ?? policy)!.Value };
        foreach (var e in events)
        {
            bucket.Pass(e.At, Limit(e.Policy), e.Policy);
            var estimate = Amount(kind, e.Entry.Estimate);
            if (e.Kind == NaiveEventKind.Admitted)
                (bucket.missing, bucket.open) = (bucket.missing + (estimate * Unit), bucket.open + estimate);
            else if (e.Kind != NaiveEventKind.Refused)
                bucket.End(estimate, e.Entry.Actual is { } actual ? Amount(kind, actual) : 0, e.Entry.At);
        }

        bucket.Pass(now, Limit(policy), policy);
        return bucket;

        long? Limit(Policy? version)
        {
            if (version is null || !version.Tiers.TryGetValue(tier, out var terms)
                || !terms.Rates.TryGetValue(modelClass, out var rates))
            {
                return null;
            }

            return kind switch
            {
                LimitKind.Requests => rates.Requests.Value,
                LimitKind.InputTokens => rates.Input.Value,
                _ => rates.Output.Value,
            };
        }
    }

    public LimitState State(LimitKind kind, string modelClass)
    {
        var spent = (long)Math.Ceiling(missing / Unit);
        var reserved = Math.Min(open, spent);
        Instant? reset = limit > 0 ? at + new Duration((long)Math.Ceiling(missing / limit)) : missing == 0 ? at : null;
        return new LimitState(kind, modelClass, limit, spent - reserved, reserved, reset);
    }

    private void Pass(Instant now, long? newLimit, Policy? policy)
    {
        if (newLimit is { } changed && changed != limit)
        {
            var from = Math.Clamp(policy!.EffectiveFrom.UnixNanoseconds, at.UnixNanoseconds, now.UnixNanoseconds);
            Drain(new Instant(from));
            limit = changed;
        }

        Drain(now);
    }

    private void Drain(Instant now)
    {
        missing = Math.Max(0, missing - ((decimal)limit * (now - at).Nanoseconds));
        at = now;
        if (missing == 0)
            full = now;
    }

    private void End(long estimate, long actual, Instant since)
    {
        open -= estimate;
        var more = (actual - estimate) * Unit;
        if (more > 0)
            missing += more;
        else if (full <= since)
            missing = Math.Max(0, missing + more);
    }
}
