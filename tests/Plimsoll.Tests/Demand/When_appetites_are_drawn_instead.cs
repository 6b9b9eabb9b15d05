using Plimsoll.Demand;

namespace Plimsoll.Tests.Demand;

/// <summary>The closed form of clipping against a Monte Carlo of the same users, with a fixed seed.</summary>
public class When_appetites_are_drawn_instead
{
    private const int Users = 60_000;
    private const double Week = 5_000_000;

    [Theory]
    [InlineData(0.05, 550_000)]
    [InlineData(0.05, 1_100_000)]
    [InlineData(0.5, 550_000)]
    [InlineData(0.5, 1_100_000)]
    public void The_closed_form_is_within_one_percent(double frequencyShare, double sessionLimit)
    {
        var population = Population(frequencyShare);
        var closed = ClippedUsage.Of(population, Week, 33.6, [new LimitHours(sessionLimit, 1, 1)]).CreditsPerWeek[0];

        var drawn = Draw(population, sessionLimit);

        Assert.InRange(closed / drawn, 0.99, 1.01);
    }

    [Fact]
    public void A_higher_session_limit_lowers_the_modelled_use_by_a_trace_at_most()
    {
        var population = Population(0.05);
        var most = 0.0;
        for (var limit = 100_000.0; limit < 1e9; limit *= 1.1)
        {
            var used = ClippedUsage.Of(population, Week, 33.6, [new LimitHours(limit, 1, 1)]).CreditsPerWeek[0];
            Assert.True(used >= most * 0.998, $"{used} credits at a limit of {limit}, {most} below it");
            most = Math.Max(most, used);
        }
    }

    /// <summary>Mean credits a user uses in a week, stratified over users, drawn over their sessions.</summary>
    private static double Draw(Population population, double sessionLimit)
    {
        var (often, large) = (population.UserSpread * population.FrequencyShare,
            population.UserSpread * (1 - population.FrequencyShare));
        var random = new Random(6);
        var total = 0.0;
        for (var user = 0; user < Users; user++)
        {
            var rank = NormalDistribution.Quantile((user + 0.5) / Users);
            var sessions = Math.Min(33.6, population.SessionsPerWeek * Math.Exp((often * rank) - (often * often / 2)));
            var appetite = population.SessionDemand * Math.Exp((large * rank) - (large * large / 2));
            var week = 0.0;
            for (var i = Opened(random, sessions); i > 0; i--)
                week += Math.Min(sessionLimit, appetite * Spread(random, population.SessionSpread));
            total += Math.Min(Week, week);
        }

        return total / Users;
    }

    /// <summary>Sessions of 5 h that open in a week by chance, one after the other.</summary>
    private static int Opened(Random random, double sessions)
    {
        var opened = 0;
        var wait = (168 / sessions) - 5;
        for (var hour = -168.0; hour < 168; hour += 5 - (wait * Math.Log(1 - random.NextDouble())))
            opened += hour >= 0 ? 1 : 0;
        return opened;
    }

    /// <summary>A log-normal draw of mean 1, by Box and Muller.</summary>
    private static double Spread(Random random, double spread)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Exp((spread * normal) - (spread * spread / 2));
    }

    private static Population Population(double frequencyShare) => CodeUsers.Of(230_000, 1.45, 0.8, frequencyShare);
}
