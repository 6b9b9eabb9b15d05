namespace Plimsoll.Serving.Routing;

/// <summary>
/// Of two different open replicas drawn at random the one with less load; of equals the first drawn.
/// </summary>
public sealed class PowerOfTwo : IRoutingPolicy
{
    /// <inheritdoc/>
    public Route Pick(ReplicaBoard board, in RouteRequest request)
    {
        var first = Draws.Below(request.Draw, board.OpenCount);
        if (board.OpenCount == 1)
            return new(board.OpenAt(first), 1);

        // Drawn among the others: those from the first on move up by one.
        var second = Draws.Below(Draws.After(request.Draw, 1), board.OpenCount - 1);
        if (second >= first)
            second++;
        var (one, two) = (board.OpenAt(first), board.OpenAt(second));
        return new(board.IsLighter(two, one) ? two : one, 2);
    }
}
