using Plimsoll.Serving.Routing;

namespace Plimsoll.Gateway.Routing;

/// <summary>Upstreams of which one is as good for a request as another but for its score. Not safe to share.</summary>
internal sealed class MemberPool
{
    private readonly Router router;
    private readonly UpstreamMember[] members;

    /// <summary>A pool of upstreams that bear what they bear already.</summary>
    public MemberPool(UpstreamMember[] members, RoutingOptions options)
    {
        this.members = members;
        var board = new ReplicaBoard();
        foreach (var member in members)
            member.AddTo(board);
        router = new Router(board, new WeightedScores(options.Weights, names: options.PrefixNames));
    }

    /// <summary>Where they are counted.</summary>
    public ReplicaBoard Board => router.Board;

    /// <summary>Its upstreams.</summary>
    public IReadOnlyList<UpstreamMember> Members => members;

    /// <summary>Places a request; null when no upstream is open, or only such that had their turn.</summary>
    /// <param name="prefix">Names of its prompt's blocks.</param>
    /// <param name="draw">Chance for this decision.</param>
    /// <param name="tried">Upstreams that had their turn.</param>
    public UpstreamMember? Place(ReadOnlySpan<long> prefix, ulong draw, List<UpstreamMember> tried)
    {
        var board = Board;
        Span<int> shut = stackalloc int[tried.Count];
        var count = 0;
        foreach (var member in tried)
        {
            var number = Array.IndexOf(members, member);
            if (number < 0 || !board.IsOpen(number))
                continue;
            board.Close(number);
            shut[count++] = number;
        }

        var route = router.Place(new RouteRequest(prefix, draw));
        foreach (var number in shut[..count])
            board.Open(number);
        if (route.Replica == Route.Nowhere)
            return null;
        members[route.Replica].Place(board);
        return members[route.Replica];
    }
}
