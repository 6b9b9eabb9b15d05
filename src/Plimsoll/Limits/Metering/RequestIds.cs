using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// Names of requests in flight and of those that ended lately: as many as <see cref="MostEnded"/> and for as long as
/// <see cref="Remembered"/>, so that a request that is asked again is known.
/// </summary>
internal sealed class RequestIds
{
    /// <summary>How long an ended request is remembered.</summary>
    public static readonly Duration Remembered = Duration.FromMinutes(10);

    /// <summary>How many ended requests are remembered at most.</summary>
    public const int MostEnded = 1 << 16;

    private readonly Dictionary<UInt128, OpenRequest?> known = [];
    private (UInt128 Id, Instant At)[] ended = [];
    private int oldest;
    private int count;

    /// <summary>Looks a request up; null: it has ended.</summary>
    public bool TryFind(UInt128 id, Instant now, out OpenRequest? request)
    {
        Forget(now);
        return known.TryGetValue(id, out request);
    }

    /// <summary>Notes a request in flight.</summary>
    public void Add(UInt128 id, OpenRequest request) => known[id] = request;

    /// <summary>Notes that a request has ended.</summary>
    public void End(UInt128 id, Instant now)
    {
        Forget(now);
        if (count == MostEnded)
            ForgetOldest();
        if (count == ended.Length)
            Grow();
        known[id] = null;
        ended[(oldest + count++) % ended.Length] = (id, now);
    }

    /// <summary>Forgets a request that ended without a charge: it may be asked again.</summary>
    public void Drop(UInt128 id) => known.Remove(id);

    /// <summary>The names of requests that have ended, the oldest first.</summary>
    public IEnumerable<(UInt128 Id, Instant At)> Ended =>
        Enumerable.Range(0, count).Select(i => ended[(oldest + i) % ended.Length]);

    private void Forget(Instant now)
    {
        while (count > 0 && now - ended[oldest].At >= Remembered)
            ForgetOldest();
    }

    private void ForgetOldest()
    {
        known.Remove(ended[oldest].Id);
        oldest = (oldest + 1) % ended.Length;
        count--;
    }

    private void Grow()
    {
        var larger = new (UInt128 Id, Instant At)[Math.Max(16, ended.Length * 2)];
        for (var i = 0; i < count; i++)
            larger[i] = ended[(oldest + i) % ended.Length];
        (ended, oldest) = (larger, 0);
    }
}
