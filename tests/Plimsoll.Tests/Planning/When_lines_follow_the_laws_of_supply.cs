using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning;

/// <summary>Laws that hold for every service under every condition, on small services drawn at random.</summary>
public class When_lines_follow_the_laws_of_supply
{
    private const double BisectionStep = 1.0011;

    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20260606, 1);

    /// <summary>The lines of the one change by condition; the new site may be withdrawn before the promise.</summary>
    private static double[] LinesOf(ServiceModel model)
    {
        var planner = new Planner(model with
        {
            Sites = [.. model.Sites.Select(site => site.Name == "old" ? site : site with
            {
                Contract = site.Contract with { Form = ContractForm.Spot },
            })],
        });
        return [.. planner.Ramped().Lines.Values.Single()];
    }

    private static ServiceModel Supplied(ServiceModel model, double times) => model with
    {
        Sites = [.. model.Sites.Select(site => site with
        {
            Power = site.Power * times,
            Pools = [.. site.Pools.Select(pool => pool with { Count = pool.Count * times })],
        })],
    };

    private static ServiceModel Asked(ServiceModel model, double times) => model with
    {
        Populations = [.. model.Populations.Select(p => p with { Users = p.Users * times })],
        Organizations = [.. model.Organizations.Select(o => o with { Count = o.Count * times })],
    };

    private static bool NoneFalls(double[] less, double[] more) =>
        less.Zip(more).All(line => line.First <= line.Second * BisectionStep);

    private static void Always(Func<SmallService, double, bool> law) =>
        Check.One(Fixed, Prop.ForAll(RandomServices.Pairs, pair => law(pair.Service, pair.More)));

    [Fact]
    public void More_accelerators_lower_none() => Always((service, more) => NoneFalls(
        LinesOf(service.Model()),
        LinesOf((service with { OldAccelerators = service.OldAccelerators * more }).Model())));

    [Fact]
    public void More_power_lowers_none() => Always((service, more) => NoneFalls(
        LinesOf(service.Model()), LinesOf((service with { NewMegawatts = service.NewMegawatts * more }).Model())));

    [Fact]
    public void Another_site_lowers_none() => Always((service, more) =>
    {
        var model = service.Model();
        var old = model.Sites.Single(site => site.Name == "old");
        var another = old with
        {
            Name = "another",
            Contract = old.Contract with { Name = "another" },
            Power = new(more * 1e6),
        };
        return NoneFalls(LinesOf(model), LinesOf(model with { Sites = [another, .. model.Sites] }));
    });

    [Fact]
    public void More_demand_raises_none() => Always((service, more) =>
        NoneFalls(LinesOf(Asked(service.Model(), more)), LinesOf(service.Model())));

    [Fact]
    public void Each_condition_asks_as_much_as_the_one_before() => Always((service, _) =>
    {
        var lines = LinesOf(service.Model());
        double At(Condition condition) => lines[condition - Condition.Normal];
        return NoneFalls([At(Condition.Notice)], [At(Condition.Storm)])
            && NoneFalls([At(Condition.Storm)], [At(Condition.Peak)])
            && NoneFalls([At(Condition.Peak)], [At(Condition.Normal)])
            && NoneFalls([At(Condition.Growth)], [At(Condition.Storm)]);
    });

    [Fact]
    public void As_many_times_the_supply_and_the_demand_leave_all_where_they_were() => Always((service, more) =>
    {
        var lines = LinesOf(service.Model());
        var scaled = LinesOf(Supplied(Asked(service.Model(), more), more));
        return NoneFalls(lines, scaled) && NoneFalls(scaled, lines);
    });

    [Fact]
    public void Two_isolated_parts_with_half_the_load_each_promise_no_more_than_the_whole() => Always((service, more) =>
    {
        var (model, part) = (service.Model(), more / 4);
        var one = LinesOf(Asked(Split(old: part, other: 1 - part), 0.5));
        var two = LinesOf(Asked(Split(old: 1 - part, other: part), 0.5));
        return NoneFalls([.. one.Zip(two, Math.Min)], LinesOf(model));

        ServiceModel Split(double old, double other) => model with
        {
            Sites =
            [
                .. model.Sites.Select(site => Supplied(model with { Sites = [site] }, site.Name == "old" ? old : other)
                    .Sites.Single()),
            ],
        };
    });

    [Fact]
    public void Two_sites_of_two_feeds_that_help_each_other_out_carry_half_as_much_again_as_either_on_its_own()
    {
        var model = new SmallService { Users = 250_000, SessionDemand = 900_000, NewMegawatts = 30 }.Model();
        var alone = Asked(model with { Sites = [.. model.Sites.Where(site => site.Name == "old")] }, 0.5);

        Assert.Equal(1.5, new Planner(model).RampedMargin() / new Planner(alone).RampedMargin(), 9);
        Assert.True(LinesOf(alone)[Condition.Storm - Condition.Normal] * 1.2
            < LinesOf(model)[Condition.Storm - Condition.Normal]);
    }

    [Fact]
    public void The_services_of_these_tests_have_lines_that_can_move_under_every_condition()
    {
        var movable = new int[5];
        Always((service, _) =>
        {
            var lines = LinesOf(service.Model());
            for (var i = 0; i < lines.Length; i++)
                movable[i] += lines[i] > 0 && double.IsFinite(lines[i]) ? 1 : 0;
            return true;
        });

        Assert.All(movable, count => Assert.InRange(count, 3, 25));
    }
}
