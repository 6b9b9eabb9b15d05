using Plimsoll.Serving.Routing;

namespace Plimsoll.Tests.Serving.Routing;

public class When_prompts_share_prefixes
{
    private readonly ReplicaBoard board = Given.Board(8);

    [Fact]
    public void A_conversation_goes_back_to_where_most_of_it_is()
    {
        var router = new Router(board, new PrefixAffinity());
        var first = Place(router, [1, 2]);
        for (var other = 0; other < 7; other++)
            Place(router, [1, 100 + other, 200 + other]);

        Assert.Equal(first, Place(router, [1, 2, 3]));
        Assert.Equal(first, Place(router, [1, 2, 3, 4]));
    }

    [Fact]
    public void A_beginning_that_all_have_in_common_draws_nobody()
    {
        var router = new Router(board, new PrefixAffinity());
        var placed = Enumerable.Range(0, 8).Select(i => Place(router, [1, 100 + i, 200 + i])).ToList();
        Assert.Equal(8, placed.Distinct().Count());
    }

    [Fact]
    public void A_prefix_that_all_ask_for_spreads_with_the_load()
    {
        var router = new Router(board, new PrefixAffinity());
        for (var i = 0; i < 800; i++)
            Place(router, [1, 2]);

        // Factor 1.25 of the mean of 100, and 4 more.
        Assert.All(Enumerable.Range(0, 8), replica => Assert.InRange(board.Outstanding(replica), 50, 129));
    }

    [Fact]
    public void A_replica_that_closed_or_lost_its_cache_is_not_followed()
    {
        var router = new Router(board, new PrefixAffinity());
        var first = Place(router, [1, 2]);
        board.Close(first);
        var second = Place(router, [1, 2]);
        Assert.NotEqual(first, second);

        board.Forget(second);
        var third = Place(router, [1, 2]);
        Assert.DoesNotContain(third, new[] { first, second });

        // The first kept its cache, but the third was given the prefix later.
        board.Open(first);
        router.Finish(first);
        Assert.Equal(first, Place(router, [1, 2]));
    }

    [Fact]
    public void Only_so_many_names_are_remembered()
    {
        var router = new Router(board, new PrefixAffinity(names: 4));
        var first = Place(router, [1, 2]);
        Place(router, [3, 4]);
        Assert.Equal(first, Place(router, [1, 2]));
        Place(router, [5, 6]);

        // The least lately used two gave way.
        Assert.Equal(first, Place(router, [1, 2]));
        Assert.Equal(board.Least, Place(router, [3, 4]));
    }

    private static int Place(Router router, long[] prefix) => router.Place(new(prefix, draw: 0)).Replica;
}
