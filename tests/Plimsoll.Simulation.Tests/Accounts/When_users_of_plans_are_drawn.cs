using Plimsoll.Planning;
using Plimsoll.Planning.Loads;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Accounts;

/// <summary>The closed form beside users whose sessions follow one another and whose weeks have an anchor.</summary>
public class When_users_of_plans_are_drawn
{
    private static readonly ServiceModel Model = new SmallService { SessionDemand = 500_000 }.Model();
    private static readonly DemandReport Report = DemandReport.Of(Model, SmallService.Day);
    private static readonly DrawnWeek Drawn = DrawnWeek.Of(Report, 4000, SeedTree.FromSeed(3));

    [Fact]
    public void The_closed_form_is_within_two_percent()
    {
        foreach (var (population, closed, use) in Drawn.Populations)
        {
            var credits = closed.CreditsPerWeek.Sum();
            Assert.True(Math.Abs((credits / use.CreditsPerWeek.Value) - 1) < 0.02, population.Name);
            Assert.True(use.CreditsPerWeek.HalfWidth < 0.02 * use.CreditsPerWeek.Value, population.Name);
            Assert.Equal(use.SessionLimitedShare, closed.SessionLimitedShare, 0.04);
            Assert.Equal(use.WeekLimitedShare, closed.WeekLimitedShare, 0.04);
        }
    }

    [Fact]
    public void What_a_higher_limit_adds_is_within_four_percent_of_all()
    {
        var now = Drawn.Cells[0];
        foreach (var cell in Drawn.Cells)
        {
            var closed = cell.Closed.Sum() / now.Closed.Sum();
            var drawn = cell.Drawn.Sum() / now.Drawn.Sum();
            Assert.Equal(drawn, closed, 0.04);
        }
    }

    [Fact]
    public void Hours_add_up_to_the_week()
    {
        foreach (var (_, _, use) in Drawn.Populations)
            Assert.Equal(use.CreditsPerWeek.Value, use.ByHour.Sum(), 1e-9 * use.CreditsPerWeek.Value);
    }

    [Fact]
    public void Without_limits_everybody_uses_what_they_want()
    {
        var free = LimitGrid.Scaled(Model.Timeline.Versions[0], double.PositiveInfinity, double.PositiveInfinity);
        var population = Model.Populations[1] with { UserSpread = 0, SessionSpread = 0 };

        var use = DrawnUsers.Of(population, free, Report.Monday, 2000, 5, SeedTree.FromSeed(1));

        Assert.Equal(8 * population.SessionDemand, use.CreditsPerWeek.Value, 2 * use.CreditsPerWeek.HalfWidth);
        Assert.Equal(0, use.SessionLimitedShare);
        Assert.Equal(0, use.WeekLimitedShare);
    }

    [Fact]
    public void The_same_seed_draws_the_same_users()
    {
        var again = DrawnUsers.Of(
            Model.Populations[0], Report.Policy, Report.Monday, 4000, DrawnWeek.Weeks, SeedTree.FromSeed(3));

        Assert.Equal(Drawn.Populations[0].Drawn.ByHour, again.ByHour);
    }
}
