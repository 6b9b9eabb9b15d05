using Plimsoll.Planning.Allocation;
using Plimsoll.Supply;
using static Plimsoll.Tests.Planning.Allocation.SmallWeek;

namespace Plimsoll.Tests.Planning.Allocation;

public sealed class When_a_week_is_allocated
{
    [Fact]
    public void Load_beyond_what_is_there_is_left_and_an_accelerator_is_worth_what_it_would_serve()
    {
        var report = new SmallWeek { Large = hour => hour == 50 ? 2500 : 100 }.Report();

        var tokens = Tokens(report.Week, 0);
        AssertClose(500 * tokens, report.Load[0].Unserved);
        Assert.Equal(50, report.Load[0].WorstHour);
        AssertClose(0.2, report.Load[0].WorstShare);
        var worth = Resource(report, "pool at old").Worth[50];
        Assert.Equal(AllocationGoal.UnservedInteractive, worth.Goal);
        AssertClose(tokens, worth.Value);
        Assert.Equal(1, Resource(report, "pool at new").HoursUsedUp);
        Assert.All(report.Goals, goal => Assert.True(goal.Certificate.Holds));
    }

    [Fact]
    public void The_cheapest_energy_is_used_first_and_the_last_accelerator_of_it_is_worth_the_difference()
    {
        var report = new SmallWeek { Large = _ => 1500 }.Report();

        var drawn = Megawatts(report.Week, 0);
        AssertClose(168 * drawn * ((1000 * 40) + (500 * 60)), Optimum(report, AllocationGoal.Money));
        AssertClose(1, Pool(report, "old").Serving);
        AssertClose(0.5, Pool(report, "new").Serving);
        AssertClose(drawn * 20, Resource(report, "pool at old").Worth[0].Value);
        AssertClose(drawn * 60 / Tokens(report.Week, 0), report.Load[0].Cost[0].Value);
    }

    [Fact]
    public void Carbon_may_decide_instead()
    {
        var report = new SmallWeek { Large = _ => 1500, Objective = AllocationObjective.Carbon }.Report();

        AssertClose(168 * Megawatts(report.Week, 0) * ((1000 * 100) + (500 * 500)),
            Optimum(report, AllocationGoal.Carbon));
        AssertClose(1, Pool(report, "new").Serving);
    }

    [Fact]
    public void Prices_by_the_hour_move_nothing_that_cannot_wait()
    {
        var report = new SmallWeek
        {
            Large = _ => 1500,
            OldPrice = hour => hour < 12 ? 40 : 80,
        }.Report();

        AssertClose(84 * Megawatts(report.Week, 0) * ((1000 * 40) + (500 * 60) + (1000 * 60) + (500 * 80)),
            Optimum(report, AllocationGoal.Money));
    }

    [Fact]
    public void Load_of_a_lower_rank_is_served_first()
    {
        var week = new SmallWeek { Large = _ => 1500, Small = _ => 1500 };
        var large = (week with { Terms = new() { Ranks = [0, 1] } }).Report();
        var small = (week with { Terms = new() { Ranks = [1, 0] } }).Report();

        Assert.Equal([0.0, 2.0 / 3], large.Load.Select(load => Math.Round(load.Unserved / load.Asked, 9)),
            (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Equal([2.0 / 3, 0.0], small.Load.Select(load => Math.Round(load.Unserved / load.Asked, 9)),
            (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void Power_binds_before_accelerators_do_and_a_megawatt_is_worth_what_it_feeds()
    {
        var drawn = Megawatts(new SmallWeek().Case(), 0);
        var report = new SmallWeek { Large = _ => 1800, NewMegawatts = 600 * drawn }.Report();

        AssertClose(200.0 / 1800, report.Load[0].Unserved / report.Load[0].Asked);
        var worth = Resource(report, "power at new").Worth[7];
        Assert.Equal(AllocationGoal.UnservedInteractive, worth.Goal);
        AssertClose(Tokens(report.Week, 0) / drawn, worth.Value);
        Assert.Equal(0, Resource(report, "pool at new").HoursUsedUp);
    }

    [Fact]
    public void What_is_paid_in_any_case_is_used_before_money_counts()
    {
        var report = new SmallWeek { Large = _ => 1000, TakeOrPay = new TakeOrPay(0.4, null) }.Report();

        AssertClose(0.4, Pool(report, "new").Serving);
        AssertClose(0.6, Pool(report, "old").Serving);
        Assert.Equal(AllocationGoal.Money, report.Contracts.Single().Cost.Goal);
        AssertClose(Megawatts(report.Week, 0) * 20, report.Contracts.Single().Cost.Value);
    }

    [Fact]
    public void What_load_cannot_use_falls_short()
    {
        var report = new SmallWeek { Large = _ => 300, TakeOrPay = new TakeOrPay(null, 100_000) }.Report();

        AssertClose(100_000 - (300 * 168), report.Contracts.Single().Shortfall);
        AssertClose(100_000 - (300 * 168), Optimum(report, AllocationGoal.TakeOrPayShortfall));
        Assert.Equal(0, Optimum(report, AllocationGoal.UnservedInteractive));
    }

    [Fact]
    public void A_site_that_must_run_takes_the_load_that_it_can_and_burns_the_rest()
    {
        var drawn = Megawatts(new SmallWeek().Case(), 0);
        var report = new SmallWeek { Large = hour => hour < 84 ? 900 : 200, NewLeastDraw = 400 * drawn }.Report();

        var site = report.Sites.Single(one => report.Week.Fleet.Sites[one.Site].Site.Name == "new");
        AssertClose(168 * 400 * drawn, site.MegawattHours);
        AssertClose(84 * 200 * drawn, site.BurntMegawattHours);
    }

    [Fact]
    public void Replicas_are_held_without_load_and_draw_the_power_of_doing_nothing()
    {
        var width = PointOf(new SmallWeek().Case(), 0).Width;
        var report = new SmallWeek { Terms = new() { Replicas = [new("warm", 0, 10, ["new"])] } }.Report();

        AssertClose(10.0 * width / 1000, Pool(report, "new").StandingBy);
        var kind = report.Week.Fleet.Pools[0].Pool.Kind;
        AssertClose(168 * 10 * width * kind.Power.Base.Value * 2.44 / 1e6, report.Sites.Sum(s => s.MegawattHours));
    }

    [Fact]
    public void Replicas_that_do_not_fit_are_named_with_what_they_conflict_with()
    {
        var report = new SmallWeek { Terms = new() { Replicas = [new("warm", 0, 1e6, ["new"])] } }.Report();

        Assert.Empty(report.Goals);
        Assert.Equal(
            ["pool at new", "replicas warm"], report.Conflict.Select(c => c.What).Order(StringComparer.Ordinal));
        Assert.Single(report.Conflict.Select(c => c.Hour).Distinct());
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-7 * Math.Abs(expected), $"expected {expected}, found {actual}");
}
