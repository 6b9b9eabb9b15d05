using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using static Plimsoll.Simulation.Tests.Fleets.FleetRun;

namespace Plimsoll.Simulation.Tests.Fleets;

public class When_a_fleet_is_full
{
    public static TheoryData<RouterKind> Routers => [.. Enum.GetValues<RouterKind>()];

    [Theory]
    [MemberData(nameof(Routers))]
    public void It_refuses_exactly_what_no_replica_has_room_for(RouterKind router)
    {
        // Three replicas of two in a batch and one that waits.
        var plan = new FleetPlan { Pools = [Pool(3, batch: 2, queue: 1)], Router = router };
        var run = new FleetRun(plan, Enumerable.Repeat(Ask(0, 5), 12)).ToEnd();
        Assert.Equal(9, run.Ended.Count(record => record.Outcome == RequestOutcome.Finished));
        Assert.Equal([9, 10, 11],
            run.Ended.Where(record => record.Outcome == RequestOutcome.Overloaded).Select(r => r.Arrival.Id));
    }

    [Fact]
    public void Who_is_refused_is_told_when_to_come_again()
    {
        var plan = new FleetPlan { Pools = [Pool(1, batch: 1, queue: 0)] };
        var run = new FleetRun(plan, [Ask(0, 500), Ask(1, 1)]).ToEnd();
        Assert.Equal(60_001, Milliseconds(run[1].RetryAt));
    }

    [Fact]
    public void A_class_that_nobody_serves_is_full()
    {
        var run = new FleetRun(Plan(1), [Ask(0, 1) with { Class = 3 }]).ToEnd();
        Assert.Equal(RequestOutcome.Overloaded, run[0].Outcome);
    }

    [Fact]
    public void A_request_that_fits_no_replica_is_told_so_and_takes_no_place()
    {
        // A thousand blocks of sixteen tokens.
        var plan = new FleetPlan { Pools = [Pool(1, batch: 1, queue: 0)] };
        var run = new FleetRun(plan, [Ask(0, 1, input: 16_000), Ask(0, 1)]).ToEnd();
        Assert.Equal([RequestOutcome.TooLong, RequestOutcome.Finished], run.Ended.Select(record => record.Outcome));
    }

    [Fact]
    public void A_replica_that_is_leaving_lets_nobody_in()
    {
        var plan = new FleetPlan
        {
            Pools = [Pool(2, batch: 1, queue: 0)],
            Changes = [new FleetChange.Resize(At(1), 0, 1)],
        };

        // The second replica leaves with the second request; the first has room again at 20 ms.
        var run = new FleetRun(plan, [Ask(0, 1), Ask(0, 9), Ask(2, 1), Ask(20, 1), Ask(20, 1)]).ToEnd();
        Assert.Equal([2, 4],
            run.Ended.Where(record => record.Outcome == RequestOutcome.Overloaded).Select(r => r.Arrival.Id));
    }
}
