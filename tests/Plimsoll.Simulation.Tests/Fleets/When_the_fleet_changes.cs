using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using static Plimsoll.Simulation.Tests.Fleets.FleetRun;

namespace Plimsoll.Simulation.Tests.Fleets;

public class When_the_fleet_changes
{
    [Fact]
    public void A_replica_that_is_drained_finishes_what_it_has_and_takes_no_more()
    {
        var plan = Plan(2, new FleetChange.Resize(At(5), 0, 1));
        var run = new FleetRun(plan, [Ask(0, 10), Ask(0, 10), Ask(6, 10), Ask(7, 10)]).ToEnd();

        Assert.All(run.Ended, record => Assert.Equal(RequestOutcome.Finished, record.Outcome));
        Assert.Equal([0, 1, 0, 0], Enumerable.Range(0, 4).Select(id => run[id].Replica));

        // 20 ms to the first token and nine steps of 10 ms.
        Assert.Equal(110, Milliseconds(run[1].Ended));
        Assert.Equal(1, run.Simulation.States()[0].Replicas);
    }

    [Fact]
    public void A_replica_that_is_wanted_again_stays()
    {
        var plan = Plan(2, new FleetChange.Resize(At(5), 0, 1), new FleetChange.Resize(At(15), 0, 2));
        var run = new FleetRun(plan, [Ask(0, 10), Ask(0, 10), Ask(20, 10), Ask(20, 10)]).ToEnd();
        Assert.Equal([0, 0, 1, 1], run.Ended.Select(record => record.Replica).Order());
    }

    [Fact]
    public void Replicas_that_are_added_serve_at_once()
    {
        var plan = Plan(1, new FleetChange.Resize(At(0), 0, 3));
        var run = new FleetRun(plan, [Ask(0, 1), Ask(0, 1), Ask(0, 1)]).ToEnd();
        Assert.Equal([0, 1, 2], run.Ended.Select(record => record.Replica).Order());
    }

    [Fact]
    public void Curtailment_cuts_off_and_begins_anew_what_had_no_token_yet()
    {
        // Steps begin at 0 and 20 ms: at 25 ms the first has a token, the second has none.
        var plan = Plan(2, new FleetChange.Curtail(At(25), 0, 1));
        var run = new FleetRun(plan, [Ask(0, 50), Ask(0, 50), Ask(22, 5), Ask(23, 5)]).ToEnd();

        Assert.Equal((RequestOutcome.Lost, 1), (run[1].Outcome, run[1].Produced));
        Assert.Equal(25, Milliseconds(run[1].Ended));
        Assert.Equal((RequestOutcome.Finished, 1, 0), (run[3].Outcome, run[3].Retries, run[3].Replica));
        Assert.Equal((RequestOutcome.Finished, 0), (run[2].Outcome, run[2].Retries));
    }

    [Fact]
    public void Without_retries_what_is_cut_off_is_lost()
    {
        var plan = Plan(2, new FleetChange.Curtail(At(5), 0, 1)) with { RetriesLost = false };
        var run = new FleetRun(plan, [Ask(0, 5), Ask(0, 5)]).ToEnd();
        Assert.Equal((RequestOutcome.Finished, RequestOutcome.Lost), (run[0].Outcome, run[1].Outcome));
        Assert.Equal(0, run[1].Produced);
    }

    [Fact]
    public void A_replica_that_failed_serves_again_when_it_is_repaired()
    {
        var plan = Plan(1, new FleetChange.Fail(At(5), 0, 0), new FleetChange.Repair(At(50), 0, 0));
        var run = new FleetRun(plan, [Ask(0, 5), Ask(20, 5), Ask(50, 1)]).ToEnd();

        // Nobody else could take the first, and nobody was there for the second.
        Assert.Equal((RequestOutcome.Lost, 1), (run[0].Outcome, run[0].Retries));
        Assert.Equal(RequestOutcome.Overloaded, run[1].Outcome);
        Assert.Equal((RequestOutcome.Finished, 70), (run[2].Outcome, Milliseconds(run[2].Ended)));
    }

    [Fact]
    public void A_failure_of_what_is_not_there_or_already_down_changes_nothing()
    {
        var plan = Plan(
            2,
            new FleetChange.Fail(At(1), 0, 7),
            new FleetChange.Repair(At(1), 0, 0),
            new FleetChange.Fail(At(2), 0, 1),
            new FleetChange.Fail(At(3), 0, 1));
        var run = new FleetRun(plan, [Ask(0, 5), Ask(10, 5)]).ToEnd();
        Assert.All(run.Ended, record => Assert.Equal((RequestOutcome.Finished, 0), (record.Outcome, record.Replica)));
    }

    [Fact]
    public void A_replica_that_fails_while_it_is_leaving_does_not_come_back()
    {
        var plan = Plan(
            2,
            new FleetChange.Resize(At(1), 0, 1),
            new FleetChange.Fail(At(2), 0, 1),
            new FleetChange.Repair(At(3), 0, 1));
        var run = new FleetRun(plan, [Ask(0, 5), Ask(0, 5), Ask(4, 5), Ask(4, 5)]).ToEnd();
        Assert.All(run.Ended, record => Assert.Equal((RequestOutcome.Finished, 0), (record.Outcome, record.Replica)));
    }
}
