using Plimsoll.Serving.Routing;

namespace Plimsoll.Tests.Serving.Routing;

/// <summary>The work of a decision is counted, not timed: replicas looked at, bytes allocated.</summary>
public class When_there_are_many_replicas
{
    [Theory]
    [MemberData(nameof(Given.Policies), MemberType = typeof(Given))]
    public void No_more_of_them_are_looked_at_for_a_decision(string policy)
    {
        var few = MostInspected(policy, 100);
        Assert.Equal(few, MostInspected(policy, 1_000));
        Assert.Equal(few, MostInspected(policy, 30_000));
        Assert.InRange(few, 1, 16);
    }

    [Theory]
    [MemberData(nameof(Given.Policies), MemberType = typeof(Given))]
    public void Nothing_is_allocated_for_a_decision(string policy)
    {
        var router = new Router(Given.Board(1_000), Given.Policy(policy));
        Assert.Equal(0, Allocations.Of(() => Run(router, 5_000)));
    }

    private static int MostInspected(string policy, int replicas) =>
        Run(new(Given.Board(replicas), Given.Policy(policy)), 5_000);

    private static int Run(Router router, int requests)
    {
        Span<long> prefix = stackalloc long[3];
        Span<int> inFlight = stackalloc int[64];
        inFlight.Fill(Route.Nowhere);
        var most = 0;
        for (var i = 0; i < requests; i++)
        {
            prefix[0] = i % 3;
            prefix[1] = 10 + (i % 100);
            prefix[2] = 1_000 + (i % 500);
            var route = router.Place(new(prefix, Given.Draw(i)));
            most = Math.Max(most, route.Inspected);
            ref var slot = ref inFlight[i % inFlight.Length];
            if (slot != Route.Nowhere)
                router.Finish(slot);
            slot = route.Replica;
        }

        foreach (var replica in inFlight)
            router.Finish(replica);
        return most;
    }
}
