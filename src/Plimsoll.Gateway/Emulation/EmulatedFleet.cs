namespace Plimsoll.Gateway.Emulation;

/// <summary>
/// A running emulated fleet: for every class its replicas, at the pace of the engine model. Thread-safe. Disposal
/// stops the replicas and ends every generation.
/// </summary>
public sealed class EmulatedFleet : IDisposable
{
    private readonly List<EmulatedPool> pools;
    private readonly Dictionary<string, EmulatedPool> byName = new(StringComparer.Ordinal);
    private long lastId;

    /// <summary>Starts a fleet without load.</summary>
    /// <param name="spec">Its classes; a model name that two of them claim is an error.</param>
    /// <param name="time">Clock and timers that pace it.</param>
    public EmulatedFleet(EmulatedFleetSpec spec, TimeProvider time)
    {
        Time = time;
        pools = [.. spec.Classes.Select(served => new EmulatedPool(served, time))];
        foreach (var pool in pools)
        {
            foreach (var name in pool.Names)
            {
                if (!byName.TryAdd(name, pool))
                {
                    throw new ArgumentException(
                        $"Model name '{name}' belongs to two classes, '{byName[name].Name}' and '{pool.Name}'. "
                        + "Keep it in one.", nameof(spec));
                }
            }
        }
    }

    /// <summary>
    /// Output tokens that all replicas have produced since the start, read or not; an embedding counts as one.
    /// </summary>
    public long ProducedTokens => pools.Sum(pool => pool.ProducedTokens);

    /// <summary>Requests that run or wait now.</summary>
    public int Load => pools.Sum(pool => pool.Load);

    /// <summary>Model names served, class by class.</summary>
    internal IEnumerable<string> Names => pools.SelectMany(pool => pool.Names);

    internal TimeProvider Time { get; }

    /// <inheritdoc/>
    public void Dispose() => pools.ForEach(pool => pool.Dispose());

    /// <summary>The pool that serves a model name, or null.</summary>
    internal EmulatedPool? Find(string model) => byName.GetValueOrDefault(model);

    /// <summary>A number that no other answer of this fleet has.</summary>
    internal long NextId() => Interlocked.Increment(ref lastId);
}
