using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// How often something may be had by each of many, such as counts of tokens by organizations: a bucket of a minute's
/// each, which refills steadily. Safe to share between threads.
/// </summary>
internal sealed class CountRates
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Instant> fullAt = new(StringComparer.Ordinal);

    /// <summary>Takes one.</summary>
    /// <param name="whose">Whose bucket it comes from.</param>
    /// <param name="perMinute">How many in a minute.</param>
    /// <param name="now">When.</param>
    /// <returns>When there is room for one; null when it was taken.</returns>
    public Instant? Take(string whose, int perMinute, Instant now)
    {
        lock (gate)
        {
            var full = fullAt.GetValueOrDefault(whose, now);
            var after = (full > now ? full : now) + new Duration(Minute.Nanoseconds / perMinute);
            if (after - now > Minute)
                return after - Minute;
            fullAt[whose] = after;
            return null;
        }
    }
}
