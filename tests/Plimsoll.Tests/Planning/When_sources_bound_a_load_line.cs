using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Supply;
using static Plimsoll.Tests.Planning.SuppliedService;

namespace Plimsoll.Tests.Planning;

/// <summary>What a site's sources can give, under a permit or a curtailment, bounds what may be promised.</summary>
public class When_sources_bound_a_load_line
{
    private const double BisectionStep = 1.0011;

    private static readonly Config fixedCases = Config.QuickThrowOnFailure.WithMaxTest(15).WithReplay(20261129, 1);

    private static readonly SmallService busy = new() { Users = 200_000, SessionDemand = 900_000 };

    private static double[] LinesOf(ServiceModel model) => [.. new Planner(model).Ramped().Lines.Values.Single()];

    private static double[] ServedOf(ServiceModel model) => [.. new Planner(model).Ramped().Served];

    private static bool NoneFalls(double[] less, double[] more) =>
        less.Zip(more).All(line => line.First <= line.Second * BisectionStep);

    private static void Always(Func<SmallService, double, bool> law) =>
        Check.One(fixedCases, Prop.ForAll(RandomServices.Pairs, pair => law(pair.Service, pair.More)));

    [Fact]
    public void A_grid_of_so_many_megawatts_is_a_site_of_so_many() => Always((service, more) =>
    {
        var narrow = service.Model().With([Grid(service.NewMegawatts / more)]);
        var small = (service with { NewMegawatts = service.NewMegawatts / more }).Model();
        return ServedOf(narrow).Zip(ServedOf(small)).All(served =>
            Math.Abs(served.First - served.Second) <= 1e-9 * served.Second);
    });

    [Fact]
    public void Sources_that_carry_all_of_a_site_leave_every_figure_as_it_is()
    {
        var plain = busy.Model();
        var carried = plain.With(
            [Grid(busy.NewMegawatts), Turbines(3)], Curtailment(0.5), Permit(0.2 * 168));

        Assert.Equal(ServedOf(plain), ServedOf(carried));
        Assert.Equal(LinesOf(plain), LinesOf(carried));
        Assert.All(carried.Normal().Week.Fleet.Sites, site => Assert.Null(site.Supply));
    }

    [Fact]
    public void A_cap_that_is_loosened_lowers_no_line() => Always((service, more) =>
    {
        var (model, half) = (service.Model(), service.NewMegawatts / 2);
        return NoneFalls(Capped(1), Capped(more)) && NoneFalls(Curtailed(more), Curtailed(1))
            && NoneFalls(LinesOf(model.With([Grid(half)])), LinesOf(model.With([Grid(half * more)])));

        double[] Capped(double times) => LinesOf(model.With(
            [Grid(half), Turbines(half)], null, Permit(half * 20 * times)));

        double[] Curtailed(double times) => LinesOf(model.With([Grid(half * 2)], Curtailment(times / 3)));
    });

    /// <summary>A load that is the same in all hours draws in every one what the cap leaves on average.</summary>
    [Fact]
    public void Under_an_even_load_a_cap_of_so_many_megawatts_is_a_site_of_so_many()
    {
        var (_, _, week) = busy.Model().With([Turbines(3.5)], null, Permit(1.2 * 168)).Normal();
        var small = (busy with { NewMegawatts = 1.2 }).Model().Normal().Week;
        double[] load = [.. Enumerable.Range(0, WeekShape.Hours * 2).Select(i => i % 2 == 0 ? 40.0 : 90.0)];

        var adequacy = new Adequacy(week.Fleet, Criterion.Normal);
        var capped = adequacy.Of(load, 1);

        Assert.True(adequacy.Explain(capped).IsOfWeek);
        Assert.Equal(new Adequacy(small.Fleet, Criterion.Normal).Of(load, 1).Multiple, capped.Multiple, 1e-6);
    }

    public static TheoryData<string> Supplies => [.. supplies.Keys];

    private static readonly Dictionary<string, ServiceModel> supplies = new()
    {
        ["turbines under a cap"] = busy.Model().With([Turbines(3.5)], null, Permit(0.7 * 168)),
        ["turbines beside a grid"] = busy.Model().With([Grid(1), Turbines(2.5)], null, Permit(0.4 * 168)),
        ["panels beside a grid"] = busy.Model().With([Grid(1.2), Solar(2)]),
        ["panels, a grid and turbines"] =
            busy.Model().With([Grid(1), Solar(1), Turbines(2)], null, Permit(0.3 * 168)),
        ["two plants under two caps"] = busy.Model().With(
            [Turbines(1.5, 1, 0.2, "first"), Turbines(1.5, 0.1, 1, "second")], null,
            Permit(0.35 * 168, 0.35 * 168, "first", "second")),
        ["a cap that leaves nothing"] = busy.Model().With([Grid(1), Turbines(2.5)], null, Permit(0)),
    };

    /// <summary>The same mathematics: what a plan says a week may hold is what its best allocation serves.</summary>
    [Theory]
    [MemberData(nameof(Supplies))]
    public void A_week_at_its_margin_is_allocated_in_full_and_one_above_is_not(string supply)
    {
        var (margin, _, week) = supplies[supply].Normal();

        Assert.True(margin.Multiple < busy.Model().Normal().Margin.Multiple);
        Assert.InRange(Unserved(week, margin.Multiple * 0.9999), 0, 1e-9);
        Assert.InRange(Unserved(week, margin.Multiple * 1.002), 1e-7, 1);
    }

    [Theory]
    [InlineData("turbines under a cap")]
    [InlineData("turbines beside a grid")]
    [InlineData("two plants under two caps")]
    public void A_cap_that_binds_is_named_with_its_part_in_what_is_short(string supply)
    {
        var model = supplies[supply];
        var (margin, adequacy, _) = model.Normal();

        var binding = adequacy.Explain(margin);

        Assert.True(binding.IsOfWeek);
        Assert.Equal(1, binding.Resources.Sum(r => r.Weight), 1e-9);
        var permits = binding.Resources.Where(r => r.Kind == ResourceKind.Permit).ToArray();
        Assert.Contains(permits, r => r.Name == "NOx by permit county of new");
        Assert.Equal(ResourceKind.Permit, binding.First!.Kind);
        const double step = 1.0005;
        var more = model with
        {
            Sites = [.. model.Sites.Select(site => site with
            {
                Permits = [.. site.Permits.Select(permit => permit with
                {
                    Caps = permit.Caps.ToImmutableSortedDictionary(
                        cap => cap.Key, cap => new Quantities.Mass(cap.Value.Kilograms * step)),
                })],
            })],
        };
        var rise = Math.Log(more.Normal().Margin.Multiple / margin.Multiple) / Math.Log(step);
        Assert.Equal(permits.Sum(r => r.Weight), rise, 0.02);
    }

    [Fact]
    public void A_grid_that_binds_is_named_and_one_more_megawatt_of_it_lifts_the_line_by_its_price()
    {
        var model = busy.Model().With([Grid(1.2), Turbines(0.6)]);
        var (margin, adequacy, week) = model.Normal();

        var binding = adequacy.Explain(margin);

        Assert.False(binding.IsOfWeek);
        var (grid, turbines) = (Of("grid at new"), Of("turbines at new"));
        Assert.Equal(2, grid.Weight / turbines.Weight, 1e-9);
        Assert.Equal((ResourceKind.Power, 1.2e6), (grid.Kind, grid.Amount));
        Assert.DoesNotContain(binding.Resources, r => r.Name == "power at new");
        var more = model.With([Grid(1.2 * 1.001), Turbines(0.6)]).Normal().Margin.Multiple;
        Assert.Equal(grid.Weight, Math.Log(more / margin.Multiple) / Math.Log(1.001), 0.01);

        BindingResource Of(string name) => binding.Resources.Single(r => r.Name == name);
    }

    [Fact]
    public void In_storm_a_grid_is_curtailed_as_a_feed_is_lost_and_it_is_said()
    {
        var quiet = busy.Model() with { Criterion = new Criterion(0.95, 0.08, 0) };
        var curtailed = quiet.With([], Curtailment(0.6));
        var small = (busy with { NewMegawatts = busy.NewMegawatts * 0.4 }).Model() with { Criterion = quiet.Criterion };

        var report = new Planner(curtailed).Plan();

        Assert.Equal(new Planner(small).RampedMargin(), new Planner(curtailed).RampedMargin(), 1e-9);
        Assert.Equal("new", Under(Condition.Storm).Binding!.Curtailed);
        Assert.Null(Under(Condition.Storm).Binding!.Outage);
        Assert.Equal(ServedOf(quiet)[..2], ServedOf(curtailed)[..2]);
        Assert.Null(Under(Condition.Peak).Binding!.Curtailed);

        ConditionOutlook Under(Condition condition) => report.Conditions.Single(o => o.Condition == condition);
    }

    [Fact]
    public void Own_turbines_take_the_place_of_what_a_curtailment_takes()
    {
        var model = busy.Model();

        Assert.Equal(
            new Planner(model).RampedMargin(),
            new Planner(model.With([Grid(3.5), Turbines(2.1)], Curtailment(0.6))).RampedMargin());
        Assert.True(new Planner(model).RampedMargin()
            > new Planner(model.With([Grid(3.5), Turbines(0.2)], Curtailment(0.9))).RampedMargin());
    }

    /// <summary>The service is busiest by day: a curtailment at night leaves its peak alone.</summary>
    [Fact]
    public void A_curtailment_at_a_stated_hour_counts_in_its_hours_only()
    {
        var model = busy.Model() with { Criterion = new Criterion(0.95, 0.08, 0) };

        var atNight = new Planner(model.With([], Curtailment(0.5, from: 22))).RampedMargin();

        Assert.Equal(new Planner(model).RampedMargin(), atNight, 1e-9);
        Assert.True(new Planner(model.With([], Curtailment(0.5, from: 12))).RampedMargin() < atNight);
    }

    [Fact]
    public void Lower_clocks_serve_more_of_what_a_curtailment_leaves()
    {
        var model = busy.Model() with { Criterion = new Criterion(0.95, 0.08, 0) };

        var asUsual = new Planner(model.With([], Curtailment(0.6))).RampedMargin();
        var lowered = new Planner(model.With([], Curtailment(0.6, null, new ClockCap(0.8, 0.93)))).RampedMargin();

        Assert.InRange(lowered / asUsual, 1.001, 0.93 / 0.8);
    }
}
