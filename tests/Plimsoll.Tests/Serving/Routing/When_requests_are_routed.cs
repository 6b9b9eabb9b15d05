using Plimsoll.Serving.Routing;

namespace Plimsoll.Tests.Serving.Routing;

public class When_requests_are_routed
{
    private readonly ReplicaBoard board = Given.Board(4);

    [Fact]
    public void Round_robin_takes_the_open_ones_in_turn()
    {
        var router = new Router(board, new RoundRobin());
        Assert.Equal([0, 1, 2, 3, 0], Place(router, 5));
        board.Close(1);

        // The last of them has taken the place of the one that left.
        Assert.Equal([3, 2, 0, 3], Place(router, 4));
    }

    [Fact]
    public void Random_takes_each_as_often()
    {
        Place(new(board, new RandomChoice()), 40_000);
        Assert.All([0, 1, 2, 3], replica => Assert.InRange(board.Outstanding(replica), 9_700, 10_300));
    }

    [Fact]
    public void Least_outstanding_takes_equals_in_turn_and_follows_every_change()
    {
        var router = new Router(board, new LeastOutstanding());
        Assert.Equal([0, 1, 2, 3, 0], Place(router, 5));
        router.Finish(2);
        Assert.Equal([2, 1], Place(router, 2));
        board.Close(3);
        router.Finish(3);
        Assert.Equal([2], Place(router, 1));
        board.Open(3);
        Assert.Equal([3], Place(router, 1));
    }

    [Fact]
    public void A_replica_with_more_slots_is_given_as_many_more()
    {
        foreach (var policy in new IRoutingPolicy[] { new LeastOutstanding(), new PrefixAffinity() })
        {
            var mixed = new ReplicaBoard();
            int[] slots = [4, 16, 8, 3];
            foreach (var each in slots)
                mixed.Add(new() { Slots = each });
            var router = new Router(mixed, policy);
            for (var i = 0; i < 10 * 31; i++)
                router.Place(new([i], Given.Draw(i)));
            Assert.Equal([40, 160, 80, 30], Enumerable.Range(0, 4).Select(mixed.Outstanding));
        }
    }

    [Fact]
    public void Two_choices_keep_the_fullest_much_nearer_the_mean_than_one_does()
    {
        var one = Given.Board(1_000);
        var two = Given.Board(1_000);
        Place(new(one, new RandomChoice()), 10_000);
        Place(new(two, new PowerOfTwo()), 10_000);

        Assert.InRange(Fullest(two), 11, 13);
        Assert.InRange(Fullest(one), 18, 30);
    }

    [Fact]
    public void Two_choices_are_two_different_ones()
    {
        var pair = Given.Board(2);
        Place(new(pair, new PowerOfTwo()), 1_001);
        Assert.InRange(pair.Outstanding(0) - pair.Outstanding(1), -1, 1);
    }

    [Theory]
    [MemberData(nameof(Given.Policies), MemberType = typeof(Given))]
    public void Closed_and_full_replicas_get_nothing_and_a_full_fleet_answers_nowhere(string policy)
    {
        var full = Given.Board(5, limit: 3);
        var router = new Router(full, Given.Policy(policy));
        full.Close(4);
        for (var i = 0; i < 12; i++)
            Assert.InRange(router.Place(new([7, i], Given.Draw(i))).Replica, 0, 3);

        Assert.All([0, 1, 2, 3], replica => Assert.Equal(3, full.Outstanding(replica)));
        Assert.Equal(new Route(Route.Nowhere, 0), router.Place(new([7], Given.Draw(0))));
        router.Finish(2);
        Assert.Equal(2, router.Place(new([7], Given.Draw(0))).Replica);
        full.Open(4);
        Assert.Equal(4, router.Place(new([7], Given.Draw(0))).Replica);
    }

    [Theory]
    [MemberData(nameof(Given.Policies), MemberType = typeof(Given))]
    public void The_same_requests_go_the_same_way(string policy)
    {
        var once = Place(new(Given.Board(20), Given.Policy(policy)), 500);
        Assert.Equal(once, Place(new(Given.Board(20), Given.Policy(policy)), 500));
    }

    private static int Fullest(ReplicaBoard board) => Enumerable.Range(0, board.Count).Max(board.Outstanding);

    private static List<int> Place(Router router, int requests)
    {
        List<int> placed = [];
        for (var i = 0; i < requests; i++)
            placed.Add(router.Place(new([i % 7, 100 + (i % 31)], Given.Draw(i))).Replica);
        return placed;
    }
}
