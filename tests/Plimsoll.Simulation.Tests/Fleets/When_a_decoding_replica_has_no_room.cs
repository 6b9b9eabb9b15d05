using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>Found by <c>./test --soak</c>: such requests were called refused after their first token.</summary>
public class When_a_decoding_replica_has_no_room
{
    [Fact]
    public void It_is_lost_after_its_first_token()
    {
        var decode = SmallFleet.Pool(1, PoolRole.Decode);
        var fleet = new SmallFleet(
            SmallFleet.Plan(
                SmallFleet.Pool(1, PoolRole.Prefill),
                decode with { Engine = decode.Engine with { MaxSequences = 1, Queue = 0 } }),
            [SmallFleet.Request(0, 10, 50), SmallFleet.Request(0, 10, 50)]);

        var records = fleet.Run();

        Assert.Equal((RequestOutcome.Lost, 1), (records[0].Outcome, records[0].Produced));
        Assert.Equal(RequestOutcome.Finished, records[1].Outcome);
    }

    [Fact]
    public void It_is_refused_when_it_arrives_if_it_could_never_be_decoded()
    {
        var fleet = new SmallFleet(
            SmallFleet.Plan(SmallFleet.Pool(1, PoolRole.Prefill), SmallFleet.Pool(1, PoolRole.Decode, blocks: 3)),
            [SmallFleet.Request(0, 10, 50)]);

        var record = Assert.Single(fleet.Run());

        Assert.Equal((RequestOutcome.TooLong, 0), (record.Outcome, record.Produced));
        Assert.Equal(record.Arrival.At, record.Ended);
    }
}
