using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>One of a rate limit's three bounds, compiled.</summary>
internal readonly struct RateBound
{
    private readonly long most;

    /// <summary>Compiles a bound.</summary>
    /// <param name="limit">Units in a period; null: unlimited.</param>
    /// <param name="period">The period.</param>
    /// <param name="burst">How much of a period may be saved up.</param>
    /// <param name="fraction">Amounts count fractions of a unit: 1, or a million for millionths.</param>
    public RateBound(long? limit, Duration period, Duration burst, long fraction)
    {
        IsLimited = limit is not null;
        var whole = limit ?? 0;
        Limit = (ulong)whole;
        most = IsLimited && whole <= long.MaxValue / fraction ? whole * fraction : long.MaxValue;

        // The unit cancels out of the parts: a limit in whole units refills that many parts a nanosecond. Of what is
        // not limited nothing is ever missing.
        PartsPerUnit = IsLimited ? (ulong)(period.Nanoseconds / fraction) : 0;
        MostNarrow = PartsPerUnit == 0 ? ulong.MaxValue : Math.Min((ulong)most, ulong.MaxValue / PartsPerUnit);

        // At least one unit can be saved up, or nothing would ever fit.
        var saved = (UInt128)Limit * (ulong)burst.Nanoseconds;
        var one = (UInt128)(ulong)period.Nanoseconds;
        Capacity = !IsLimited ? UInt128.MaxValue - 1 : Limit == 0 ? 0 : saved > one ? saved : one;
        CapacityNarrow = Capacity > ulong.MaxValue ? ulong.MaxValue : (ulong)Capacity;
    }

    /// <summary>Whether there is a bound at all.</summary>
    public bool IsLimited { get; }

    /// <summary>Parts that a nanosecond refills: the limit in units a period. Below 2^63.</summary>
    public ulong Limit { get; }

    /// <summary>Parts of one amount.</summary>
    public ulong PartsPerUnit { get; }

    /// <summary>Largest amount that can ever fit and whose parts are one word.</summary>
    public ulong MostNarrow { get; }

    /// <summary>Parts of a full bucket; of an unlimited one more than can ever be missing.</summary>
    public UInt128 Capacity { get; }

    /// <summary>The same, or the most that one word holds.</summary>
    public ulong CapacityNarrow { get; }

    /// <summary>
    /// An amount fits where less than this is missing. What is larger than the limit never fits, and this is 0.
    /// </summary>
    public UInt128 RoomFor(long amount)
    {
        if (amount > most)
            return 0;
        var parts = (UInt128)(ulong)amount * PartsPerUnit;
        return Capacity > parts ? Capacity - parts + 1 : 1;
    }
}
