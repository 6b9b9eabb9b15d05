using Plimsoll.Demand;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Demand;

/// <summary>The closed form of teams against a Monte Carlo of the same developers, with a fixed seed.</summary>
public class When_developers_work_in_teams
{
    private static readonly Plimsoll.Planning.ServiceModel model = new SmallService().Model();

    private static TeamUse Use(double minutes) => TeamUse.Of(
        model.Populations, model.Timeline.Versions[0], model.Classes, _ => 1, minutes);

    [Fact]
    public void Each_needs_less_in_a_larger_team_and_the_mean_in_the_largest()
    {
        var use = Use(1);
        double[] sizes = [1, 5, 20, 50, 100, 500, 5000, double.PositiveInfinity];

        var each = sizes.Select(size => use.Each(size, 0.99)).ToList();

        Assert.Equal(each.OrderDescending(), each);
        Assert.Equal(use.Mean, each[^1]);
        Assert.InRange(each[^2], use.Mean, use.Mean * 1.5);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(500)]
    public void The_closed_form_is_near_what_is_drawn(int size)
    {
        const int teams = 20_000;
        var random = new Random(7);
        var drawn = new double[teams];
        for (var team = 0; team < teams; team++)
        {
            for (var member = 0; member < size; member++)
                drawn[team] += Draw(random);
        }

        Array.Sort(drawn);
        var each = drawn[(int)(teams * 0.99)] / size;

        Assert.InRange(Use(1).Each(size, 0.99) / each, 0.8, 1.25);
    }

    [Fact]
    public void A_team_is_as_large_as_what_it_is_given()
    {
        var use = Use(60);

        Assert.Equal(70, use.SizeFor(70 * use.Each(70, 0.99), 0.99), 6);
    }

    /// <summary>Requests of one developer in a minute of the busiest hour.</summary>
    private static double Draw(Random random)
    {
        var population = random.NextDouble() * 5 < 1 ? model.Populations[0] : model.Populations[1];
        var (sessions, appetite) = ClippedUsage.UserAt(population, Normal(random), double.PositiveInfinity);
        var shape = 4.0 / ((5 * 54) + (2 * 24));
        if (random.NextDouble() >= Math.Min(1, sessions * population.ActiveHoursPerSession * shape))
            return 0;
        var spread = population.SessionSpread;
        var wanted = appetite * Math.Exp((spread * Normal(random)) - (spread * spread / 2));
        var rate = wanted / WeekLoad.CreditsPerRequest(population, model.Timeline.Versions[0], model.Classes)
            / (population.ActiveHoursPerSession * 60);
        return Poisson(random, rate);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int Poisson(Random random, double mean)
    {
        var count = 0;
        for (var sum = -Math.Log(1 - random.NextDouble()); sum < mean; sum -= Math.Log(1 - random.NextDouble()))
            count++;
        return count;
    }
}
