namespace Plimsoll.Serving.Routing;

/// <summary>
/// Picks the replica for a request. The work of a decision grows neither with the number of replicas nor with their
/// load; chance comes with the request. Not safe to share between threads.
/// </summary>
public interface IRoutingPolicy
{
    /// <summary>
    /// Picks among the open replicas, of which there is at least one, and remembers the request as placed.
    /// </summary>
    Route Pick(ReplicaBoard board, in RouteRequest request);
}
