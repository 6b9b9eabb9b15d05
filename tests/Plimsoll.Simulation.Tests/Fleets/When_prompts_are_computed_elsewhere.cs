using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using static Plimsoll.Simulation.Tests.Fleets.FleetRun;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>
/// A prompt of ten tokens is computed in 20 ms; its cache is 1,000 bytes, sent in 1 ms and 2 ms on the way.
/// </summary>
public class When_prompts_are_computed_elsewhere
{
    private static readonly KvLink link = new(
        new ByteSize(100), new Bandwidth(1_000_000), Duration.FromSeconds(0.002));

    private static FleetPlan Plan(int prefill, int decode, params FleetChange[] changes) => new()
    {
        Pools =
        [
            Pool(prefill) with { Name = "prefill", Role = PoolRole.Prefill, Link = link },
            Pool(decode) with { Name = "decode", Role = PoolRole.Decode },
        ],
        Changes = [.. changes],
    };

    [Fact]
    public void The_first_token_comes_from_one_replica_and_the_rest_from_another()
    {
        var run = new FleetRun(Plan(1, 1), [Ask(0, 5)]).ToEnd();
        Assert.Equal(20, Milliseconds(run[0].FirstToken));

        // 20 ms of prompt, 1 ms to send, 2 ms on the way, four steps, of which the first takes in the token that came.
        Assert.Equal(64, Milliseconds(run[0].Ended));
        Assert.Equal((RequestOutcome.Finished, 5, 1), (run[0].Outcome, run[0].Produced, run[0].Replica));
    }

    [Fact]
    public void Caches_are_sent_one_after_the_other()
    {
        var run = new FleetRun(Plan(1, 1), [Ask(0, 2), Ask(0, 2)]).ToEnd();

        // Both prompts end at 30 ms. The caches arrive at 33 and 34 ms; the second finds a step of 11 ms in progress.
        Assert.All(run.Ended, record => Assert.Equal(30, Milliseconds(record.FirstToken)));
        Assert.Equal([44, 55], run.Ended.Select(record => Milliseconds(record.Ended)));
    }

    [Fact]
    public void A_request_of_one_token_is_over_where_its_prompt_is_computed()
    {
        var run = new FleetRun(Plan(1, 1), [Ask(0, 1)]).ToEnd();
        Assert.Equal((RequestOutcome.Finished, 20, 0), (run[0].Outcome, Milliseconds(run[0].Ended), run[0].Replica));
    }

    [Fact]
    public void A_cache_that_arrives_where_nobody_decodes_is_lost_with_its_token()
    {
        var run = new FleetRun(Plan(1, 1, new FleetChange.Fail(At(22), 1, 0)), [Ask(0, 5)]).ToEnd();
        Assert.Equal((RequestOutcome.Lost, 1, 23), (run[0].Outcome, run[0].Produced, Milliseconds(run[0].Ended)));
    }

    [Fact]
    public void A_cache_on_its_way_does_not_need_the_replica_that_sent_it()
    {
        var run = new FleetRun(Plan(1, 1, new FleetChange.Fail(At(21), 0, 0)), [Ask(0, 5)]).ToEnd();
        Assert.Equal((RequestOutcome.Finished, 64), (run[0].Outcome, Milliseconds(run[0].Ended)));
    }
}
