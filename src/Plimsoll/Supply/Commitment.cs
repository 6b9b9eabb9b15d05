using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>A total that is committed over some years, as filings state it.</summary>
/// <param name="Total">The total.</param>
/// <param name="From">First instant of the years.</param>
/// <param name="Until">The first instant after them.</param>
public sealed record Commitment(Usd Total, Instant From, Instant Until);
