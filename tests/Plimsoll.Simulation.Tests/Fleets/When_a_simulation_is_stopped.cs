using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Tests.Fleets;

public class When_a_simulation_is_stopped
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Requests_have_what_was_produced_whether_or_not_somebody_looked(bool looks)
    {
        var fleet = new SmallFleet(SmallFleet.Plan(SmallFleet.Pool(1)), [SmallFleet.Request(0, 10, 50)]);
        fleet.Simulation.RunTo(new(5_500_000));
        if (looks)
            fleet.Simulation.States();

        fleet.Simulation.Stop();

        var record = Assert.Single(fleet.Records);
        Assert.Equal((RequestOutcome.Unfinished, 5), (record.Outcome, record.Produced));
    }

    /// <summary>Found by <c>./test --soak</c>: engines were asked for steps that had ended before.</summary>
    [Fact]
    public void What_follows_does_not_go_back_in_time()
    {
        var fleet = new SmallFleet(
            SmallFleet.Plan(SmallFleet.Pool(2)), [SmallFleet.Request(0, 10, 50), SmallFleet.Request(0, 10, 60)]);
        fleet.Simulation.RunTo(new(5_500_000));

        fleet.Simulation.Stop();

        Assert.Equal(SmallFleet.At(6), fleet.Simulation.Next);
        fleet.Run();
        Assert.Null(fleet.Simulation.Next);
    }
}
