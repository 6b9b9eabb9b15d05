using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning.Outages;

namespace Plimsoll.Tests.Planning.Outages;

public class When_every_state_can_be_listed
{
    [Fact]
    public void The_table_tells_what_the_list_does()
    {
        Check.One(RandomSources.Cases(100), Prop.ForAll(RandomSources.Arbitrary, sources =>
        {
            var list = new Enumeration(sources);
            var table = new OutageTables(RandomSources.Loaded(sources, 1) with { Step = 0.25 }).At(0);
            Assert.Equal(1, list.Total, 1e-12);
            for (var load = 0.0; load <= table.Most + 3; load += 2.5)
            {
                Assert.Equal(list.Below(load), table.Below(load), 1e-12);
                Assert.Equal(list.Shortfall(load), table.Shortfall(load), 1e-10);
                Assert.Equal(list.BeginsBelow(load), table.BeginsBelow(load), 1e-12);
            }
        }));
    }

    [Fact]
    public void A_load_that_is_just_met_is_not_lost()
    {
        var table = new OutageTables(RandomSources.Loaded([RandomSources.Units("one", 2, 10, 0.1)], 1)).At(0);

        Assert.Equal(0.01, table.Below(10), 1e-15);
        Assert.Equal(0.19, table.Below(10.001), 1e-15);
        Assert.Equal(1, table.Below(20.001), 1e-15);
        Assert.Equal((0.01 * 15) + (0.18 * 5), table.Shortfall(15), 1e-12);
        Assert.Equal((0.01 * 25) + (0.18 * 15) + (0.81 * 5), table.Shortfall(25), 1e-12);
    }

    [Fact]
    public void A_common_outage_leaves_nothing_of_all_its_members()
    {
        var site = new CommonMode
        {
            Name = "site",
            Members = [RandomSources.Units("a", 1, 10, 0.2), RandomSources.Units("b", 1, 5, 0)],
            Outage = new(0, 0.1, null),
        };

        var table = new OutageTables(RandomSources.Loaded([site], 1)).At(0);

        Assert.Equal(0.1, table.Below(5), 1e-15);
        Assert.Equal(0.1 + (0.9 * 0.2), table.Below(15), 1e-15);
    }
}
