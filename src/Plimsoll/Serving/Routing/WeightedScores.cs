namespace Plimsoll.Serving.Routing;

/// <summary>
/// The best of a bounded number of candidates by the weighted mean of scores from 0 to 1; of equals the one with less
/// load, then the one that became a candidate first. Candidates are all open replicas where these are few; else those
/// that hold the prompt's beginning, the one with the least load, and others drawn at random.
/// </summary>
public sealed class WeightedScores : IRoutingPolicy
{
    private readonly ScoreWeights weights;
    private readonly int most;
    private readonly PrefixMap map;
    private readonly int[] candidates;
    private readonly int[] held;
    private int count;

    /// <summary>A policy that remembers nothing yet.</summary>
    /// <param name="weights">How much each score counts.</param>
    /// <param name="candidates">Replicas that are scored at most. 8 or more.</param>
    /// <param name="names">Prefix names that are remembered at most. 1 or more.</param>
    public WeightedScores(ScoreWeights weights, int candidates = 16, int names = 1 << 17)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 2 * PrefixMap.Holders);
        if (!(weights.Lowest >= 0 && weights.Sum is > 0 and < double.PositiveInfinity))
            throw new ArgumentException("No weight may be below 0, and at least one must be above.", nameof(weights));
        this.weights = weights;
        most = candidates;
        map = new(names);
        this.candidates = new int[candidates];
        held = new int[candidates];
    }

    /// <inheritdoc/>
    public Route Pick(ReplicaBoard board, in RouteRequest request)
    {
        Gather(board, request);
        var floors = Floors(board, request.Origin);
        var (picked, best) = (Route.Nowhere, double.NegativeInfinity);
        for (var i = 0; i < count; i++)
        {
            var replica = candidates[i];
            var score = Score(board, request, replica, held[i], floors);
            if (score > best || (score == best && board.IsLighter(replica, picked)))
                (picked, best) = (replica, score);
        }

        if (weights.Prefix > 0)
            map.Remember(board, request.Prefix, picked);
        return new(picked, count);
    }

    private void Gather(ReplicaBoard board, in RouteRequest request)
    {
        count = 0;
        if (weights.Prefix > 0)
        {
            Span<(int Replica, int Names)> holders = stackalloc (int, int)[PrefixMap.Holders];
            foreach (var (replica, names) in holders[..map.Find(board, request.Prefix, holders)])
                Add(replica, names);
        }

        Add(board.Least, 0);
        var all = board.OpenCount <= most;
        var tries = all ? board.OpenCount : most - count;
        for (var i = 0; i < tries; i++)
        {
            var place = all ? i : Draws.Below(Draws.After(request.Draw, i), board.OpenCount);
            Add(board.OpenAt(place), 0);
        }
    }

    private void Add(int replica, int names)
    {
        if (candidates.AsSpan(0, count).Contains(replica))
            return;
        candidates[count] = replica;
        held[count++] = names;
    }

    private (double Cost, double Carbon, double Latency) Floors(ReplicaBoard board, int origin)
    {
        var (cost, carbon, latency) = (double.MaxValue, double.MaxValue, double.MaxValue);
        foreach (var replica in candidates.AsSpan(0, count))
        {
            var traits = board.Traits(replica);
            cost = Math.Min(cost, traits.Cost);
            carbon = Math.Min(carbon, traits.Carbon);
            latency = Math.Min(latency, LatencyOf(traits, origin));
        }

        return (cost, carbon, latency);
    }

    private double Score(ReplicaBoard board, in RouteRequest request, int replica, int names,
        (double Cost, double Carbon, double Latency) floors)
    {
        var traits = board.Traits(replica);
        var sum = weights.Queue * traits.Slots / ((double)traits.Slots + board.Outstanding(replica));
        sum += weights.Kv * (1 - board.KvUse(replica));
        if (names > 0)
            sum += weights.Prefix * names / request.Prefix.Length;
        sum += weights.Cost * Ratio(floors.Cost, traits.Cost);
        sum += weights.Carbon * Ratio(floors.Carbon, traits.Carbon);
        sum += weights.Latency * Ratio(floors.Latency, LatencyOf(traits, request.Origin));
        sum += traits.Prepaid ? weights.Prepaid : 0;
        return sum / weights.Sum;
    }

    // The best of the candidates scores 1, twice as much one half; where the best is nothing, anything else scores 0.
    private static double Ratio(double floor, double own) => own <= floor ? 1 : floor / own;

    private static double LatencyOf(ReplicaTraits traits, int origin) =>
        origin < traits.Latency.Count ? traits.Latency[origin] : 0;
}
