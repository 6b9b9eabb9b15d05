namespace Plimsoll.Serving.Routing;

/// <summary>Where a request goes. <c>default</c> is meaningless.</summary>
/// <param name="Replica">Number of the replica; <see cref="Nowhere"/> when none is open.</param>
/// <param name="Inspected">How many replicas were looked at to find it.</param>
public readonly record struct Route(int Replica, int Inspected)
{
    /// <summary>No replica is open: all are full, drained or failed.</summary>
    public const int Nowhere = -1;
}
