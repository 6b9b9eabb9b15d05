namespace Plimsoll.Serving.Routing;

/// <summary>Any open replica, each as likely.</summary>
public sealed class RandomChoice : IRoutingPolicy
{
    /// <inheritdoc/>
    public Route Pick(ReplicaBoard board, in RouteRequest request) =>
        new(board.OpenAt(Draws.Below(request.Draw, board.OpenCount)), 1);
}
