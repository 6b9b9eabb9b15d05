using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning.Outages;

namespace Plimsoll.Tests.Planning.Outages;

public class When_capacities_are_added_up
{
    [Fact]
    public void Their_order_does_not_matter() =>
        Check.One(RandomSources.Cases(60), Prop.ForAll(RandomSources.Arbitrary, sources =>
        {
            var forth = CapacityDistribution.Sum([.. sources.Select(s => s.DistributionAt(0, 1))]);
            var back = CapacityDistribution.Sum([.. sources.Reverse().Select(s => s.DistributionAt(0, 1))]);
            Assert.Equal(forth.States.Select(s => s.Steps), back.States.Select(s => s.Steps));
            Assert.All(forth.States.Zip(back.States), pair =>
                Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-12));
        }));

    [Fact]
    public void Ten_thousand_alike_are_the_same_as_ten_thousand_one_by_one()
    {
        var one = RandomSources.Units("one", 1, 3, 0.03).DistributionAt(0, 1);
        var all = one.Times(10_000);
        var oneByOne = CapacityDistribution.Sum([.. Enumerable.Repeat(one, 10_000)]);

        Assert.Equal(1, all.States.Sum(s => s.Probability), 1e-11);
        var tables = (new CapacityTable(all, 1), new CapacityTable(oneByOne, 1));
        for (var load = 28_600.0; load < 29_500; load += 3)
            Assert.Equal(tables.Item2.Below(load), tables.Item1.Below(load), 1e-11);
    }

    [Fact]
    public void Ten_thousand_that_differ_still_add_up_to_one()
    {
        var units = Enumerable.Range(0, 10_000)
            .Select(i => RandomSources.Units($"u{i}", 1, 1 + (i % 97), 0.01 + (i % 13 / 100.0)).DistributionAt(0, 1));

        var sum = CapacityDistribution.Sum([.. units]);

        Assert.Equal(1, sum.States.Sum(s => s.Probability), 1e-11);
    }

    [Fact]
    public void A_capacity_off_the_grid_keeps_its_mean_and_never_looks_safer()
    {
        var units = RandomSources.Units("u", 5, 10.3, 0.1);
        var coarse = new CapacityTable(units.DistributionAt(0, 1), 1);
        var fine = new CapacityTable(units.DistributionAt(0, 0.1), 0.1);

        Assert.Equal(46.35, units.DistributionAt(0, 1).States.Sum(s => s.Steps * s.Probability), 1e-10);
        for (var load = 0.0; load < 60; load += 0.37)
            Assert.True(coarse.Shortfall(load) >= fine.Shortfall(load) - 1e-12, $"at {load}");
    }

    [Fact]
    public void None_of_them_is_no_capacity()
    {
        var table = new CapacityTable(CapacityDistribution.Sum([]), 1);

        Assert.Equal((0.0, 1.0), (table.Below(0), table.Below(0.5)));
        Assert.Equal(0.5, table.Shortfall(0.5), 1e-15);
    }
}
