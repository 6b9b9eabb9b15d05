namespace Plimsoll.Serving.Routing;

/// <summary>
/// The replica that was given most of the prompt's beginning, as long as that is a fair part of it and the replica
/// bears no more than its share of the load; else the one with the least load. A prefix that many ask for so spreads
/// over as many replicas as its load needs.
/// </summary>
public sealed class PrefixAffinity : IRoutingPolicy
{
    private readonly PrefixMap map;
    private readonly double loadFactor;
    private readonly int slack;
    private readonly double share;

    /// <summary>A policy that remembers nothing yet.</summary>
    /// <param name="names">Prefix names that are remembered at most. 1 or more.</param>
    /// <param name="loadFactor">
    /// A replica is followed while it has fewer requests than this times its share, by slots, of those outstanding at
    /// open ones, and <paramref name="slack"/>. 1 or more.
    /// </param>
    /// <param name="slack">Requests that it may have beyond that, so that an idle fleet may be uneven. 1 or
    /// more.</param>
    /// <param name="share">Part of the prompt's names that it must have to be followed. 0 to 1.</param>
    public PrefixAffinity(int names = 1 << 17, double loadFactor = 1.25, int slack = 4, double share = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(loadFactor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(slack, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        map = new(names);
        (this.loadFactor, this.slack, this.share) = (loadFactor, slack, share);
    }

    /// <inheritdoc/>
    public Route Pick(ReplicaBoard board, in RouteRequest request)
    {
        Span<(int Replica, int Names)> holders = stackalloc (int, int)[PrefixMap.Holders];
        var found = holders[..map.Find(board, request.Prefix, holders)];
        var perSlot = loadFactor * board.OpenOutstanding / board.OpenSlots;
        var (picked, most) = (Route.Nowhere, 0);
        foreach (var (replica, names) in found)
        {
            // They come with the most names first.
            if (names < most || names < share * request.Prefix.Length)
                break;
            var bound = (perSlot * board.Traits(replica).Slots) + slack;
            if (board.Outstanding(replica) < bound && (picked == Route.Nowhere || board.IsLighter(replica, picked)))
                (picked, most) = (replica, names);
        }

        if (picked == Route.Nowhere)
            picked = board.Least;
        map.Remember(board, request.Prefix, picked);
        return new(picked, found.Length + 1);
    }
}
