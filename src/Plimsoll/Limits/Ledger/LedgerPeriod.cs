using Plimsoll.Quantities;

namespace Plimsoll.Limits.Ledger;

/// <summary>A time of which the ledger is read. <c>default</c> is empty.</summary>
/// <param name="From">Its first instant.</param>
/// <param name="To">The first instant after it.</param>
public readonly record struct LedgerPeriod(Instant From, Instant To)
{
    /// <summary>All of time, but for its last nanosecond.</summary>
    public static LedgerPeriod Ever { get; } = new(new Instant(long.MinValue), new Instant(long.MaxValue));

    /// <summary>Whether an instant lies in it.</summary>
    public bool Contains(Instant at) => From <= at && at < To;
}
