using System.Numerics;
using Plimsoll.Quantities;

namespace Plimsoll.Measures;

/// <summary>
/// A distribution of whole numbers (0 or more) in bounded memory. Count, sum, least and greatest are exact; a quantile
/// is within 1/256 (0.39%) of the value at its rank, and exact below 256. Buckets have whole bounds: the same values
/// give the same sketch on every machine, in any order and however they were split and merged. Memory: at most 57
/// pages of 1 KiB, each made when the first value of its power of two comes. Not safe for concurrent use.
/// </summary>
public sealed class QuantileSketch
{
    /// <summary>Largest error of a quantile, as a share of the value at its rank.</summary>
    public const double RelativeError = 1 / 256.0;

    private const int PageBits = 7;
    private const int PageSize = 1 << PageBits;
    private const int Pages = 64 - PageBits;
    private const long LongestFine = long.MaxValue / FineTime.PerNanosecond;

    private readonly long[]?[] pages = new long[]?[Pages];
    private bool hasBoundsOnly;

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of the values.</summary>
    public Int128 Sum { get; private set; }

    /// <summary>Least value; 0 when there is none.</summary>
    public long Min { get; private set; }

    /// <summary>Greatest value; 0 when there is none.</summary>
    public long Max { get; private set; }

    /// <summary>Mean of the values; 0 when there is none.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>Adds a value.</summary>
    /// <param name="value">0 or more.</param>
    /// <param name="count">How often. 0 or more.</param>
    public void Add(long value, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
            return;
        Widen(value, value);
        Slot(value) += count;
        Count += count;
        Sum += Math.BigMul(value, count);
    }

    /// <summary>
    /// Adds the lengths of consecutive steps in whole nanoseconds, each rounded down by itself: the same as adding
    /// <paramref name="first"/>, <paramref name="first"/> + <paramref name="perStep"/>, … one by one, in time that
    /// grows with the number of buckets that they fall into rather than with their number.
    /// </summary>
    /// <param name="first">Length of the first step. 0 or more.</param>
    /// <param name="perStep">By how much each is longer than the one before; may be negative.</param>
    /// <param name="steps">Number of steps. 0 or more; none may be shorter than zero.</param>
    /// <param name="weight">How often each counts. 0 or more.</param>
    public void AddLine(FineTime first, FineTime perStep, long steps, long weight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        if (steps == 0 || weight == 0)
            return;
        var (low, step) = (first.Units, perStep.Units);
        if (step < 0)
            (low, step) = (low + (step * (steps - 1)), -step);
        ArgumentOutOfRangeException.ThrowIfNegative(low);
        var high = low + (step * (steps - 1));
        Widen(low / FineTime.PerNanosecond, high / FineTime.PerNanosecond);
        Count += steps * weight;
        Sum += FitsLong(steps, high)
            ? Math.BigMul(SumOfFloors(steps, step, low), weight)
            : SumOfFloors<Int128>(steps, step, low) * weight;
        for (var left = steps; left > 0;)
        {
            var value = low / FineTime.PerNanosecond;
            var taken = Math.Min(left, StepsBelow(Top(value), low, step));
            Slot(value) += taken * weight;
            left -= taken;
            if (left > 0)
                low += step * taken;
        }
    }

    /// <summary>Adds all values of another sketch.</summary>
    public void Add(QuantileSketch other)
    {
        if (other.Count == 0)
            return;
        Widen(other.Min, other.Max);
        for (var page = 0; page < Pages; page++)
        {
            if (other.pages[page] is not { } theirs)
                continue;
            var ours = pages[page] ??= new long[PageSize];
            for (var slot = 0; slot < PageSize; slot++)
                ours[slot] += theirs[slot];
        }

        hasBoundsOnly |= other.hasBoundsOnly;
        Count += other.Count;
        Sum += other.Sum;
    }

    /// <summary>
    /// What was added since <paramref name="earlier"/> was copied from this sketch. Count and sum are exact; least and
    /// greatest are bounds of their buckets.
    /// </summary>
    public QuantileSketch Since(QuantileSketch earlier)
    {
        var rest = new QuantileSketch { hasBoundsOnly = true };
        for (var page = 0; page < Pages; page++)
        {
            for (var slot = 0; pages[page] is { } ours && slot < PageSize; slot++)
            {
                var count = ours[slot] - (earlier.pages[page]?[slot] ?? 0);
                if (count < 0)
                    throw new ArgumentException("The sketch holds fewer values than the earlier one.", nameof(earlier));
                if (count == 0)
                    continue;
                var (least, width) = Bucket(page, slot);
                rest.Widen(Math.Max(least, Min), Math.Min(least + width - 1, Max));
                (rest.pages[page] ??= new long[PageSize])[slot] = count;
                rest.Count += count;
            }
        }

        rest.Sum = Sum - earlier.Sum;
        return rest;
    }

    /// <summary>A sketch of the same values that changes apart from this one.</summary>
    public QuantileSketch Copy()
    {
        var copy = new QuantileSketch();
        copy.Add(this);
        return copy;
    }

    /// <summary>Forgets all values and keeps the memory.</summary>
    public void Clear()
    {
        foreach (var page in pages)
            page.AsSpan().Clear();
        (Count, Sum, Min, Max, hasBoundsOnly) = (0, 0, 0, 0, false);
    }

    /// <summary>
    /// The value at rank ⌈<paramref name="share"/> × count⌉ (at least the first) of the sorted values, as the middle of
    /// its bucket; 0 when there is none.
    /// </summary>
    /// <param name="share">0 (the least) to 1 (the greatest).</param>
    public long Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share from 0 to 1.");
        var rank = Math.Max(1, Math.Min(Count, (long)Math.Ceiling(share * Count)));
        if (Count == 0 || (rank == 1 && !hasBoundsOnly))
            return Min;
        if (rank == Count && !hasBoundsOnly)
            return Max;
        for (var page = 0; page < Pages; page++)
        {
            for (var slot = 0; pages[page] is { } counts && slot < PageSize; slot++)
            {
                rank -= counts[slot];
                if (rank > 0)
                    continue;
                var (least, width) = Bucket(page, slot);
                return Math.Clamp(least + ((width - 1) / 2), Min, Max);
            }
        }

        throw new InvalidOperationException("The buckets hold fewer values than were counted.");
    }

    /// <summary>
    /// Share of the values whose bucket is not above that of <paramref name="value"/>; 0 when there is none.
    /// </summary>
    public double ShareUpTo(long value)
    {
        if (Count == 0 || value < Min)
            return 0;
        if (value >= Max)
            return 1;
        var (last, most) = Place(value);
        var below = 0L;
        for (var page = 0; page <= last; page++)
        {
            for (var slot = 0; pages[page] is { } counts && slot < PageSize && (page < last || slot <= most); slot++)
                below += counts[slot];
        }

        return below / (double)Count;
    }

    private void Widen(long least, long greatest)
    {
        Min = Count == 0 ? least : Math.Min(Min, least);
        Max = Count == 0 ? greatest : Math.Max(Max, greatest);
    }

    private ref long Slot(long value)
    {
        var (page, slot) = Place(value);
        return ref (pages[page] ??= new long[PageSize])[slot];
    }

    private static (int Page, int Slot) Place(long value)
    {
        var shift = Shift(value);
        var slot = (int)(value >> shift);
        return (slot < PageSize ? 0 : shift + 1, slot & (PageSize - 1));
    }

    /// <summary>Bits of a value below those that name its bucket.</summary>
    private static int Shift(long value) =>
        Math.Max(0, 63 - PageBits - BitOperations.LeadingZeroCount((ulong)value));

    private static (long Least, long Width) Bucket(int page, int slot) =>
        page == 0 ? (slot, 1) : ((long)(PageSize + slot) << (page - 1), 1L << (page - 1));

    /// <summary>The greatest value in the bucket of a value.</summary>
    private static long Top(long value)
    {
        var shift = Shift(value);
        return value | ((1L << shift) - 1);
    }

    /// <summary>
    /// How many steps from one of length <paramref name="low"/> on are at most <paramref name="top"/> ns.
    /// </summary>
    private static long StepsBelow(long top, long low, long step)
    {
        if (step == 0 || top >= LongestFine)
            return long.MaxValue;
        var room = ((top + 1) * FineTime.PerNanosecond) - 1 - low;
        return (room / step) + 1;
    }

    /// <summary>
    /// Whether <see cref="SumOfFloors"/> of so many terms stays below 2^62 on its way, and so may count in 64 bits, at
    /// a tenth of the cost.
    /// </summary>
    private static bool FitsLong(long n, long high) =>
        n < 1L << 31 && Math.BigMul(n, Math.Max(n, high / FineTime.PerNanosecond)) < 1L << 61;

    /// <summary>
    /// Σ ⌊(slope × i + start) / 65536⌋ over i = 0 … n − 1, by the Euclidean algorithm on slope and divisor.
    /// </summary>
    private static T SumOfFloors<T>(T n, T slope, T start)
        where T : struct, IBinaryInteger<T>
    {
        var two = T.One + T.One;
        var sum = T.Zero;
        var sign = T.One;
        var (count, a, b) = (n, slope, start);
        var divisor = T.CreateChecked(FineTime.PerNanosecond);
        while (true)
        {
            var (wholeA, wholeB) = (a / divisor, b / divisor);
            sum += sign * ((count * (count - T.One) / two * wholeA) + (count * wholeB));
            (a, b) = (a - (wholeA * divisor), b - (wholeB * divisor));
            var top = ((a * (count - T.One)) + b) / divisor;
            if (T.IsZero(count) || T.IsZero(top))
                return sum;

            // Counts the lattice points under the line by columns of the other axis: swaps slope and divisor.
            sum += sign * top * (count - T.One);
            (count, b, a, divisor) = (top, divisor - b - T.One, divisor, a);
            sign = -sign;
        }
    }
}
