namespace Plimsoll.Serving.Routing;

/// <summary>
/// The open replica with the fewest requests outstanding for its slots; equals in turn
/// (<see cref="ReplicaBoard.Least"/>).
/// </summary>
public sealed class LeastOutstanding : IRoutingPolicy
{
    /// <inheritdoc/>
    public Route Pick(ReplicaBoard board, in RouteRequest request) => new(board.Least, 1);
}
