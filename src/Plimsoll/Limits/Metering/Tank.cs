using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// What is missing from one full token bucket, exact: in parts of a unit over its period's nanoseconds, of which a
/// limit of L refills exactly L each nanosecond. More missing than the bucket holds is debt. <c>default</c> is full.
/// </summary>
/// <remarks>
/// It is reckoned from an instant that its meter keeps: refill since then is taken off where it is read, and written
/// down only now and then. 128 bits, as two words: a UInt128 would be aligned to 16 bytes and break the block's size,
/// and its arithmetic takes three times as long. Nearly always the upper word is 0, and one word is all to reckon with.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct Tank
{
    /// <summary>Words of eight bytes that it takes: what is missing, the lower word first, and since when.</summary>
    public const int Words = 3;

    private ulong low;
    private ulong high;
    private long busySince;

    /// <summary>Parts missing at the meter's instant.</summary>
    public readonly UInt128 Missing => new(high, low);

    /// <summary>Is full.</summary>
    public void Fill(long now) => (low, high, busySince) = (0, 0, now);

    /// <summary>
    /// Moves the meter's instant on by <paramref name="elapsed"/> nanoseconds. A product of a 63-bit and a 64-bit
    /// number fits 127 bits: nothing here can overflow.
    /// </summary>
    public void Refill(ulong limit, ulong elapsed)
    {
        unchecked
        {
            var refillHigh = Math.BigMul(limit, elapsed, out var refill);
            if (refillHigh > high || (refillHigh == high && refill >= low))
                low = high = 0;
            else
                Subtract(refillHigh, refill);
        }
    }

    /// <summary>
    /// Whether an amount fits: what is larger than the bucket but not than the limit fits a full one, into debt.
    /// </summary>
    /// <param name="bound">Its bound.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="refill">Parts refilled since the meter's instant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Fits(in RateBound bound, long amount, ulong refill)
    {
        unchecked
        {
            if (high != 0 || (ulong)amount > bound.MostNarrow)
                return MissingAfter(refill) < bound.RoomFor(amount);
            var missing = low > refill ? low - refill : 0;
            var needed = missing + ((ulong)amount * bound.PartsPerUnit);
            return (needed <= bound.CapacityNarrow && needed >= missing) || missing == 0
                || MissingAfter(refill) < bound.RoomFor(amount);
        }
    }

    /// <summary>Whether anything at all fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool HasAny(in RateBound bound, ulong refill) =>
        high == 0 && low <= refill ? bound.CapacityNarrow > 0 : MissingAfter(refill) < bound.Capacity;

    /// <summary>Takes an amount. 2^128 parts are 2^78 units at the longest period: no sum gets there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(in RateBound bound, long amount, ulong refill, long now)
    {
        unchecked
        {
            if (high == 0 && low <= refill)
                (low, busySince) = (refill, now);
            var parts = (ulong)amount * bound.PartsPerUnit;
            low += parts;
            high += low < parts ? 1UL : 0UL;
            if ((ulong)amount > bound.MostNarrow)
                high += Math.BigMul((ulong)amount, bound.PartsPerUnit, out _);
        }
    }

    /// <summary>Undoes the taking that came last. That it began a stretch of use can stay: it was full.</summary>
    public void Untake(in RateBound bound, long amount)
    {
        var partsHigh = Math.BigMul((ulong)amount, bound.PartsPerUnit, out var parts);
        Subtract(partsHigh, parts);
    }

    /// <summary>
    /// Gives back an amount that was held since <paramref name="since"/>, at most what is missing. A bucket that was
    /// full meanwhile has been repaid it: giving it back would be giving it twice.
    /// </summary>
    public void GiveBack(in RateBound bound, long amount, long since)
    {
        if (busySince > since)
            return;
        var partsHigh = Math.BigMul((ulong)amount, bound.PartsPerUnit, out var parts);
        if (partsHigh > high || (partsHigh == high && parts >= low))
            low = high = 0;
        else
            Subtract(partsHigh, parts);
    }

    /// <summary>
    /// Sees to it that at least an amount is missing, which is lent out and may still be used. Who misses little more
    /// than that may have been full by a count that knows when it was used, and what was given back.
    /// </summary>
    /// <param name="bound">Its bound.</param>
    /// <param name="lent">The amount.</param>
    /// <param name="inFlight">What of the rest requests in flight hold, and may have given back.</param>
    /// <param name="lag">How much later than used it may be counted.</param>
    /// <param name="now">The meter's instant.</param>
    public void Keep(in RateBound bound, long lent, long inFlight, Duration lag, long now)
    {
        var floor = (UInt128)(ulong)lent * bound.PartsPerUnit;
        var unsure = ((UInt128)(ulong)inFlight * bound.PartsPerUnit) + ((UInt128)bound.Limit * (ulong)lag.Nanoseconds);
        if (Missing <= floor + unsure)
            busySince = now;
        if (Missing < floor)
            (low, high) = ((ulong)(floor & ulong.MaxValue), (ulong)(floor >> 64));
    }

    private readonly UInt128 MissingAfter(ulong refill) => Missing > refill ? Missing - refill : 0;

    private void Subtract(ulong partsHigh, ulong parts)
    {
        unchecked
        {
            high -= partsHigh + (low < parts ? 1UL : 0UL);
            low -= parts;
        }
    }
}
