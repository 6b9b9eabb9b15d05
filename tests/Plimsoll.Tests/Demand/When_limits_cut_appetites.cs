using System.Collections.Frozen;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Demand;

public class When_limits_cut_appetites
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-1.96, 0.024997895148220435)]
    [InlineData(3, 0.9986501019683699)]
    [InlineData(-8, 6.220960574271786e-16)]
    public void The_normal_distribution_agrees_with_its_tables(double x, double probability)
    {
        Assert.Equal(probability, NormalDistribution.Cumulative(x), 1e-14);
        if (x > -5)
            Assert.Equal(x, NormalDistribution.Quantile(probability), 1e-9);
    }

    [Fact]
    public void The_quadrature_integrates_moments_exactly()
    {
        var nodes = GaussHermite.Order32.Nodes;

        Assert.Equal(32, nodes.Length);
        Assert.Equal(1, nodes.Sum(n => n.Weight), 1e-14);
        Assert.Equal(1, nodes.Sum(n => n.Weight * n.Value * n.Value), 1e-12);
        Assert.Equal(3, nodes.Sum(n => n.Weight * Math.Pow(n.Value, 4)), 1e-11);
        Assert.Equal(Math.Exp(0.5), nodes.Sum(n => n.Weight * Math.Exp(n.Value)), 1e-11);
    }

    [Fact]
    public void A_limited_mean_agrees_with_a_million_point_integral()
    {
        var wanted = new LogNormal(300_000, 1.2);
        const int points = 1_000_000;
        var location = Math.Log(300_000) - (1.2 * 1.2 / 2);
        double mean = 0, square = 0;
        for (var i = 0; i < points; i++)
        {
            var z = -10 + (20.0 * (i + 0.5) / points);
            var used = Math.Min(Math.Exp(location + (1.2 * z)), 550_000);
            var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * 20 / points;
            mean += used * density;
            square += used * used * density;
        }

        Assert.Equal(mean, wanted.LimitedMean(550_000), 1e-9 * mean);
        Assert.Equal(square, wanted.LimitedSecondMoment(550_000), 1e-9 * square);
    }

    [Fact]
    public void Without_limits_everything_wanted_is_used()
    {
        var usage = ClippedUsage.Of(User(1.1, 0.8), 1e12, 33.6, [new LimitHours(1e12, 1, 1)]);

        Assert.Equal(8 * 300_000, usage.CreditsPerWeek[0], 1e-6 * 8 * 300_000);
        Assert.Equal(0, usage.SessionLimitedShare, 1e-6);
        Assert.Equal(0, usage.WeekLimitedShare, 1e-6);
    }

    [Fact]
    public void Users_all_alike_are_cut_at_exactly_the_limit()
    {
        var session = ClippedUsage.Of(User(0, 0), 1e12, 33.6, [new LimitHours(200_000, 1, 1)]);
        var week = ClippedUsage.Of(User(0, 0), 8 * 100_000, 33.6, [new LimitHours(1e12, 1, 1)]);

        Assert.Equal(8 * 200_000, session.CreditsPerWeek[0], 6);
        Assert.Equal(1, session.SessionLimitedShare, 9);
        // One in ten thousand opens so few sessions that the week is not spent.
        Assert.Equal(8 * 100_000, week.CreditsPerWeek[0], 1e-4 * 8 * 100_000);
        Assert.Equal(1, week.WeekLimitedShare, 1e-4);
    }

    [Fact]
    public void Doubling_the_session_under_an_unchanged_week_adds_far_less_than_double()
    {
        var hungry = User(1.1, 0.8) with { SessionDemand = 2_000_000 };
        var before = ClippedUsage.Of(hungry, 5_000_000, 33.6, [new LimitHours(550_000, 1, 1)]).CreditsPerWeek[0];
        var after = ClippedUsage.Of(hungry, 5_000_000, 33.6, [new LimitHours(1_100_000, 1, 1)]).CreditsPerWeek[0];

        Assert.InRange(after / before, 1.01, 1.35);
    }

    [Fact]
    public void A_week_that_counts_usage_at_half_lets_twice_as_much_through()
    {
        var plain = ClippedUsage.Of(User(0, 0), 8 * 50_000, 33.6, [new LimitHours(1e12, 1, 1)]);
        var halved = ClippedUsage.Of(User(0, 0), 8 * 50_000, 33.6, [new LimitHours(1e12, 2, 1)]);

        Assert.Equal(2 * plain.CreditsPerWeek[0], halved.CreditsPerWeek[0], 1e-4 * plain.CreditsPerWeek[0]);
    }

    [Fact]
    public void A_session_enjoys_the_allowances_of_the_hours_over_which_it_is_used()
    {
        // Half price from 12:00 on: a session of 2.5 h around 12:30 is used 0.75 h before and 1.75 h after.
        var noon = new WeeklyHours(
            [.. Enum.GetValues<DayOfWeek>()], Duration.FromHours(12), Duration.FromHours(24), ZoneOffsets.Utc);
        var model = new Planning.SmallService().Model();
        var policy = model.Timeline.Versions[0] with
        {
            Allowances =
            [
                new("c", "a", WindowKind.Session, FrozenSet.Create("pro"), null, new Factor(2), noon),
            ],
        };
        var user = User(0, 0);
        var monday = WeekShape.MondayOf(Planning.SmallService.Day);
        var shape = WeekShape.Of(user.Rhythm, user.Region.Zones, monday);

        var (groups, groupOfHour) = ClippedUsage.HoursOf(user, policy, shape, monday);

        Assert.Equal(1_100_000, groups[groupOfHour[24 + 14]].SessionLimit, 6);
        Assert.Equal(550_000, groups[groupOfHour[24 + 10]].SessionLimit, 6);
        Assert.Equal(550_000 / (0.3 + (0.7 / 2)), groups[groupOfHour[24 + 12]].SessionLimit, 6);
    }

    [Fact]
    public void The_shape_of_a_week_follows_local_time_and_adds_up_to_one()
    {
        var pacific = new ZoneOffsets("America/Los_Angeles", Duration.FromHours(-8),
            [(Instant.FromDate(new DateOnly(2026, 3, 8)) + Duration.FromHours(10), Duration.FromHours(-7))]);
        var nineToTen = new Rhythm(
            [.. Enumerable.Range(0, 24).Select(h => h == 9 ? 1.0 : 0)], [.. Enumerable.Repeat(0.0, 24)]);

        var winter = WeekShape.Of(nineToTen, [(pacific, 1)], Instant.FromDate(new DateOnly(2026, 3, 2)));
        var summer = WeekShape.Of(nineToTen, [(pacific, 1)], Instant.FromDate(new DateOnly(2026, 5, 4)));

        Assert.Equal(1, summer.Shares.Sum(), 12);
        Assert.Equal(0.2, winter.Shares[17], 12);
        Assert.Equal(0.2, summer.Shares[16], 12);
    }

    [Fact]
    public void Growth_multiplies_across_its_rates()
    {
        var day = Instant.FromDate(new DateOnly(2026, 1, 1));
        var growth = new Growth(day + Duration.FromDays(365), [(day, 80), (day + Duration.FromDays(365), 10)]);

        Assert.Equal(1, growth.At(day + Duration.FromDays(365)), 12);
        Assert.Equal(10, growth.At(day + Duration.FromDays(730)), 9);
        Assert.Equal(1 / 80.0, growth.At(day), 12);
    }

    private static Population User(double userSpread, double sessionSpread) =>
        CodeUsers.Of(300_000, userSpread, sessionSpread);
}
