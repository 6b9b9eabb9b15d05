using Plimsoll.Quantities;

namespace Plimsoll.Footprint;

/// <summary>What rows of a footprint are told apart by; what they are not is null.</summary>
/// <param name="Start">Start of the month or the hour, UTC.</param>
/// <param name="Site">Site.</param>
/// <param name="Use">What the energy is used for.</param>
/// <param name="Class">Model class, or job; empty: none.</param>
/// <param name="Plan">Plan or tier; empty: nobody's.</param>
/// <param name="Organization">Organization, of requests that were served; empty: nobody's.</param>
public readonly record struct FootprintKey(
    Instant? Start, string? Site, UseKind? Use, string? Class, string? Plan, string? Organization = null)
    : IComparable<FootprintKey>
{
    /// <summary>What columns make of an instant: the hour, its month, or nothing.</summary>
    public static Instant? StartOf(FootprintColumns columns, Instant hour) =>
        columns.HasFlag(FootprintColumns.Hour) ? hour
            : columns.HasFlag(FootprintColumns.Month)
                ? Instant.FromDate(new DateOnly(hour.Date.Year, hour.Date.Month, 1)) : null;

    /// <inheritdoc/>
    public int CompareTo(FootprintKey other)
    {
        var order = Nullable.Compare(Start, other.Start);
        if (order == 0)
            order = string.CompareOrdinal(Site, other.Site);
        if (order == 0)
            order = Nullable.Compare(Use, other.Use);
        if (order == 0)
            order = string.CompareOrdinal(Class, other.Class);
        if (order == 0)
            order = string.CompareOrdinal(Plan, other.Plan);
        return order == 0 ? string.CompareOrdinal(Organization, other.Organization) : order;
    }

    /// <summary>Earlier in the order.</summary>
    public static bool operator <(FootprintKey left, FootprintKey right) => left.CompareTo(right) < 0;

    /// <summary>Later in the order.</summary>
    public static bool operator >(FootprintKey left, FootprintKey right) => left.CompareTo(right) > 0;

    /// <summary>Not later in the order.</summary>
    public static bool operator <=(FootprintKey left, FootprintKey right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in the order.</summary>
    public static bool operator >=(FootprintKey left, FootprintKey right) => left.CompareTo(right) >= 0;
}
