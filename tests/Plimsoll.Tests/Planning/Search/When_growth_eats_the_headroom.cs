using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning.Search;

public class When_growth_eats_the_headroom
{
    private static readonly Instant From = SmallSearch.Ramped;
    private static readonly Instant Until = From + Duration.FromDays(730);

    private readonly ServiceMargins service = new(new SmallService { Users = 30_000 }.Model());

    [Fact]
    public void The_day_is_that_on_which_a_constant_growth_reaches_the_margin()
    {
        // 4x a year: ln(margin) / ln 4 years, and the first midnight after.
        var storm = Of(service).Conditions.Single(outlook => outlook.Condition == Condition.Storm);
        var days = (long)Math.Ceiling(365 * Math.Log(storm.Margin) / Math.Log(4));

        var crossing = Assert.Single(storm.Crossings);
        Assert.Equal(From + Duration.FromDays(days), crossing.At);
        Assert.Equal((false, CrossingCause.Growth), (crossing.IsEnough, crossing.Cause));
    }

    [Fact]
    public void The_growth_borne_until_a_day_just_reaches_it()
    {
        var storm = Of(service).Conditions.Single(outlook => outlook.Condition == Condition.Storm);
        var (until, borne) = storm.Borne[^1];

        Assert.Equal(Until, until);
        Assert.Equal(storm.Margin, Math.Pow(borne, 730 / 365.0), 9);
    }

    [Fact]
    public void More_growth_never_comes_later()
    {
        foreach (var outlook in Of(service).Conditions)
        {
            var days = outlook.ByGrowth.Select(growth => growth.Below?.UnixSeconds ?? long.MaxValue).ToArray();
            Assert.Equal(days.OrderDescending(), days);
        }
    }

    [Fact]
    public void A_ramp_that_brings_it_back_is_a_crossing_of_its_own()
    {
        var model = new SmallService { OldAccelerators = 200, NewAccelerators = 3000, NewMegawatts = 20 }.Model();
        var normal = Headroom.Of(new ServiceMargins(model), model.Compare.Before, Until, scheduled: false)
            .Conditions.Single(outlook => outlook.Condition == Condition.Normal);

        Assert.Equal(
            [CrossingCause.Start, CrossingCause.Supply, CrossingCause.Growth],
            normal.Crossings.Select(crossing => crossing.Cause));
        Assert.Equal([false, true, false], normal.Crossings.Select(crossing => crossing.IsEnough));
        Assert.Equal(["new"], normal.Crossings[1].Sites);
    }

    [Fact]
    public void Under_notice_what_may_be_withdrawn_goes_on_its_first_day()
    {
        var model = SmallSearch.WithContract(
            new SmallService { Users = 30_000, OldAccelerators = 300 }.Model(), "new",
            contract => contract with
            {
                Start = SmallService.Day,
                MinimumTerm = Duration.FromDays(60),
                Notice = Duration.FromDays(30),
            });

        var notice = Of(new ServiceMargins(model with { Growth = model.Growth with { Rates = [] } }))
            .Conditions.Single(outlook => outlook.Condition == Condition.Notice);

        var crossing = Assert.Single(notice.Crossings);
        Assert.Equal(SmallService.Day + Duration.FromDays(90), crossing.At);
        Assert.Equal(CrossingCause.Supply, crossing.Cause);
        Assert.Equal(["new"], crossing.Sites);
    }

    [Fact]
    public void A_change_of_the_policy_counts_only_as_scheduled()
    {
        var model = new SmallService { Users = 200_000, Factor = 1e-4 }.Model();
        model = model with
        {
            Compare = model.Compare with { After = SmallService.Day, Before = SmallService.Day },
        };
        var margins = new ServiceMargins(model);

        var held = Headroom.Of(margins, SmallService.Day, Until, scheduled: false);
        var scheduled = Headroom.Of(margins, SmallService.Day, Until, scheduled: true);

        Assert.True(FirstNormal(scheduled) > FirstNormal(held));
    }

    private static Instant FirstNormal(Headroom headroom) =>
        Headroom.FirstBelow(headroom.Conditions[0].Crossings) ?? Until;

    private static Headroom Of(ServiceMargins service) => Headroom.Of(service, From, Until, scheduled: false);
}
