using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning.Horizon;

public class When_months_are_planned
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(15).WithReplay(20260506, 1);

    private static Arbitrary<SmallService> Services { get; } = (
        from accelerators in Gen.Choose(500, 6000)
        from megawatts in Gen.Choose(1, 12)
        from users in Gen.Choose(20_000, 400_000)
        from organizations in Gen.Choose(0, 2_000)
        select new SmallService
        {
            OldAccelerators = accelerators,
            NewMegawatts = megawatts,
            Users = users,
            Organizations = organizations,
        }).ToArbitrary();

    [Fact]
    public void They_are_the_first_full_weeks_of_calendar_months()
    {
        var report = Plan(new SmallService().Model(), 4);
        Assert.Equal(
            [new(2026, 5, 11), new(2026, 6, 1), new(2026, 7, 6), new(2026, 8, 3)],
            report.Months.Select(month => month.Monday.Date));
        Assert.All(report.Months, month => Assert.Equal(DayOfWeek.Monday, month.Monday.Date.DayOfWeek));
    }

    [Fact]
    public void Each_condition_asks_for_no_less_than_the_one_before() => Check.One(Fixed, Prop.ForAll(
        Services,
        service => Plan(service.Model(), 3).Months.All(month =>
            month.Of(Condition.Normal).Line >= month.Of(Condition.Peak).Line
            && month.Of(Condition.Peak).Line >= month.Of(Condition.Storm).Line * (1 - 1e-9)
            && month.Of(Condition.Storm).Line >= month.Of(Condition.Notice).Line * (1 - 1e-9))));

    [Fact]
    public void No_hour_that_is_skipped_would_have_been_tighter() => Check.One(Fixed, Prop.ForAll(Services, service =>
    {
        var model = service.Model();
        return Plan(model, 2).Months.All(month =>
        {
            var normal = TightestOfAll(model, month.Monday, Criterion.Normal);
            var storm = TightestOfAll(model, month.Monday, model.Criterion);
            return Math.Abs((month.Of(Condition.Normal).Line / normal) - 1) < 1e-9
                && Math.Abs((month.Of(Condition.Storm).Line / storm) - 1) < 1e-9;
        });
    }));

    [Fact]
    public void Capacity_is_what_the_line_says_of_the_load()
    {
        var storm = Plan(new SmallService().Model(), 1).Months[0].Of(Condition.Storm);
        Assert.Equal(storm.Line, storm.Capacity / storm.Load, 12);
    }

    [Fact]
    public void Capacity_that_may_be_withdrawn_within_the_notice_of_a_promise_does_not_count()
    {
        var model = new SmallService().Model();
        var onNotice = WithNotice(model, Duration.FromDays(15));
        var (sure, unsure) = (Plan(model, 1).Months[0], Plan(onNotice, 1).Months[0]);
        Assert.Equal(sure.Of(Condition.Storm).Line, sure.Of(Condition.Notice).Line);
        Assert.Equal(sure.Of(Condition.Storm).Line, unsure.Of(Condition.Storm).Line);
        Assert.True(unsure.Of(Condition.Notice).Line < sure.Of(Condition.Notice).Line);

        var longer = Plan(WithNotice(model, Duration.FromDays(60)), 1).Months[0];
        Assert.Equal(sure.Of(Condition.Notice).Line, longer.Of(Condition.Notice).Line);
    }

    [Fact]
    public void Changes_and_contracts_on_the_way_are_told()
    {
        var model = WithNotice(new SmallService().Model(), Duration.FromDays(20));
        Assert.Equal(
            [
                (HorizonEventKind.PolicyChange, "doubled", new DateOnly(2026, 5, 6)),
                (HorizonEventKind.ContractStart, "new", new DateOnly(2026, 5, 6)),
                (HorizonEventKind.EarliestWithdrawal, "new", new DateOnly(2026, 5, 26)),
                (HorizonEventKind.RampEnd, "new", new DateOnly(2026, 6, 5)),
            ],
            Plan(model, 2).Events.Select(found => (found.Kind, found.Subject, found.At.Date)));
    }

    [Fact]
    public void Limits_have_the_lines_that_a_plan_of_that_week_gives_them()
    {
        var model = new SmallService { Users = 150_000 }.Model();
        var month = Plan(model, 2).Months[1];
        var week = new WeekLoad(model.Classes, model.Populations, model.Organizations, month.Monday);
        var adequacy = new Adequacy(Fleet.At(model, month.Monday, new EngineTable(), []), model.Criterion);
        var dials = PolicyDifference.Bundles(model.Timeline.At(month.Monday), model.Classes);
        Assert.Equal(
            dials.Select(dial => LoadLine.Of(dial, adequacy, week.Under, model.Growth.At(month.Monday)).Multiple),
            month.Bundles.Select(bundle => bundle.Of(Condition.Storm)));
    }

    [Fact]
    public void Growth_is_Storm_of_a_quarter_later_under_the_same_limits()
    {
        var model = new SmallService().Model();
        var month = Plan(model, 3).Months[2];
        var later = month.Monday + Duration.FromDays(92);
        var week = new WeekLoad(model.Classes, model.Populations, model.Organizations, month.Monday);
        var adequacy = new Adequacy(Fleet.At(model, later, new EngineTable(), []), model.Criterion);
        Assert.Equal(
            adequacy.Of(week.Under(model.Timeline.At(month.Monday)), model.Growth.At(later)).Multiple,
            month.Of(Condition.Growth).Line);
    }

    [Fact]
    public void Nobody_to_serve_leaves_nothing_that_stops()
    {
        var report = Plan(new SmallService { Users = 0, Organizations = 0 }.Model(), 1);
        Assert.All(report.Months[0].Conditions, outlook => Assert.Null(outlook.Binding));
        Assert.All(report.Months[0].Conditions, outlook => Assert.Equal(0, outlook.Capacity));
    }

    private static HorizonReport Plan(ServiceModel model, int months) =>
        new HorizonPlanner(model).Plan(SmallService.Day, months);

    /// <summary>The least of what every hour by itself gives, each with a solver of its own.</summary>
    private static double TightestOfAll(ServiceModel model, Instant monday, Criterion criterion)
    {
        var load = new WeekLoad(model.Classes, model.Populations, model.Organizations, monday)
            .Under(model.Timeline.At(monday));
        var fleet = Fleet.At(model, monday, new EngineTable(), []);
        return Enumerable.Range(0, WeekShape.Hours).Min(hour =>
        {
            var alone = new double[load.Length];
            load.AsSpan(hour * fleet.Classes, fleet.Classes).CopyTo(alone.AsSpan(hour * fleet.Classes));
            return new Adequacy(fleet, criterion).Of(alone, model.Growth.At(monday)).Multiple;
        });
    }

    private static ServiceModel WithNotice(ServiceModel model, Duration notice) => model with
    {
        Sites =
        [
            .. model.Sites.Select(site => site.Name == "new" ? WithContract(site, site.Contract with
            {
                Start = SmallService.Day + Duration.FromDays(1),
                Notice = notice,
            }) : site),
        ],
    };

    private static Site WithContract(Site site, Contract contract) => site with { Contract = contract };
}
