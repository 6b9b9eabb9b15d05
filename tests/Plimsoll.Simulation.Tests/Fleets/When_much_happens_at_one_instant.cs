using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using static Plimsoll.Simulation.Tests.Fleets.FleetRun;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>Steps end, then the fleet changes, then caches arrive, then requests arrive, then steps begin.</summary>
public class When_much_happens_at_one_instant
{
    [Fact]
    public void A_step_that_ends_is_not_cut_off_by_a_failure()
    {
        var run = new FleetRun(Plan(1, new FleetChange.Fail(At(20), 0, 0)), [Ask(0, 1)]).ToEnd();
        Assert.Equal(RequestOutcome.Finished, run[0].Outcome);
    }

    [Fact]
    public void A_request_finds_the_place_of_one_that_ends()
    {
        var plan = new FleetPlan { Pools = [Pool(1, batch: 1, queue: 0)] };
        var run = new FleetRun(plan, [Ask(0, 1), Ask(20, 1), Ask(39, 1)]).ToEnd();
        Assert.Equal(
            [RequestOutcome.Finished, RequestOutcome.Finished, RequestOutcome.Overloaded],
            Enumerable.Range(0, 3).Select(id => run[id].Outcome));
    }

    [Fact]
    public void A_request_finds_the_fleet_as_it_is_after_its_changes()
    {
        var added = new FleetRun(Plan(0, new FleetChange.Resize(At(3), 0, 1)), [Ask(3, 1)]).ToEnd();
        Assert.Equal(RequestOutcome.Finished, added[0].Outcome);
        var gone = new FleetRun(Plan(1, new FleetChange.Resize(At(3), 0, 0)), [Ask(3, 1)]).ToEnd();
        Assert.Equal(RequestOutcome.Overloaded, gone[0].Outcome);
    }

    [Fact]
    public void Changes_take_effect_in_the_order_in_which_they_are_listed()
    {
        var run = new FleetRun(
            Plan(1, new FleetChange.Fail(At(3), 0, 0), new FleetChange.Repair(At(3), 0, 0)), [Ask(3, 1)]).ToEnd();
        Assert.Equal(RequestOutcome.Finished, run[0].Outcome);
    }

    [Fact]
    public void Requests_that_arrive_together_share_the_step_that_begins()
    {
        var run = new FleetRun(Plan(1), [Ask(0, 1), Ask(0, 1)]).ToEnd();

        // One step for the twenty tokens of both.
        Assert.All(run.Ended, record => Assert.Equal(30, Milliseconds(record.FirstToken)));
    }

    [Fact]
    public void Changes_out_of_order_are_refused()
    {
        var plan = Plan(1, new FleetChange.Fail(At(2), 0, 0), new FleetChange.Repair(At(1), 0, 0));
        Assert.Throws<ArgumentException>(() => new FleetRun(plan, []));
    }
}
