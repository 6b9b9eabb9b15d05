namespace Plimsoll.Limits.Metering;

/// <summary>Names of what was done, the latest <see cref="Most"/>: what is asked again is known.</summary>
/// <typeparam name="T">What came of it.</typeparam>
internal sealed class LatestIds<T>
{
    /// <summary>How many are remembered.</summary>
    public const int Most = 1 << 16;

    private readonly Dictionary<UInt128, T> known = [];
    private readonly Queue<UInt128> order = new();

    /// <summary>What came of a name; false when it is not known.</summary>
    public bool TryGet(UInt128 id, out T? result) => known.TryGetValue(id, out result);

    /// <summary>Remembers a name; false, without effect, when it is known.</summary>
    public bool TryAdd(UInt128 id, T result)
    {
        if (!known.TryAdd(id, result))
            return false;
        order.Enqueue(id);
        if (order.Count > Most)
            known.Remove(order.Dequeue());
        return true;
    }
}
