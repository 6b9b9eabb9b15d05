using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Tests.Measures;

public sealed class When_simulations_are_repeated
{
    [Fact]
    public void The_interval_of_their_mean_is_Students()
    {
        // Mean 3, standard deviation √2.5, 2.776 with four degrees of freedom.
        var interval = ConfidenceInterval.OfRuns([1, 2, 3, 4, 5]);
        Assert.Equal(3, interval.Value);
        Assert.Equal(2.776 * Math.Sqrt(2.5 / 5), interval.HalfWidth, 9);
        Assert.Equal(double.PositiveInfinity, ConfidenceInterval.OfRuns([7]).HalfWidth);
    }

    [Theory]
    [InlineData(4.9, true)]
    [InlineData(5.1, false)]
    public void Two_agree_when_they_differ_by_no_more_than_both_intervals_explain(double other, bool agrees) =>
        Assert.Equal(agrees, new ConfidenceInterval(0, 3).Agrees(new ConfidenceInterval(other, 4)));
}
