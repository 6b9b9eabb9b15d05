using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// A token bucket of one rate limit, exact to the nanosecond. It keeps what is missing from full, so that a changed
/// limit leaves the amount used as it is. Below zero it is in debt, which refill repays first. All arguments are whole
/// units (requests or tokens); instants never decrease.
/// </summary>
internal struct Bucket
{
    /// <summary>Parts of a unit it counts in: a limit of 1 a minute refills one part a nanosecond.</summary>
    private const long PartsPerUnit = 60 * Duration.NanosecondsPerSecond;

    private Int128 missing;
    private long limit;
    private long inFlight;
    private Instant at;
    private Instant fullAt;

    /// <summary>A full bucket.</summary>
    public Bucket(PerMinute limit, Instant now)
    {
        this.limit = limit.Value;
        at = fullAt = now;
    }

    /// <summary>
    /// Refills to <paramref name="now"/>, at a changed limit from when its policy took effect, as far as that time has
    /// not been accounted for yet.
    /// </summary>
    public void Refill(PerMinute newLimit, Instant effectiveFrom, Instant now)
    {
        if (newLimit.Value != limit)
        {
            if (effectiveFrom > at)
                Refill(effectiveFrom < now ? effectiveFrom : now);
            limit = newLimit.Value;
        }

        Refill(now);
    }

    /// <summary>Refills to <paramref name="now"/> at the limit last seen.</summary>
    public void Refill(Instant now)
    {
        if (now > at && missing > 0)
            missing = Int128.Max(0, missing - Math.BigMul(limit, (now - at).Nanoseconds));
        at = now;
        if (missing == 0)
            fullAt = now;
    }

    /// <summary>First instant at which <paramref name="units"/> fit whole; null when never.</summary>
    public readonly Instant? FitsAt(long units) => RefilledAt(Math.BigMul(limit - units, PartsPerUnit));

    /// <summary>First instant at which anything is left; null when never.</summary>
    public readonly Instant? HasRoomAt() => RefilledAt(Math.BigMul(limit, PartsPerUnit) - 1);

    /// <summary>Its meter.</summary>
    public readonly LimitState State(LimitKind kind, string modelClass)
    {
        var spent = (long)CeilingDivide(missing, PartsPerUnit);
        var reserved = Math.Min(inFlight, spent);
        return new LimitState(kind, modelClass, limit, spent - reserved, reserved, RefilledAt(0));
    }

    /// <summary>Holds an estimate.</summary>
    public void Hold(long estimate)
    {
        missing += Math.BigMul(estimate, PartsPerUnit);
        inFlight += estimate;
    }

    /// <summary>Corrects an estimate held since <paramref name="since"/>, into debt if need be.</summary>
    public void Settle(long estimate, long actual, Instant since)
    {
        inFlight -= estimate;

        // A bucket that was full meanwhile has been repaid the estimate: giving it back would be giving it twice.
        if (actual > estimate || fullAt <= since)
            missing = Int128.Max(0, missing + Math.BigMul(actual - estimate, PartsPerUnit));
    }

    /// <summary>Where the missing part has shrunk to <paramref name="most"/>, in parts.</summary>
    private readonly Instant? RefilledAt(Int128 most)
    {
        if (missing <= most)
            return at;
        if (most < 0 || limit == 0)
            return null;
        var wait = CeilingDivide(missing - most, limit);
        return wait <= long.MaxValue - Int128.Max(0, at.UnixNanoseconds) ? at + new Duration((long)wait) : null;
    }

    private static Int128 CeilingDivide(Int128 value, long divisor) => (value + divisor - 1) / divisor;
}
