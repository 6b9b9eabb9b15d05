using Plimsoll.Planning;

namespace Plimsoll.Tests.Planning;

public class When_a_difference_is_split
{
    private static PlanReport Report { get; } = new Planner(new SmallService().Model()).Plan();

    private static MarginSplit Last(ServiceModel model) => new Planner(model).Plan().Splits[^1];

    [Fact]
    public void It_leads_from_the_fleet_before_to_those_on_the_day_and_when_ramped()
    {
        double Firm(OutlookKind kind) => Report.Outlooks.Single(outlook => outlook.Kind == kind).Firm;

        Assert.Equal([Firm(OutlookKind.After), Firm(OutlookKind.Ramped)], Report.Splits.Select(s => s.WithPolicy));
        Assert.All(Report.Splits, split => Assert.Equal(Firm(OutlookKind.Before), split.Before));
    }

    [Fact]
    public void Demand_divides_by_its_growth_supply_adds_and_policy_takes()
    {
        var split = Report.Splits[^1];
        var growth = Report.Model.Growth;

        Assert.Equal(growth.At(split.To) / growth.At(split.From), split.Before / split.WithDemand, 9);
        Assert.True(split.WithSupply > split.WithDemand);
        Assert.True(split.WithPolicy < split.WithSupply);
    }

    [Fact]
    public void What_does_not_change_has_no_part()
    {
        var model = new SmallService { Factor = 1 }.Model();
        var still = Last(model with
        {
            Growth = new(SmallService.Day, []),
            Sites = [.. model.Sites.Where(site => site.Name == "old")],
        });

        Assert.Equal(still.Before, still.WithDemand);
        Assert.Equal(still.WithSupply, still.WithPolicy);
    }

    [Fact]
    public void One_day_is_told_once()
    {
        var model = new SmallService().Model();
        var day = model.Compare.After;

        Assert.Equal(day, Assert.Single(new Planner(model with { Compare = model.Compare with { Ramped = day } })
            .Plan().Splits).To);
    }
}
