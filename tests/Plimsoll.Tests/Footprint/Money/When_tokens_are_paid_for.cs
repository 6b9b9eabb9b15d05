using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Money;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Footprint.Money;

public class When_tokens_are_paid_for
{
    private const int Hours = 24 * 7;

    private static readonly ServiceModel model = new SmallService().Model();

    private static readonly FootprintReport report = Report();

    [Fact]
    public void Classes_with_what_is_idle_bear_all_that_the_sites_cost()
    {
        var accounts = report.Footprint.Metered.Sites.Sum(meter => AccountOf(meter).Usd);

        Assert.True(accounts > 0);
        Assert.Equal(accounts, report.Classes.Sum(part => CostOf(part.Own) + CostOf(part.Idle)), 1e-6 * accounts);
        Assert.All(report.Classes, part => Assert.True(CostOf(part.Idle) > 0));
    }

    [Fact]
    public void A_plan_leaves_its_price_less_what_its_subscribers_cost()
    {
        var margin = Assert.Single(PlanMargin.Of(report, new Dictionary<string, Usd> { ["pro"] = new(20) }));
        var part = report.Plans.Single(plan => plan.Name == "pro");
        var cost = CostOf(part.Own) + CostOf(part.Idle);

        Assert.Equal(20 - (cost / part.Users / (Hours / 730.0)), margin.Left!.Value, 1e-6);
        Assert.Null(Assert.Single(PlanMargin.Of(report, new Dictionary<string, Usd>())).Left);
    }

    private static double CostOf(FootprintRow row) => row.Impacts.Sum();

    private static FootprintReport Report()
    {
        var metered = MeteredService.Of(model, model.Compare.Ramped, Hours, null, out _)!;
        return FootprintReport.Of(new ServiceFootprint(metered, meter => AccountOf(meter).Impacts));
    }

    private static MoneyAccount AccountOf(SiteMeter meter)
    {
        var rents = ImmutableDictionary<string, Usd>.Empty.Add(meter.Site.Pools[0].Kind.Name, new Usd(2));
        return MoneyAccount.Of(meter, SiteTerms.Of(meter.Site, model.Sites, rents));
    }
}
