using Plimsoll.Planning.Outages;
using Plimsoll.Planning.Reliability;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Outages;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Tests.Planning.Reliability;
using static Plimsoll.Tests.Planning.Reliability.RiskyService;

namespace Plimsoll.Simulation.Tests.Outages;

public class When_a_service_loses_capacity
{
    private static readonly ServiceAdequacy study = Week(
        Model(
            name => Fails(feed: 0.1, whole: 0.05)(name) with { Curtailment = new(Cause(0.1), 0.97) },
            providers: 0.02,
            variation: 0.05).Mixed(0.4),
        sites: 1.2);

    [Fact]
    public void What_the_programme_serves_lies_between_the_bounds()
    {
        var sample = Run(4_000, seed: 1);
        var bounds = study.BoundsFrom(0);

        AssertOverlaps(bounds, indices => indices.LossHours, sample.LossHours);
        AssertOverlaps(bounds, indices => indices.LossDays, sample.LossDays);
        AssertOverlaps(bounds, indices => indices.Unserved, sample.Unserved);
        AssertOverlaps(study.BoundsFrom(1), indices => indices.LossHours, sample.Categories[1].LossHours);
        Assert.InRange(sample.LossHours.HalfWidth / sample.LossHours.Value, 0, 0.05);
    }

    [Fact]
    public void What_is_shed_first_is_lost_whenever_anything_is()
    {
        var sample = Run(100, seed: 2);

        Assert.Equal(sample.LossHours, sample.Categories[0].LossHours);
        Assert.Equal(sample.Unserved.Value, sample.Categories.Sum(category => category.Unserved.Value), 1e-6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_years()
    {
        Assert.Equal(Run(20, seed: 3).Unserved, Run(20, seed: 3).Unserved);
        Assert.NotEqual(Run(20, seed: 3).Unserved, Run(20, seed: 4).Unserved);
    }

    private static OutageSample Run(int years, ulong seed) =>
        OutageSimulation.Run(study, years, SeedTree.FromSeed(seed));

    private static void AssertOverlaps(
        OutageBounds bounds, Func<OutageIndices, double> index, ConfidenceInterval drawn)
    {
        Assert.InRange(drawn.Value + drawn.HalfWidth, index(bounds.AtLeast), double.MaxValue);
        Assert.InRange(drawn.Value - drawn.HalfWidth, 0, index(bounds.AtMost));
    }
}
