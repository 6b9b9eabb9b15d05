using Plimsoll.Planning.Outages;
using static Plimsoll.Tests.Planning.Outages.RandomSources;

namespace Plimsoll.Tests.Planning.Outages;

public class When_a_source_is_valued
{
    [Fact]
    public void Two_alike_under_a_constant_load_have_a_closed_form()
    {
        // One unit of capacity c and outage rate q under load L <= c loses load with probability q. With a second, a
        // load of up to c is lost with q² <= q, a larger one with 1 - (1-q)² > q: the second carries c - L. Firm
        // capacity F in its place leaves q to the load above F, so that L is needed to do as well as q².
        var tables = new OutageTables(Loaded([Units("first", 1, 100, 0.1), Units("second", 1, 100, 0.1)], 70));

        var worth = CarryingCapability.Of(tables, "second");

        Assert.Equal(100, worth.Capacity);
        Assert.InRange(worth.LoadCarried, 30 - 0.001, 30);
        Assert.InRange(worth.FirmCapacity, 70 - 0.001, 70);
    }

    [Fact]
    public void What_never_fails_carries_its_capacity()
    {
        var load = Enumerable.Range(50, 40).Select(l => (double)l).ToArray();
        var tables = new OutageTables(Loaded([Units("units", 9, 10, 0.1), Units("firm", 1, 25, 0)], load));

        var worth = CarryingCapability.Of(tables, "firm");

        Assert.Equal(25, worth.LoadCarried, 0.002);
        Assert.Equal(25, worth.FirmCapacity, 0.002);
    }

    [Fact]
    public void What_fails_carries_less_and_one_unit_less_than_all()
    {
        var load = Enumerable.Range(50, 40).Select(l => (double)l).ToArray();
        var tables = new OutageTables(Loaded([Units("a", 9, 10, 0.1), Units("b", 3, 10, 0.2)], load));

        var one = CarryingCapability.Of(tables, "b", 1);
        var all = CarryingCapability.Of(tables, "b");

        Assert.Equal((10.0, 30.0), (one.Capacity, all.Capacity));
        Assert.InRange(one.LoadCarried, 5, 9);
        Assert.InRange(all.LoadCarried, 2.5 * one.LoadCarried, 30);
    }

    [Fact]
    public void A_contract_that_can_be_lost_as_a_whole_is_worth_less_than_its_units()
    {
        var load = Enumerable.Range(50, 40).Select(l => (double)l).ToArray();
        var units = Units("leased", 3, 10, 0.05);
        var contract = new CommonMode { Name = "lease", Members = [units], Outage = new(0, 0.05, null) };
        var own = Units("own", 9, 10, 0.05);

        var free = CarryingCapability.Of(new OutageTables(Loaded([own, units], load)), "leased");
        var bound = CarryingCapability.Of(new OutageTables(Loaded([own, contract], load)), "lease");

        Assert.Equal(free.Capacity, bound.Capacity);
        Assert.True(bound.LoadCarried < free.LoadCarried - 1);
    }

    [Fact]
    public void What_is_not_there_cannot_be_valued() => Assert.Throws<ArgumentException>(
        () => CarryingCapability.Of(new OutageTables(Loaded([Units("a", 1, 1, 0.1)], 1)), "b"));
}
