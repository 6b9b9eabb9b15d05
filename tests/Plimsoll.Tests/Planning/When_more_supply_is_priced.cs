using Plimsoll.Demand;
using Plimsoll.Planning;

namespace Plimsoll.Tests.Planning;

/// <summary>Shadow prices come from the programme's duals; here supply is really added and taken away.</summary>
public class When_more_supply_is_priced
{
    private const double Step = 1e-3;
    private const double Exact = 1e-7;

    /// <summary>A service with a load line in each of these, at which pools and, in the last two, power bind.</summary>
    public static TheoryData<int, double, double> Services => new()
    {
        { 400_000, 900_000, 3.5 },
        { 300_000, 1_200_000, 5 },
        { 120_000, 900_000, 0.5 },
        { 200_000, 900_000, 1.5 },
    };

    private static ServiceModel ModelOf(int users, double demand, double megawatts) =>
        new SmallService { Users = users, SessionDemand = demand, NewMegawatts = megawatts }.Model();

    private static ServiceModel With(ServiceModel model, BindingResource resource, double times) => model with
    {
        Sites = [.. model.Sites.Select(site => !resource.Name.EndsWith($" {site.Name}", StringComparison.Ordinal) ? site
            : resource.Kind == ResourceKind.Power ? site with { Power = site.Power * times }
            : site with { Pools = [.. site.Pools.Select(pool => pool with { Count = pool.Count * times })] })],
    };

    private static Adequacy AdequacyOf(ServiceModel model) =>
        new(Fleet.At(model, model.Compare.Ramped, new EngineTable(), except: []), model.Criterion);

    private static WeekLoad WeekOf(ServiceModel model) =>
        new(model.Classes, model.Populations, model.Organizations, model.Compare.After);

    [Theory]
    [MemberData(nameof(Services))]
    public void The_dual_lies_between_what_is_gained_and_what_is_lost(int users, double demand, double megawatts)
    {
        var model = ModelOf(users, demand, megawatts);
        var (load, growth) = (WeekOf(model).Under(model.Timeline.Versions[1]), model.Growth.At(model.Compare.Ramped));
        var adequacy = AdequacyOf(model);
        var margin = adequacy.Of(load, growth);
        var binding = adequacy.Explain(margin);

        Assert.All(binding.Resources, resource =>
        {
            var price = margin.Multiple * resource.Weight * Step;
            var gained = At(1 + Step) - margin.Multiple;
            var lost = margin.Multiple - At(1 - Step);
            Assert.InRange(price, gained - Exact, lost + Exact);

            double At(double times) =>
                AdequacyOf(With(model, resource, times)).MultipleAt(load, growth, margin);
        });
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void The_line_rises_by_its_shadow_price(int users, double demand, double megawatts)
    {
        var model = ModelOf(users, demand, megawatts);
        var outlook = new Planner(model).Plan().Changes.Single();
        var (line, growth, week) = (outlook.Ramped, model.Growth.At(model.Compare.Ramped), WeekOf(model));
        var adequacy = AdequacyOf(model);
        var margin = adequacy.Of(week.Under(outlook.Dial.Turn(line.Multiple * 1.0005)), growth);

        Assert.All(line.Binding!.Resources, resource =>
        {
            var rise = (LineWith(1 + Step) - LineWith(1 - Step)) / 2;
            Assert.InRange(line.RiseWith(resource, resource.Amount * Step)!.Value / rise, 0.98, 1.02);

            double LineWith(double times)
            {
                var changed = AdequacyOf(With(model, resource, times));
                var (low, high) = (line.Multiple / 1.1, line.Multiple * 1.1);
                while (high / low > 1 + 1e-12)
                {
                    var middle = Math.Sqrt(low * high);
                    if (changed.MultipleAt(week.Under(outlook.Dial.Turn(middle)), growth, margin) >= 1)
                        low = middle;
                    else
                        high = middle;
                }

                return low;
            }
        });
    }

    [Fact]
    public void What_is_missing_at_the_shadow_price_is_never_more_than_what_it_takes()
    {
        var model = ModelOf(400_000, 900_000, 3.5);
        var (load, growth) = (WeekOf(model).Under(model.Timeline.Versions[1]), model.Growth.At(model.Compare.Ramped));
        var adequacy = AdequacyOf(model);
        var margin = adequacy.Of(load, growth);

        Assert.InRange(margin.Multiple, 0.01, 0.99);
        Assert.All(adequacy.Explain(margin).Resources, resource =>
        {
            var times = 1 + (resource.MissingAt(margin.Multiple) / resource.Amount);
            Assert.True(AdequacyOf(With(model, resource, times)).Of(load, growth).Multiple <= 1 + Exact);
        });
    }

    [Fact]
    public void What_binds_is_counted_as_it_is_installed_and_contracted()
    {
        var report = new Planner(ModelOf(120_000, 900_000, 0.5)).Plan();
        var resources = report.Changes.Single().Ramped.Binding!.Resources;

        Assert.Equal(2000, resources.Single(r => r.Name == "h200 at old").Amount, 6);
        Assert.Equal(0.5e6, resources.Single(r => r.Name == "power at new").Amount, 6);
    }

    [Fact]
    public void A_line_without_end_has_no_price()
    {
        var outlook = new Planner(new SmallService { Users = 10, Organizations = 1 }.Model()).Plan().Changes.Single();

        Assert.Null(outlook.Ramped.Steepness);
        Assert.Null(outlook.Priced);
    }
}
