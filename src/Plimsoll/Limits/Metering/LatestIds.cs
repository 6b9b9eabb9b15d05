using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Names of what was done, the latest <see cref="Most"/>, and when: what is asked again is known.</summary>
internal sealed class LatestIds
{
    /// <summary>How many are remembered.</summary>
    public const int Most = 1 << 16;

    private readonly HashSet<UInt128> known = [];
    private readonly Queue<(UInt128 Id, Instant At)> order = new();

    /// <summary>What is remembered, the oldest first.</summary>
    public IEnumerable<(UInt128 Id, Instant At)> All => order;

    /// <summary>Whether a name is known.</summary>
    public bool Has(UInt128 id) => known.Contains(id);

    /// <summary>Remembers a name; false, without effect, when it is known.</summary>
    public bool TryAdd(UInt128 id, Instant at)
    {
        if (!known.Add(id))
            return false;
        order.Enqueue((id, at));
        if (order.Count > Most)
            known.Remove(order.Dequeue().Id);
        return true;
    }
}
