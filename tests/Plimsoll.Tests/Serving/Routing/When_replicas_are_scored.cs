using Plimsoll.Serving.Routing;

namespace Plimsoll.Tests.Serving.Routing;

public class When_replicas_are_scored
{
    private readonly ReplicaBoard board = new();

    [Fact]
    public void The_queue_counts_against_what_a_replica_runs_at_a_time()
    {
        Add(new() { Slots = 8 }, 4);
        Add(new() { Slots = 64 }, 16);
        Assert.Equal(1, Best(new() { Queue = 1 }));
    }

    [Fact]
    public void Room_in_the_cache_counts_as_reported()
    {
        Add(new() { Slots = 8 });
        Add(new() { Slots = 8 });
        board.ReportKvUse(0, 0.9);
        board.ReportKvUse(1, 0.2);
        Assert.Equal(1, Best(new() { Kv = 1 }));
        board.ReportKvUse(1, double.NaN);
        Assert.Equal(0, Best(new() { Kv = 1 }));
    }

    [Fact]
    public void The_cheapest_the_cleanest_and_the_nearest_score_best()
    {
        Add(new() { Slots = 8, Cost = 1, Carbon = 3, Latency = [0.02, 0.01] });
        Add(new() { Slots = 8, Cost = 2, Carbon = 2, Latency = [0.01, 0.03] });
        Add(new() { Slots = 8, Cost = 3, Carbon = 1, Latency = [0.03, 0.02] });
        Assert.Equal(0, Best(new() { Cost = 1 }));
        Assert.Equal(2, Best(new() { Carbon = 1 }));
        Assert.Equal(1, Best(new() { Latency = 1 }));
        Assert.Equal(0, Best(new() { Latency = 1 }, origin: 1));
    }

    [Fact]
    public void What_is_paid_for_anyway_comes_first_until_its_queue_outweighs_it()
    {
        Add(new() { Slots = 8 });
        Add(new() { Slots = 8, Prepaid = true });
        var router = new Router(board, new WeightedScores(new() { Prepaid = 1, Queue = 2 }));
        var placed = Enumerable.Range(0, 20).Select(_ => router.Place(default).Replica).ToList();

        // 8 / (8 + n) has lost one half at n = 8; then both fill such that the scores stay level.
        Assert.All(placed.Take(8), replica => Assert.Equal(1, replica));
        Assert.Contains(0, placed);
    }

    [Fact]
    public void Who_has_the_prefix_is_a_candidate_among_thousands()
    {
        for (var i = 0; i < 5_000; i++)
            Add(new() { Slots = 8 });
        var router = new Router(board, new WeightedScores(new() { Prefix = 2, Queue = 1 }));
        var first = router.Place(new([1, 2, 3], Given.Draw(0))).Replica;
        for (var i = 1; i < 100; i++)
            router.Place(new([100 + i], Given.Draw(i)));
        Assert.Equal(first, router.Place(new([1, 2, 3, 4], Given.Draw(100))).Replica);
    }

    [Fact]
    public void Equals_are_taken_by_load_then_in_the_order_of_candidates()
    {
        Add(new() { Slots = 8 }, 2);
        Add(new() { Slots = 8 }, 1);
        Add(new() { Slots = 8 }, 1);
        Assert.Equal(1, Best(new() { Cost = 1 }));
    }

    [Fact]
    public void Weights_below_zero_or_all_zero_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new WeightedScores(new()));
        Assert.Throws<ArgumentException>(() => new WeightedScores(new() { Queue = 2, Kv = -1 }));
        Assert.Throws<ArgumentException>(() => new WeightedScores(new() { Queue = double.NaN }));
    }

    private void Add(ReplicaTraits traits, int outstanding = 0)
    {
        var replica = board.Add(traits);
        for (var i = 0; i < outstanding; i++)
            board.Place(replica);
    }

    private int Best(ScoreWeights weights, int origin = 0) =>
        new WeightedScores(weights).Pick(board, new([], draw: 0, origin)).Replica;
}
