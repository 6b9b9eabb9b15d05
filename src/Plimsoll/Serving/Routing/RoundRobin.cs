namespace Plimsoll.Serving.Routing;

/// <summary>The open replicas in turn, in the order of <see cref="ReplicaBoard.OpenAt"/>.</summary>
public sealed class RoundRobin : IRoutingPolicy
{
    private int next;

    /// <inheritdoc/>
    public Route Pick(ReplicaBoard board, in RouteRequest request)
    {
        if (next >= board.OpenCount)
            next = 0;
        return new(board.OpenAt(next++), 1);
    }
}
