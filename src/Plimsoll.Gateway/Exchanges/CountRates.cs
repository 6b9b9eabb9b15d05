using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// How often organizations may have tokens counted: a bucket of a minute's counts each, which refills steadily. Safe to
/// share between threads.
/// </summary>
internal sealed class CountRates
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Instant> fullAt = new(StringComparer.Ordinal);

    /// <summary>Takes one count.</summary>
    /// <param name="organization">Whose bucket it comes from.</param>
    /// <param name="perMinute">Counts in a minute.</param>
    /// <param name="now">When.</param>
    /// <returns>When there is room for one; null when it was taken.</returns>
    public Instant? Take(string organization, int perMinute, Instant now)
    {
        lock (gate)
        {
            var full = fullAt.GetValueOrDefault(organization, now);
            var after = (full > now ? full : now) + new Duration(Minute.Nanoseconds / perMinute);
            if (after - now > Minute)
                return after - Minute;
            fullAt[organization] = after;
            return null;
        }
    }
}
