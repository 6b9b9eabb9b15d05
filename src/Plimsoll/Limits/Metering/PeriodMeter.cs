using System.Runtime.InteropServices;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// What is charged in one period: a session, a week, a month, or for as long as requests are in flight. 16 bytes.
/// <c>default</c> is not open. What of it is only held is not kept here but summed from the reservations that are open.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PeriodMeter
{
    /// <summary>Words of eight bytes that it takes.</summary>
    public const int Words = 2;

    // Counted from the first instant there is: a meter of zeros is one that has ended before every other.
    private long sinceFirst;

    /// <summary>Settled and held, in the rule's unit.</summary>
    public long Charged;

    /// <summary>Opens a period that ends at <paramref name="end"/>, which also tells it from all others.</summary>
    public PeriodMeter(Instant end)
    {
        sinceFirst = end.UnixNanoseconds ^ long.MinValue;
        Charged = 0;
    }

    /// <summary>First instant after it.</summary>
    public readonly Instant End => new(EndNanoseconds);

    /// <summary>The same as a number of nanoseconds.</summary>
    public readonly long EndNanoseconds => sinceFirst ^ long.MinValue;

    /// <summary>Whether it is open at <paramref name="now"/>.</summary>
    public readonly bool IsOpenAt(Instant now) => now.UnixNanoseconds < EndNanoseconds;
}
