using Plimsoll.Footprint.Power;
using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Footprint.Power;

public class When_a_grid_is_curtailed
{
    [Fact]
    public void The_rate_is_the_energy_of_a_year_that_is_not_given()
    {
        // Duke University, "Rethinking Load Growth": half of the power for 44 hours is a quarter of a percent.
        Assert.Equal(0.0025, Terms(0.5).Rate, 2e-5);
        Assert.Equal(22, Terms(0.5).EventsPerYear);

        var asked = Terms(0.5).AtRate(0.01);
        Assert.Equal(0.01, asked.Rate, 1e-12);
        Assert.Equal(87.6, asked.EventsPerYear, 1e-9);
    }

    [Fact]
    public void What_is_not_given_is_given_by_others_or_not_drawn()
    {
        var cost = Cost(Service(), depth: 0.95);

        Assert.True(cost.NotGiven > 0);
        Assert.Equal(cost.NotGiven, cost.FromOwn + cost.Drawn, 1e-9);
    }

    [Fact]
    public void What_it_costs_is_what_two_allocations_differ_by()
    {
        var cost = Cost(Service(), depth: 0.9);

        Assert.True(cost.Tokens > 0);
        Assert.Equal(
            cost.With.Load.Sum(load => load.Unserved) - cost.Without.Load.Sum(load => load.Unserved),
            cost.Tokens,
            cost.Tokens * 1e-6);
        Assert.Contains("pro", cost.Classes[0].Promises);
        Assert.Contains("tier", cost.Classes[0].Promises);
    }

    [Fact]
    public void A_battery_that_is_large_enough_makes_it_free()
    {
        var battery = new EnergySource.Storage
        {
            Name = "battery",
            Capacity = new Watts(100e6),
            Energy = new Joules(1000 * Joules.PerMegawattHour),
            RoundTrip = 0.9,
        };
        var grid = new EnergySource.Grid { Name = "grid", Capacity = new Watts(30e6) };

        Assert.Equal(0, Cost(Service(battery, grid), depth: 0.9).Tokens);
        Assert.True(Cost(Service(grid), depth: 0.9).Tokens > 0);
    }

    [Fact]
    public void A_report_tells_the_site_with_all_it_has_and_with_its_grid_alone()
    {
        var turbines = new EnergySource.Generators
        {
            Name = "turbines",
            Capacity = new Watts(30e6),
            Units = 3,
            HeatRate = 10_000,
            Rank = 1,
        };
        var model = Service(turbines, new EnergySource.Grid { Name = "grid", Capacity = new Watts(30e6) });
        var site = Assert.Single(PowerReport.Of(model, SmallService.Day, 1).Sites);

        Assert.Equal([true, false, true, false], site.Events.Select(one => one.HasOwnSources));
        Assert.Equal([2, 2, 4, 4], site.Events.Select(one => one.Cost.Event.Hours));
        Assert.True(site.Events[0].Cost.Tokens <= site.Events[1].Cost.Tokens);
        Assert.All(site.Meter.NotServed, joules => Assert.Equal(0, joules));
    }

    /// <summary>The old site alone, with much to do.</summary>
    private static ServiceModel Service(params EnergySource[] sources)
    {
        var model = new SmallService { Users = 400_000 }.Model();
        return model with
        {
            Sites = [.. model.Sites.Where(site => site.Name == "old").Select(site => site with
            {
                Sources = [.. sources],
                Curtailment = Terms(0.9),
            })],
        };
    }

    private static CurtailmentCost Cost(ServiceModel model, double depth)
    {
        model = model with { Sites = [.. model.Sites.Select(site => site with { Curtailment = Terms(depth) })] };
        var week = AllocationCase.Of(model, SmallService.Day, 1, AllocationObjective.Money);
        return CurtailmentCost.Of(model, AllocationReport.Of(week), "old", 2);
    }

    private static CurtailmentTerms Terms(double depth) => new()
    {
        Depth = depth,
        PerYear = Duration.FromHours(44),
        Length = Duration.FromHours(2),
        Longest = Duration.FromHours(4),
        Rebound = 1,
    };
}
