using System.Globalization;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Scenarios.Tests.Compile;

/// <summary>The fixture has every kind of limit and of dated change.</summary>
public class When_limits_are_compiled
{
    private readonly PolicyTimeline timeline = PolicyCompiler.Compile(Scenario.Limits().Spec);

    private Policy First => timeline.Versions[0];

    private Policy At(string date) =>
        timeline.At(Instant.FromDate(DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    private static MicroUsd Usd(double dollars) => MicroUsd.From(dollars);

    [Fact]
    public void Prices_have_the_usual_multiples_of_the_cache_unless_they_are_stated()
    {
        Assert.Equal(
            new PriceTerms(Usd(5), Usd(6.25), Usd(10), Usd(0.5), Usd(25)), First.Classes["opus"].Prices);
        Assert.Equal(
            new PriceTerms(Usd(1), Usd(1.5), Usd(3), Usd(0), Usd(5)), First.Classes["haiku"].Prices);
    }

    [Fact]
    public void A_class_without_a_price_costs_what_a_model_costs_that_nobody_priced() => Assert.Equal(
        PriceTerms.Unknown,
        PolicyCompiler.Compile(Scenario.Small().Spec).Versions[0].Classes["opus"].Prices);

    [Fact]
    public void A_class_says_how_much_output_it_reserves_and_what_long_cache_writes_weigh()
    {
        Assert.Equal(OutputReserve.MaxTokens, First.Classes["opus"].Reserve);
        Assert.Equal(OutputReserve.Learned, First.Classes["haiku"].Reserve);
        Assert.Equal(Credits.From(0.834), First.Classes["opus"].Weights.CacheWriteLong);
        Assert.Equal(Credits.From(0.3), First.Classes["haiku"].Weights.CacheWriteLong);
    }

    [Fact]
    public void A_plan_has_weeks_of_one_class_beside_its_own() => Assert.Equal(
    [
        new WindowLimit { Name = "week-haiku", Class = "haiku", Window = WindowKind.Week, Limit = Credits.From(1e6) },
        new WindowLimit { Name = "week-opus", Class = "opus", Window = WindowKind.Week, Limit = Credits.From(20.5e6) },
        new ConcurrencyLimit { Name = "at-once", Limit = 8 },
        new OverageTerms { Name = "overage", Daily = Usd(20), Monthly = Usd(0), Prepaid = true },
    ], First.Plans["max-5x"].Further);

    [Fact]
    public void A_tier_has_limits_beside_its_rates()
    {
        Assert.Equal(
            new RateTerms(new(50), new(30_000), new(8_000))
            {
                Burst = Duration.FromSeconds(1),
                CountsCacheReads = true,
                WholeOutput = true,
            },
            First.Tiers["tier-1"].Rates["opus"]);
        Assert.Equal(
        [
            new SpendLimit { Name = "month", Period = SpendPeriod.Month, Limit = Usd(100), Cap = SpendCap.Tier },
            new AccelerationLimit
            {
                Name = "growth",
                Interval = Duration.FromMinutes(15),
                Free = new Tokens(1_000_000),
                Growth = new Factor(1.5),
                OnExceed = ExceedAction.Downgrade,
            },
            new RateLimit { Name = "batch-requests", Lane = Lane.Batch, Requests = 50 },
            new ConcurrencyLimit { Name = "batch-queue", Lane = Lane.Batch, Limit = 100_000 },
        ], First.Tiers["tier-1"].Further);
    }

    [Fact]
    public void A_set_holds_limits_of_every_kind()
    {
        Assert.Equal(["bare", "workspace"], First.Sets.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
        [
            new RateLimit
            {
                Name = "calls",
                Class = "haiku",
                Requests = 5_000,
                Period = Duration.FromDays(1),
                Burst = Duration.FromHours(1),
            },
            new RateLimit
            {
                Name = "reserved",
                Lane = Lane.Priority,
                Input = 2_000_000,
                Output = 400_000,
                WholeOutput = true,
                Burn = new TokenBurn(1_000_000, 1_250_000, 2_000_000, 100_000, 0),
                OnExceed = ExceedAction.Downgrade,
            },
            new WindowLimit
            {
                Name = "opus-session",
                Class = "opus",
                Window = WindowKind.Session,
                Limit = Credits.From(100_000),
            },
            new SpendLimit { Name = "daily", Period = SpendPeriod.Day, Limit = Usd(5) },
            new SpendLimit { Name = "weekly", Period = SpendPeriod.Week, Limit = Usd(20), Cap = SpendCap.Operator },
            new ConcurrencyLimit { Name = "batches", Lane = Lane.Batch, Limit = 2_000 },
        ], First.Sets["workspace"].Limits);
    }

    [Fact]
    public void Reservations_stand_as_long_as_the_windows_say()
    {
        Assert.Equal(Duration.FromMinutes(2), First.ReservationLife);
        Assert.Equal(Duration.FromHours(36), First.BatchLife);
        var usual = PolicyCompiler.Compile(Scenario.Small().Spec).Versions[0];
        Assert.Equal((Duration.FromMinutes(10), Duration.FromHours(24)), (usual.ReservationLife, usual.BatchLife));
    }

    [Fact]
    public void A_change_restates_a_plans_amounts_and_leaves_the_rest()
    {
        var (before, during, after) = (First.Plans, At("2026-07-20").Plans, At("2026-09-14").Plans);

        Assert.Equal((Credits.From(600_000), Credits.From(5e6)), (during["pro"].Session, during["pro"].Week));
        Assert.Equal([new ConcurrencyLimit { Name = "at-once", Limit = 2 }], during["pro"].Further);
        Assert.Equal((Credits.From(2.75e6), Credits.From(82e6)), (during["max-5x"].Session, during["max-5x"].Week));
        Assert.Equal(before["pro"].Session, after["pro"].Session);
        Assert.Equal(before["max-5x"].Further, after["max-5x"].Further);
    }

    [Fact]
    public void A_share_of_the_week_follows_the_week() => Assert.Equal(
        [("week-haiku", Credits.From(8.2e6)), ("week-opus", Credits.From(41e6))],
        At("2026-07-20").Plans["max-5x"].Further.OfType<WindowLimit>().Select(limit => (limit.Name, limit.Limit)));

    [Fact]
    public void A_change_replaces_the_limits_that_it_names_and_adds_new_ones()
    {
        var during = At("2026-07-20");

        Assert.Equal(Duration.FromSeconds(2), during.Tiers["tier-1"].Rates["opus"].Burst);
        Assert.True(during.Tiers["tier-1"].Rates["opus"].WholeOutput);
        Assert.Equal(Usd(500), during.Tiers["tier-1"].Further.OfType<SpendLimit>().Single().Limit);
        Assert.Equal(4, during.Tiers["tier-1"].Further.Length);
        Assert.Equal(
            [Usd(10), Usd(20)],
            during.Sets["workspace"].Limits.OfType<SpendLimit>().Select(limit => limit.Limit));
        Assert.Equal([new ConcurrencyLimit { Name = "at-once", Limit = 3 }], during.Sets["bare"].Limits);
        Assert.Empty(At("2026-09-14").Sets["bare"].Limits);
    }

    [Theory]
    [InlineData("2026-05-13", InProgress.KeepUsed)]
    [InlineData("2026-07-20", InProgress.KeepUtilization)]
    [InlineData("2026-08-01", InProgress.KeepUsed)]
    [InlineData("2026-09-14", InProgress.KeepUtilization)]
    public void Windows_in_progress_follow_the_change_that_comes_or_ends(string date, InProgress expected) =>
        Assert.Equal(expected, At(date).InProgress);

    [Fact]
    public void Weights_and_prices_have_dates()
    {
        Assert.Equal(Credits.From(0.133), At("2026-07-31").Classes["haiku"].Weights.Input);
        Assert.Equal(
            new CreditWeights(Credits.From(1), Credits.From(1), Credits.From(0.1), Credits.From(5)),
            At("2026-08-01").Classes["haiku"].Weights);
        Assert.Equal(PriceTerms.OfTokens(2, 10), At("2026-08-01").Classes["haiku"].Prices);
        Assert.Equal(First.Classes["opus"], At("2026-08-01").Classes["opus"] with
        {
            Models = First.Classes["opus"].Models,
        });
    }

    [Fact]
    public void Allowances_may_be_for_a_class_a_lane_a_trait_and_for_money()
    {
        var allowances = At("2026-08-02").Allowances.ToLookup(allowance => allowance.Name);

        var half = allowances["half-price"].Single();
        Assert.Equal((WindowKind.Spend, "opus", Lane.Batch, null), (half.Window, half.Class, half.Lane, half.Trait));
        Assert.Equal(["tier-1", "workspace"], half.Plans.Order(StringComparer.Ordinal));
        Assert.Equal("fast", allowances["fast"].Single().Trait);
    }

    [Fact]
    public void A_bonus_outside_of_the_week_is_the_same_factor_on_the_week()
    {
        var night = At("2026-08-02").Allowances
            .Where(allowance => allowance.Name is "night" or "night-week").ToList();

        Assert.Equal(
            [WindowKind.Session, WindowKind.Session, WindowKind.Week, WindowKind.Week],
            night.Select(allowance => allowance.Window));
        Assert.All(night, allowance => Assert.Equal(new Factor(2), allowance.Factor));
    }

    [Theory]
    [InlineData("2026-08-07T19:59:59Z", 0)] // Friday 21:59:59
    [InlineData("2026-08-07T20:00:00Z", 1)] // Friday 22:00
    [InlineData("2026-08-07T21:59:59Z", 1)] // Friday 23:59:59
    [InlineData("2026-08-07T22:00:00Z", 1)] // Saturday 00:00
    [InlineData("2026-08-08T03:59:59Z", 1)] // Saturday 05:59:59
    [InlineData("2026-08-08T04:00:00Z", 0)] // Saturday 06:00
    [InlineData("2026-08-09T03:59:59Z", 1)] // Sunday 05:59:59
    [InlineData("2026-08-09T04:00:00Z", 1)] // Sunday 06:00, the other allowance
    [InlineData("2026-08-09T21:59:59Z", 1)] // Sunday 23:59:59
    [InlineData("2026-08-09T22:00:00Z", 0)] // Monday 00:00
    [InlineData("2026-10-25T00:30:00Z", 1)] // Sunday 02:30, the first time
    [InlineData("2026-10-25T01:30:00Z", 1)] // Sunday 02:30, the second time
    public void Hours_pass_midnight_and_reach_the_end_of_the_day(string time, int matching) => Assert.Equal(
        matching,
        At("2026-08-02").Allowances.Count(allowance => allowance is { Window: WindowKind.Session, When: not null }
            && allowance.Change == "nights"
            && allowance.When.Contains(Instant.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)))));

    [Fact]
    public void The_plan_is_told_which_amounts_a_change_restates() => Assert.Equal(
        ["max-5x/week", "pro/session"],
        ServiceModelCompiler.Compile(Scenario.Limits().Spec).Changes.Single(change => change.Name == "more").Amounts
            .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    public void Every_input_may_be_varied_by_itself(double ratio)
    {
        var document = Scenario.Limits();
        Assert.All(document.Inputs, input =>
        {
            var varied = new Dictionary<string, double> { [input.Path] = input.Mid * ratio };
            Assert.NotEmpty(PolicyCompiler.Compile(document.Variant(varied)).Versions);
        });
    }
}
