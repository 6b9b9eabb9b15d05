using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Scenarios.Tests.Compile;

/// <summary>The shipped scenario, held against the dated changes as they were published.</summary>
public class When_the_changes_of_2026_take_effect
{
    private static readonly ScenarioDocument document = Scenario.Document(
        ScenarioFile.Load(Path.Combine(AppContext.BaseDirectory, "scenarios", "colossus-1")));

    private static readonly PolicyTimeline timeline = PolicyCompiler.Compile(document.Spec);

    private static Instant Time(string time) =>
        Instant.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));

    /// <summary>Credits that ordinary usage of a product may use in a window that it alone fills.</summary>
    private static double Allowed(WindowKind window, string plan, string product, string time)
    {
        var policy = timeline.At(Time(time));
        var terms = policy.Plans[plan];
        var limit = window == WindowKind.Session ? terms.Session : terms.Week;
        return policy.Allowances
            .Where(a => a.Window == window && a.Covers(plan, product) && a.When?.Contains(Time(time)) != false)
            .Aggregate(limit.Value, (amount, allowance) => amount * allowance.Factor.Value);
    }

    [Fact]
    public void There_is_a_version_for_each_of_them() => Assert.Equal(
    [
        "1970-01-01 ",
        "2025-12-25 holiday-doubled",
        "2026-01-01 ",
        "2026-03-13 off-peak-promotion",
        "2026-03-26 off-peak-promotion+peak-hours-reduction",
        "2026-03-28 peak-hours-reduction",
        "2026-05-06 peak-hours-reduction+opus-api-limits-raised+peak-reduction-removed+sessions-doubled",
        "2026-05-13 peak-hours-reduction+opus-api-limits-raised+peak-reduction-removed+sessions-doubled+weekly-plus-50",
        "2026-09-14 peak-hours-reduction+opus-api-limits-raised+peak-reduction-removed+sessions-doubled+weekly-plus-25",
    ], timeline.Versions.Select(version =>
        $"{version.EffectiveFrom.Date:yyyy-MM-dd} {string.Join('+', version.Changes)}"));

    [Theory]
    [InlineData("2026-03-12T19:00:00Z", "pro", "chat", 550_000, 5_000_000)] // Thursday noon, before any of them
    [InlineData("2026-03-25T15:00:00Z", "pro", "chat", 550_000, 5_000_000)] // Wednesday 08:00, in the promotion
    [InlineData("2026-03-25T19:00:00Z", "pro", "chat", 1_100_000, 10_000_000)] // Wednesday noon: off peak
    [InlineData("2026-03-26T06:59:59Z", "pro", "chat", 1_100_000, 10_000_000)] // Wednesday 23:59:59
    [InlineData("2026-03-26T11:59:59Z", "pro", "chat", 1_100_000, 10_000_000)] // Thursday 04:59:59
    [InlineData("2026-03-26T12:00:00Z", "pro", "chat", 275_000, 5_000_000)] // Thursday 05:00: the reduction
    [InlineData("2026-03-26T12:00:00Z", "team-standard", "chat", 687_500, 6_250_000)] // not for Team
    [InlineData("2026-03-30T12:00:00Z", "pro", "claude-code", 275_000, 5_000_000)] // Monday, promotion over
    [InlineData("2026-03-30T18:00:00Z", "pro", "claude-code", 550_000, 5_000_000)]
    [InlineData("2026-05-05T15:00:00Z", "max-20x", "claude-code", 5_500_000, 83_333_300)] // Tuesday 08:00
    [InlineData("2026-05-06T15:00:00Z", "max-20x", "claude-code", 22_000_000, 83_333_300)] // Wednesday 08:00
    [InlineData("2026-05-06T15:00:00Z", "max-20x", "chat", 11_000_000, 83_333_300)]
    [InlineData("2026-05-06T15:00:00Z", "free", "chat", 55_000, 1_000_000)] // Free keeps the reduction
    [InlineData("2026-05-12T15:00:00Z", "pro", "claude-code", 1_100_000, 5_000_000)]
    [InlineData("2026-05-13T15:00:00Z", "pro", "claude-code", 1_100_000, 7_500_000)]
    [InlineData("2026-05-13T15:00:00Z", "pro", "chat", 550_000, 5_000_000)]
    [InlineData("2026-05-13T19:00:00Z", "free", "chat", 110_000, 1_000_000)]
    [InlineData("2026-09-13T15:00:00Z", "enterprise-premium", "claude-code", 6_875_000, 65_100_000)]
    [InlineData("2026-09-14T15:00:00Z", "enterprise-premium", "claude-code", 6_875_000, 54_250_000)]
    [InlineData("2026-09-14T15:00:00Z", "pro", "claude-code", 1_100_000, 6_250_000)]
    [InlineData("2026-09-14T15:00:00Z", "pro", "chat", 550_000, 5_000_000)]
    public void Sessions_and_weeks_are_what_was_promised(
        string time, string plan, string product, double session, double week)
    {
        Assert.Equal(session, Allowed(WindowKind.Session, plan, product, time), 3);
        Assert.Equal(week, Allowed(WindowKind.Week, plan, product, time), 3);
    }

    [Theory]
    [InlineData("2026-05-05", "tier-1", 50, 30_000, 8_000)]
    [InlineData("2026-05-06", "tier-1", 50, 500_000, 80_000)]
    [InlineData("2026-05-06", "tier-2", 1_000, 2_000_000, 200_000)]
    [InlineData("2026-05-06", "tier-3", 2_000, 5_000_000, 400_000)]
    [InlineData("2026-05-05", "tier-4", 4_000, 2_000_000, 400_000)]
    [InlineData("2026-09-14", "tier-4", 4_000, 10_000_000, 800_000)]
    public void Opus_has_the_rates_that_were_published(string date, string tier, int requests, int input, int output) =>
        Assert.Equal(
            new RateTerms(new(requests), new(input), new(output)),
            timeline.At(Time(date + "T00:00:00Z")).Tiers[tier].Rates["opus"]);

    [Theory]
    [InlineData("tier-1", 100, 50, 100_000)]
    [InlineData("tier-2", 500, 1_000, 200_000)]
    [InlineData("tier-3", 1_000, 2_000, 300_000)]
    [InlineData("tier-4", 200_000, 4_000, 500_000)]
    public void A_tier_caps_a_months_spend_and_its_batches(string tier, int dollars, int requests, int queue) =>
        Assert.Equal(
        [
            new SpendLimit
            {
                Name = "month", Period = SpendPeriod.Month, Limit = MicroUsd.From(dollars), Cap = SpendCap.Tier,
            },
            new RateLimit { Name = "batch-requests", Lane = Lane.Batch, Requests = requests },
            new ConcurrencyLimit { Name = "batch-queue", Lane = Lane.Batch, Limit = queue },
        ], timeline.Versions[0].Tiers[tier].Further);

    [Theory]
    [InlineData("opus", 5, 25)]
    [InlineData("sonnet", 3, 15)]
    [InlineData("haiku", 1, 5)]
    public void A_class_costs_its_list_price(string modelClass, double input, double output) =>
        Assert.Equal(PriceTerms.OfTokens(input, output), timeline.Versions[0].Classes[modelClass].Prices);
}
