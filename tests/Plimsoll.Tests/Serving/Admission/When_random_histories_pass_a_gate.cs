using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Tests.Serving.Admission;

public class When_random_histories_pass_a_gate
{
    [Fact]
    public void Nobody_is_lost_or_let_in_out_of_order_or_beyond_the_places() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20260506, 7),
        Prop.ForAll(Gen.Choose(0, 1_000).ToArbitrary(), seed => new GateHistory(seed).Run(400)));

    [Fact]
    public void Everything_that_can_become_of_a_request_does()
    {
        var seen = Enumerable.Range(0, 20).SelectMany(seed =>
        {
            var history = new GateHistory(seed);
            history.Run(400);
            return history.Seen.Keys;
        }).Distinct().Order();

        Assert.Equal(Enum.GetNames<QueueRefusal>().Append("Admitted").Order(), seen);
    }
}
