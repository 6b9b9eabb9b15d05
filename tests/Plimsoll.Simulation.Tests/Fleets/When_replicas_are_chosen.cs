using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using static Plimsoll.Simulation.Tests.Fleets.FleetRun;

namespace Plimsoll.Simulation.Tests.Fleets;

public class When_replicas_are_chosen
{
    public static TheoryData<RouterKind> Routers => [.. Enum.GetValues<RouterKind>()];

    [Fact]
    public void Least_outstanding_fills_replicas_by_their_size()
    {
        var plan = new FleetPlan { Pools = [Pool(1, batch: 4), Pool(1, batch: 12) with { Name = "wide" }] };
        var run = new FleetRun(plan, Enumerable.Repeat(Ask(0, 5), 16)).ToEnd();
        Assert.Equal(4, run.Ended.Count(record => record.Replica == 0));
    }

    [Fact]
    public void Round_robin_takes_them_in_turn()
    {
        var plan = Plan(3) with { Router = RouterKind.RoundRobin };
        var run = new FleetRun(plan, Enumerable.Range(0, 6).Select(i => Ask(i, 5))).ToEnd();
        Assert.Equal([0, 1, 2, 0, 1, 2], Enumerable.Range(0, 6).Select(id => run[id].Replica));
    }

    [Fact]
    public void A_conversation_finds_its_cache_where_it_was_before()
    {
        var pool = Pool(4);
        pool = pool with { Engine = pool.Engine with { PrefixTokens = 16 } };
        var turns = Enumerable.Range(0, 16).Select(i =>
            Ask(100 * i, 1, input: 40) with { Prefix = new long[] { 100 + (i % 4), 200 + (i % 4) } });
        var plan = new FleetPlan { Pools = [pool] };
        var followed = new FleetRun(plan with { Router = RouterKind.PrefixAffinity }, turns).ToEnd();
        Assert.All(followed.Ended.Skip(4), record => Assert.Equal(32, record.Cached));

        // One after the other, each replica would see each conversation; five replicas see none twice in a row.
        var scattered = new FleetRun(
            new() { Pools = [pool with { Replicas = 5 }], Router = RouterKind.RoundRobin }, turns).ToEnd();
        Assert.All(scattered.Ended, record => Assert.Equal(0, record.Cached));
    }

    [Fact]
    public void A_replica_that_was_down_has_forgotten_its_conversations()
    {
        var pool = Pool(1);
        pool = pool with { Engine = pool.Engine with { PrefixTokens = 16 } };
        var plan = new FleetPlan
        {
            Pools = [pool],
            Router = RouterKind.PrefixAffinity,
            Changes = [new FleetChange.Fail(At(150), 0, 0), new FleetChange.Repair(At(160), 0, 0)],
        };
        var turns = Enumerable.Range(0, 4)
            .Select(i => Ask(100 * i, 1, input: 40) with { Prefix = new long[] { 1, 2 } });
        var run = new FleetRun(plan, turns).ToEnd();
        Assert.Equal([0, 32, 0, 32], Enumerable.Range(0, 4).Select(id => run[id].Cached));
    }

    [Fact]
    public void What_is_paid_for_anyway_comes_first_if_it_weighs()
    {
        var plan = new FleetPlan
        {
            Pools = [Pool(2), Pool(2) with { Name = "owned", Prepaid = true }],
            Router = RouterKind.WeightedScores,
            Weights = new() { Prepaid = 1 },
        };
        var run = new FleetRun(plan, Enumerable.Repeat(Ask(0, 5), 8)).ToEnd();
        Assert.All(run.Ended, record => Assert.InRange(record.Replica, 2, 3));
    }

    [Theory]
    [MemberData(nameof(Routers))]
    public void Chance_comes_from_the_seed_of_the_plan_alone(RouterKind router)
    {
        Assert.Equal(Replicas(1), Replicas(1));
        if (router is RouterKind.Random or RouterKind.PowerOfTwo)
            Assert.NotEqual(Replicas(1), Replicas(2));
        else
            Assert.Equal(Replicas(1), Replicas(2));

        int[] Replicas(ulong seed)
        {
            var plan = Plan(8) with { Router = router, Seed = seed };
            var run = new FleetRun(plan, Enumerable.Range(0, 50).Select(i => Ask(3 * i, 20))).ToEnd();
            return [.. run.Ended.OrderBy(record => record.Arrival.Id).Select(record => record.Replica)];
        }
    }

    [Fact]
    public void A_request_costs_at_most_the_logarithm_of_their_number()
    {
        var few = CostOf(10);
        Assert.InRange(CostOf(100), 0, few + (5 * Math.Log2(10)));
        Assert.InRange(CostOf(10_000), 0, few + (5 * Math.Log2(1000)));
    }

    /// <summary>Moves in the heap of events for each request, with most replicas at work.</summary>
    private static double CostOf(int replicas)
    {
        const int requests = 20_000;
        var arrivals = Enumerable.Range(0, requests).Select(i => Ask(i * 40.0 / replicas, 5));
        var run = new FleetRun(Plan(replicas), arrivals).ToEnd();
        Assert.True(run.Ended.Count(record => record.Outcome == RequestOutcome.Finished) > requests / 2);
        return run.Simulation.HeapMoves / (double)requests;
    }
}
