using Plimsoll.Serving.Routing;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Fleets;

/// <summary>The replicas that serve one class in one role, and the router that places requests on them.</summary>
/// <param name="kind">How it chooses.</param>
/// <param name="weights">What weighted scores weigh; null: queue, cache in use and prefix alike.</param>
/// <param name="chance">What its chance is drawn from.</param>
internal sealed class Lane(RouterKind kind, ScoreWeights? weights, SeedTree chance)
{
    private readonly Router router = new(new ReplicaBoard(), PolicyOf(kind, weights));
    private readonly List<Replica> replicas = [];

    /// <summary>Takes a new replica, which is open.</summary>
    public void Add(Replica replica, ReplicaTraits traits)
    {
        replica.Place = router.Board.Add(traits);
        replicas.Add(replica);
    }

    /// <summary>Gives a request to an open replica; null when none is open.</summary>
    /// <param name="prefix">Names of the blocks that its prompt begins with.</param>
    /// <param name="request">Number of the request.</param>
    /// <param name="attempt">How often it was placed before, so that chance is not the same again.</param>
    public Replica? Place(ReadOnlySpan<long> prefix, long request, int attempt)
    {
        var draw = chance.Branch(request).Branch(attempt).Key;
        var route = router.Place(new RouteRequest(prefix, draw));
        return route.Replica == Route.Nowhere ? null : replicas[route.Replica];
    }

    /// <summary>Notes that a request has left a replica.</summary>
    public void Finish(Replica replica) => router.Finish(replica.Place);

    /// <summary>Opens a replica that serves, and closes one that does not.</summary>
    public void Settle(Replica replica)
    {
        if (replica.Phase == ReplicaPhase.Serving)
            router.Board.Open(replica.Place);
        else
            router.Board.Close(replica.Place);
    }

    /// <summary>Notes how much of a replica's cache is in use.</summary>
    public void ReportKvUse(Replica replica, double use) => router.Board.ReportKvUse(replica.Place, use);

    /// <summary>Notes that a replica begins with an empty cache.</summary>
    public void Forget(Replica replica) => router.Board.Forget(replica.Place);

    private static IRoutingPolicy PolicyOf(RouterKind kind, ScoreWeights? weights) => kind switch
    {
        RouterKind.LeastOutstanding => new LeastOutstanding(),
        RouterKind.RoundRobin => new RoundRobin(),
        RouterKind.PowerOfTwo => new PowerOfTwo(),
        RouterKind.Random => new RandomChoice(),
        RouterKind.PrefixAffinity => new PrefixAffinity(),
        RouterKind.WeightedScores => new WeightedScores(weights ?? new ScoreWeights { Queue = 1, Kv = 1, Prefix = 1 }),
        _ => throw new InvalidOperationException($"Unknown router {kind}."),
    };
}
