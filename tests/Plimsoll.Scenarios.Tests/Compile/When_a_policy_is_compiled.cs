using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Scenarios.Tests.Compile;

/// <summary>The small scenario has changes of the shape of 26 March, 6 May, 13 May and 14 September 2026.</summary>
public class When_a_policy_is_compiled
{
    private readonly PolicyTimeline timeline = PolicyCompiler.Compile(Scenario.Small().Spec);

    [Fact]
    public void There_is_a_version_for_every_date_on_which_a_change_comes_or_goes() => Assert.Equal(
        ["1970-01-01 ", "2026-03-26 peak-hours", "2026-05-06 peak-hours+sessions-doubled",
            "2026-05-13 peak-hours+sessions-doubled+week-up", "2026-09-14 peak-hours+sessions-doubled"],
        timeline.Versions.Select(version =>
            $"{version.EffectiveFrom.Date:yyyy-MM-dd} {string.Join('+', version.Changes)}"));

    [Fact]
    public void The_first_version_holds_the_limits_before_any_change()
    {
        var policy = timeline.Versions[0];

        Assert.Empty(policy.Allowances);
        Assert.Equal(Duration.FromHours(5), policy.SessionLength);
        Assert.Equal(Duration.FromMinutes(10), policy.SessionGrid);
        Assert.Equal(Credits.From(550_000), policy.Plans["pro"].Session);
        Assert.Equal(new Tokens(600), policy.Classes["opus"].ExpectedOutput);
        Assert.Equal(["opus-4.5", "opus-4.6"], policy.Classes["opus"].Models);
        Assert.Equal(Credits.From(0.667), policy.Classes["opus"].Weights.Input);
        Assert.Equal(new RateTerms(new(50), new(30_000), new(8_000)), policy.Tiers["tier-1"].Rates["opus"]);
    }

    [Fact]
    public void A_lift_takes_its_plans_from_the_earlier_change_and_leaves_the_others()
    {
        Assert.Equal(["free", "max-5x", "pro"], Peak("2026-05-05").Plans.Order(StringComparer.Ordinal));
        Assert.Equal(["free"], Peak("2026-05-06").Plans);
        Assert.Equal(new Factor(0.5), Peak("2026-05-06").Factor);
    }

    [Fact]
    public void A_tiers_limits_are_replaced_field_by_field()
    {
        var rates = At("2026-05-06").Tiers["tier-1"].Rates;

        Assert.Equal(new RateTerms(new(50), new(500_000), new(80_000)), rates["opus"]);
        Assert.Equal(new RateTerms(new(50), new(50_000), new(10_000)), rates["haiku"]);
    }

    [Fact]
    public void A_change_with_an_end_is_gone_on_that_day()
    {
        Assert.Contains(At("2026-09-13").Allowances, allowance => allowance.Change == "week-up");
        Assert.DoesNotContain(At("2026-09-14").Allowances, allowance => allowance.Change == "week-up");
    }

    [Theory]
    [InlineData("2026-03-27T11:59:59Z", false)]
    [InlineData("2026-03-27T12:00:00Z", true)]
    [InlineData("2026-03-27T17:59:59Z", true)]
    [InlineData("2026-03-27T18:00:00Z", false)]
    [InlineData("2026-03-28T14:00:00Z", false)]
    [InlineData("2026-11-02T12:30:00Z", false)]
    [InlineData("2026-11-02T13:00:00Z", true)]
    [InlineData("2027-03-12T12:30:00Z", false)]
    [InlineData("2027-03-15T12:30:00Z", true)]
    public void Peak_hours_follow_the_local_clock_across_daylight_saving(string time, bool peak) => Assert.Equal(
        peak,
        Peak("2026-03-26").When!.Contains(Instant.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture))));

    private Policy At(string date) =>
        timeline.At(Instant.FromDate(DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    private Allowance Peak(string date) => At(date).Allowances.Single(allowance => allowance.Name == "peak");
}
