using Plimsoll.Quantities;

namespace Plimsoll.Limits.Ledger;

/// <summary>What usage is summed by. Ordered by hour, then by the names, each by its code units.</summary>
/// <param name="Hour">Start of the hour, UTC.</param>
/// <param name="Organization">Organization that pays.</param>
/// <param name="Class">Model class.</param>
/// <param name="Pool">Pool of upstreams; empty when none served it.</param>
/// <param name="Plan">Plan, tier and limit sets, joined by <c>+</c>; empty when there were none.</param>
public readonly record struct UsageKey(Instant Hour, string Organization, string Class, string Pool, string Plan)
    : IComparable<UsageKey>
{
    private const long NanosecondsPerHour = 3600 * Duration.NanosecondsPerSecond;

    /// <summary>Start of the hour, UTC, in which <paramref name="at"/> falls.</summary>
    public static Instant HourOf(Instant at)
    {
        var past = at.UnixNanoseconds % NanosecondsPerHour;
        return new Instant(at.UnixNanoseconds - past - (past < 0 ? NanosecondsPerHour : 0));
    }

    /// <inheritdoc/>
    public int CompareTo(UsageKey other)
    {
        var order = Hour.CompareTo(other.Hour);
        if (order == 0)
            order = string.CompareOrdinal(Organization, other.Organization);
        if (order == 0)
            order = string.CompareOrdinal(Class, other.Class);
        if (order == 0)
            order = string.CompareOrdinal(Pool, other.Pool);
        return order == 0 ? string.CompareOrdinal(Plan, other.Plan) : order;
    }

    /// <summary>Earlier in the order.</summary>
    public static bool operator <(UsageKey left, UsageKey right) => left.CompareTo(right) < 0;

    /// <summary>Later in the order.</summary>
    public static bool operator >(UsageKey left, UsageKey right) => left.CompareTo(right) > 0;

    /// <summary>Not later in the order.</summary>
    public static bool operator <=(UsageKey left, UsageKey right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in the order.</summary>
    public static bool operator >=(UsageKey left, UsageKey right) => left.CompareTo(right) >= 0;
}
