using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>Found by <c>./test --soak</c>: what counted was the cache of the replica that failed.</summary>
public class When_a_request_begins_anew
{
    [Fact]
    public void It_joined_and_found_in_a_cache_what_it_did_where_it_was_served()
    {
        long[] names = [1, 2];
        var plan = SmallFleet.Plan(SmallFleet.Pool(2)) with
        {
            Changes = [new FleetChange.Fail(new(10_500_000), 0, 1)],
        };
        var fleet = new SmallFleet(plan,
        [
            SmallFleet.Request(0, 40, 20) with { Prefix = names },
            SmallFleet.Request(10, 40, 1) with { Prefix = names },
        ]);

        var record = fleet.Run()[0];

        Assert.Equal((RequestOutcome.Finished, 0, 32), (record.Outcome, record.Replica, record.Cached));
        Assert.Equal(SmallFleet.At(11), record.Scheduled);
    }
}
