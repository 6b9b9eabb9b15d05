using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>A seed that fails here is replayed by <c>new RandomFleet(seed)</c>.</summary>
public class When_fleets_are_drawn_at_random
{
    private const ulong Seeds = 200;

    [Fact]
    public void Every_request_ends_once_and_nothing_is_left()
    {
        var outcomes = new HashSet<RequestOutcome>();
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var fleet = new RandomFleet(seed);
            var run = new FleetRun(fleet.Plan, fleet.Arrivals).ToEnd();
            var ids = run.Ended.Select(record => record.Arrival.Id).Order();
            Assert.True(ids.SequenceEqual(Enumerable.Range(0, fleet.Arrivals.Count).Select(id => (long)id)), $"{seed}");
            Assert.True(run.Simulation.InFlight == 0, $"{seed}");
            Assert.All(run.Simulation.States(), state =>
                Assert.Equal((0, 0, 0), (state.Running, state.Waiting, state.UsedBlocks)));
            outcomes.UnionWith(run.Ended.Select(record => record.Outcome));
        }

        Assert.Superset(
            new HashSet<RequestOutcome>
            {
                RequestOutcome.Finished, RequestOutcome.Overloaded, RequestOutcome.TooLong, RequestOutcome.Lost,
            },
            outcomes);
    }

    [Fact]
    public void What_a_request_says_of_itself_agrees()
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var fleet = new RandomFleet(seed);
            var run = new FleetRun(fleet.Plan, fleet.Arrivals).ToEnd();
            var before = FleetRun.At(0);
            foreach (var record in run.Ended)
            {
                var isSound = record.Ended >= before && record.Ended >= record.Arrival.At
                    && record.FirstToken is null == (record.Produced == 0)
                    && (record.Outcome != RequestOutcome.Finished || record.Produced == record.Arrival.Output)
                    && record.Produced <= record.Arrival.Output
                    && (record.Scheduled is null || record.Scheduled >= record.Arrival.At)
                    && (record.FirstToken is null || record.FirstToken > record.Scheduled)
                    && record.Cached < record.Arrival.Input;
                if (!isSound)
                    Assert.Fail($"{seed}: {record}");
                before = record.Ended;
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_records_however_often_it_is_looked_at()
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var fleet = new RandomFleet(seed);
            var once = new FleetRun(fleet.Plan, fleet.Arrivals).ToEnd();
            var again = new RandomFleet(seed);
            var watched = new FleetRun(again.Plan, again.Arrivals);
            for (var time = 0; time < 2_000; time += 37)
            {
                watched.Simulation.RunTo(FleetRun.At(time));
                watched.Simulation.States();
            }

            watched.ToEnd();
            Assert.True(once.Ended.Select(WithoutNames).SequenceEqual(watched.Ended.Select(WithoutNames)), $"{seed}");
        }
    }

    [Fact]
    public void What_is_stopped_early_is_all_accounted_for()
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var fleet = new RandomFleet(seed);
            var run = new FleetRun(fleet.Plan, fleet.Arrivals);
            var until = FleetRun.At(10 * (seed % 200));
            run.Simulation.RunTo(until);
            run.Simulation.Stop();
            Assert.Equal(0, run.Simulation.InFlight);
            Assert.Equal(fleet.Arrivals.Count(arrival => arrival.At <= until), run.Ended.Count);
        }
    }

    // Names are the same numbers in other places of memory.
    private static RequestRecord WithoutNames(RequestRecord record) =>
        record with { Arrival = record.Arrival with { Prefix = default } };
}
