namespace Plimsoll.Serving.Routing;

/// <summary>
/// Places requests on replicas by a policy, and keeps count of them. The same object routes in simulation and live. Not
/// safe to share between threads.
/// </summary>
/// <param name="board">The replicas. Others may close, open and report on them meanwhile.</param>
/// <param name="policy">Who picks.</param>
public sealed class Router(ReplicaBoard board, IRoutingPolicy policy)
{
    /// <summary>The replicas.</summary>
    public ReplicaBoard Board { get; } = board;

    /// <summary>
    /// Gives a request to an open replica, or to none where none is open. <see cref="Finish"/> must follow when it
    /// ends.
    /// </summary>
    public Route Place(in RouteRequest request)
    {
        if (Board.OpenCount == 0)
            return new(Route.Nowhere, 0);
        var route = policy.Pick(Board, request);
        Board.Place(route.Replica);
        return route;
    }

    /// <summary>Notes that a request has ended, however it did.</summary>
    public void Finish(int replica) => Board.Finish(replica);
}
