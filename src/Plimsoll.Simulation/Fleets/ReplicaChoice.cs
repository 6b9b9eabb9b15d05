namespace Plimsoll.Simulation.Fleets;

/// <summary>
/// The replicas that serve one class in one role, ordered for the router. Choosing, and every change of a replica,
/// costs O(log replicas).
/// </summary>
internal sealed class ReplicaChoice(RouterKind router)
{
    // 2^20 levels of being filled above 2^42 choices: both fit a key.
    private const int ChoiceBits = 42;
    private const long FillScale = 4096;
    private const long MostFill = (1L << 20) - 1;

    private readonly IndexedHeap order = new();
    private long choices;

    /// <summary>Levels that heap operations went up or down.</summary>
    public long Moves => order.Moves;

    /// <summary>Number of the replica to ask; -1 when none serves.</summary>
    public int First => order.First;

    /// <summary>Tells that a replica has been chosen.</summary>
    public void Chosen(Replica replica) => replica.ChosenAt = ++choices;

    /// <summary>Puts a replica in its place, or takes it out when it does not serve.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="size">Requests that fill it.</param>
    public void Update(Replica replica, int size)
    {
        if (replica.Phase == ReplicaPhase.Serving)
            order.Set(replica.Number, KeyOf(replica, size), replica.Number);
        else
            order.Remove(replica.Number);
    }

    private long KeyOf(Replica replica, int size)
    {
        if (router == RouterKind.RoundRobin)
            return replica.ChosenAt;
        var fill = Math.Min(MostFill, replica.Outstanding * FillScale / size);
        return (fill << ChoiceBits) | replica.ChosenAt;
    }
}
