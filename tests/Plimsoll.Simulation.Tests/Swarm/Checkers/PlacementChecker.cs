using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// Replicas work on what they were given and on nothing else, only those that serve are given anything, and only as
/// much as they may have; a request is on one replica at most, of its class and for the part of it that is due. Caches
/// go from one replica to another one after the other, each in the time that the link takes.
/// </summary>
internal sealed class PlacementChecker(SwarmCase drawn) : Checker
{
    private readonly Dictionary<int, Place> replicas = [];
    private readonly Dictionary<long, Progress> requests = [];

    public override string Name => "placement";

    public override void Arrived(in Arrival arrival) => requests[arrival.Id] = new() { Arrival = arrival };

    public override void Told(in ReplicaNews news)
    {
        var place = PlaceOf(news.Replica, news.Pool);
        switch (news.Kind)
        {
            case ReplicaNewsKind.Serves:
                place.Serves = true;
                break;
            case ReplicaNewsKind.Drains:
                place.Serves = false;
                break;
            case ReplicaNewsKind.Gone:
                foreach (var request in place.Has.Values)
                    requests[request].On = -1;
                place.Serves = false;
                place.Has.Clear();
                break;
            case ReplicaNewsKind.Given:
                Give(news, place);
                break;
            case ReplicaNewsKind.Withdrawn:
                requests[Take(news, place)].On = -1;
                break;
            case ReplicaNewsKind.Told:
                Tell(news, place);
                break;
        }
    }

    public override void Ended(in RequestRecord record)
    {
        var progress = requests[record.Arrival.Id];
        requests.Remove(record.Arrival.Id);
        if (progress.On >= 0)
            Fail($"request {record.Arrival.Id} ended and is still on replica {progress.On}");
        if (record.Outcome == RequestOutcome.Overloaded && HasRoomEverywhere(record.Arrival.Class))
            Fail($"request {record.Arrival.Id} was refused although every replica of its class has room");
    }

    public override void Over(Moment moment)
    {
        foreach (var (number, place) in replicas)
        {
            if (place.Has.Count > 0)
                Fail($"replica {number} still has {place.Has.Count} requests");
        }
    }

    private void Give(in ReplicaNews news, Place place)
    {
        var pool = drawn.Fleet.Pools[news.Pool];
        var progress = requests[news.Request];
        if (!place.Serves)
            Fail($"replica {news.Replica} does not serve and was given request {news.Request}");
        if (!place.Has.TryAdd(news.Id, news.Request))
            Fail($"replica {news.Replica} was given slot {news.Id} twice");
        if (place.Has.Count > (long)pool.Engine.MaxSequences + pool.Engine.Queue)
            Fail($"replica {news.Replica} has {place.Has.Count} requests");
        if (progress.On >= 0)
            Fail($"request {news.Request} is on replicas {progress.On} and {news.Replica}");
        var arrival = progress.Arrival;
        var due = pool.Role switch
        {
            PoolRole.Whole => arrival.Output,
            PoolRole.Prefill => 1,
            _ => arrival.Output - 1,
        };
        if (pool.Class != arrival.Class || due != news.Sequence.Output || arrival.Input != news.Sequence.Input)
            Fail($"replica {news.Replica} of {pool.Name} was given {news.Sequence} for {arrival}");
        var hasPrompt = progress.Produced > 0;
        if (hasPrompt != (pool.Role == PoolRole.Decode) || hasPrompt != news.Sequence.Ready)
            Fail($"request {news.Request} with {progress.Produced} tokens went to {pool.Name}");
        if (hasPrompt && news.At != progress.Arrives)
            Fail($"the cache of request {news.Request} arrives at {news.At}, not at {progress.Arrives}");
        progress.On = news.Replica;
    }

    private void Tell(in ReplicaNews news, Place place)
    {
        if (!place.Has.TryGetValue(news.Id, out var request))
            Fail($"replica {news.Replica} tells of slot {news.Id}, which it does not have: {news.Event}");
        var progress = requests[request];
        if (news.Event.Kind != EngineEventKind.Finished)
            return;
        progress.Produced = drawn.Fleet.Pools[news.Pool].Role == PoolRole.Prefill ? 1 : progress.Arrival.Output;
        progress.On = -1;
        Take(news, place);
        if (progress.Produced == progress.Arrival.Output)
            return;
        var link = drawn.Fleet.Pools[news.Pool].Link;
        var begins = news.At > place.LinkFree ? news.At : place.LinkFree;
        place.LinkFree = begins + (link?.TimeOf(progress.Arrival.Input) ?? default);
        var arrives = place.LinkFree + (link?.Latency ?? default);
        progress.Arrives = arrives > news.At ? arrives : news.At + new Duration(1);
    }

    private long Take(in ReplicaNews news, Place place)
    {
        if (!place.Has.Remove(news.Id, out var request))
            Fail($"slot {news.Id} was taken from replica {news.Replica}, which does not have it");
        return request;
    }

    private bool HasRoomEverywhere(int modelClass)
    {
        var serving = 0;
        foreach (var place in replicas.Values)
        {
            var pool = drawn.Fleet.Pools[place.Pool];
            if (!place.Serves || pool.Class != modelClass || pool.Role == PoolRole.Decode)
                continue;
            serving++;
            if (place.Has.Count >= (long)pool.Engine.MaxSequences + pool.Engine.Queue)
                return false;
        }

        return serving > 0;
    }

    /// <summary>Those that serve from the start are not told of.</summary>
    private Place PlaceOf(int replica, int pool)
    {
        if (replicas.Count == 0)
        {
            for (var p = 0; p < drawn.Fleet.Pools.Length; p++)
            {
                for (var i = 0; i < drawn.Fleet.Pools[p].Replicas; i++)
                    replicas.Add(replicas.Count, new(p) { Serves = true });
            }
        }

        if (!replicas.TryGetValue(replica, out var place))
            replicas.Add(replica, place = new(pool));
        if (place.Pool != pool)
            Fail($"replica {replica} of pool {place.Pool} is in pool {pool}");
        return place;
    }

    private sealed class Place(int pool)
    {
        public int Pool => pool;

        public bool Serves { get; set; }

        public Instant LinkFree { get; set; } = new(long.MinValue);

        public Dictionary<long, long> Has { get; } = [];
    }

    private sealed class Progress
    {
        public required Arrival Arrival { get; init; }

        public int On { get; set; } = -1;

        public int Produced { get; set; }

        public Instant Arrives { get; set; }
    }
}
