using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>Rules 6 to 9: weights of tokens, factors of products, hours and promotions.</summary>
public class Rules_of_charges
{
    private static readonly Instant now = Deal.At(5, 5, 9);

    private static readonly TokenUsage every = new(new(1000), new(200), new(50_000), new(300))
    {
        CacheWriteLong = new(100),
    };

    [Theory]
    [InlineData("haiku", 373)] // 1,300 × 0.133 + 300 × 0.667
    [InlineData("sonnet", 1_120)] // 1,300 × 0.4 + 300 × 2
    [InlineData("opus", 1_867)] // 1,300 × 0.667 + 300 × 3.333
    public void Rule_06_Tokens_weigh_by_class_and_kind_and_reading_the_cache_is_free(string modelClass, double credits)
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");
        desk.Uses(seat, every, now, modelClass);
        Assert.Equal(credits, desk.Credits(seat, LimitKind.Session, now));
        Assert.Equal(credits, desk.Credits(seat, LimitKind.Week, now));
    }

    [Fact]
    public void Rule_06_Weights_are_dated_and_a_request_is_charged_by_those_of_its_admission()
    {
        var dearer = Deal.Policy.Classes["sonnet"] with
        {
            Weights = new CreditWeights(Credits.From(0.8), Credits.From(1), Credits.From(0.08), Credits.From(4))
            {
                CacheWriteLong = Credits.From(1.6),
            },
        };
        var desk = new Desk(Deal.Policy, Deal.Policy.From(Deal.At(5, 6)) with
        {
            Classes = Deal.Policy.Classes.Values.Where(terms => terms.Name != "sonnet").Append(dearer)
                .ToFrozenDictionary(terms => terms.Name),
        });
        var seat = desk.Seat("pro");
        var open = desk.Admits(seat, Deal.Input(1), Deal.At(5, 6) - Desk.Nanosecond);
        Assert.True(desk.Book.Settle(open, every, Deal.At(5, 6)));
        Assert.Equal(1_120, desk.Credits(seat, LimitKind.Week, Deal.At(5, 6)));

        // 1,000 × 0.8 + 200 × 1 + 100 × 1.6 + 50,000 × 0.08 + 300 × 4
        desk.Uses(seat, every, Deal.At(5, 6));
        Assert.Equal(1_120 + 6_360, desk.Credits(seat, LimitKind.Week, Deal.At(5, 6)));
    }

    [Fact]
    public void Rule_06_A_trait_such_as_fast_mode_may_weigh_more()
    {
        var fast = Deal.Allowance("fast", WindowKind.Week, 1.0 / 6) with { Trait = "fast" };
        var desk = new Desk(Deal.Policy.From(Deal.At(1, 2), fast with { Factor = new Factor(0.2) }));
        var seat = desk.Seat("pro");
        var request = desk.Request(seat, Deal.Input(2_500));
        desk.Uses(request with { Traits = desk.Book.TraitBit("fast") }, now);
        Assert.Equal(5_000, desk.Credits(seat, LimitKind.Week, now));
        Assert.Equal(1_000, desk.Credits(seat, LimitKind.Session, now));
        desk.Uses(request, now);
        Assert.Equal(6_000, desk.Credits(seat, LimitKind.Week, now));
    }

    [Fact]
    public void Rule_07_A_product_may_count_half_toward_one_window_of_a_pool_that_all_products_share()
    {
        var desk = new Desk(Deal.Policy.From(
            Deal.At(5, 6), Deal.Allowance("doubled", WindowKind.Session, 2, Deal.ClaudeCode)));
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(2_500), Deal.At(5, 6), product: Deal.ClaudeCode);
        Assert.Equal(500, desk.Credits(seat, LimitKind.Session, Deal.At(5, 6)));
        desk.Uses(seat, Deal.Input(2_500), Deal.At(5, 6), product: Deal.Chat);
        Assert.Equal(1_500, desk.Credits(seat, LimitKind.Session, Deal.At(5, 6)));
        Assert.Equal(2_000, desk.Credits(seat, LimitKind.Week, Deal.At(5, 6)));
    }

    [Fact]
    public void Rule_08_The_hour_of_the_day_counts_where_the_zone_has_it_and_the_reading_says_so()
    {
        var desk = new Desk(Deal.Policy.From(Deal.At(1, 2), Deal.Allowance(
            "peak", WindowKind.Session, 0.5, when: Deal.Peak)));
        var seat = desk.Seat("pro");

        // Tuesday 5 May, 12:00 UTC is 05:00 in Los Angeles.
        var request = desk.Request(seat, Deal.Input(2_500));
        var explained = desk.Book.Explain(request, Deal.At(5, 5, 12));
        Assert.Equal(["peak/peak"], explained.Limits.Single(l => l.Before.Kind == LimitKind.Session).Allowances);
        Assert.Empty(explained.Limits.Single(l => l.Before.Kind == LimitKind.Week).Allowances);
        Assert.Empty(desk.Book.Explain(request, Deal.At(5, 5, 11, 59, 59)).Limits.SelectMany(l => l.Allowances));

        desk.Uses(request, Deal.At(5, 5, 12));
        Assert.Equal(2_000, desk.Credits(seat, LimitKind.Session, Deal.At(5, 5, 12)));
        Assert.Equal(1_000, desk.Credits(seat, LimitKind.Week, Deal.At(5, 5, 12)));
    }

    [Fact]
    public void Rule_09_A_promotion_may_keep_its_bonus_out_of_the_week_and_ends_by_itself()
    {
        // Twice the session off-peak, of which only half counts toward the week: what is beyond is the bonus.
        var desk = new Desk(
            Deal.Policy.From(
                Deal.At(3, 13),
                Deal.Allowance("off-peak", WindowKind.Session, 2),
                Deal.Allowance("bonus", WindowKind.Week, 2)),
            Deal.Policy.From(Deal.At(3, 28)));
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(2_500), Deal.At(3, 27));
        Assert.Equal(500, desk.Credits(seat, LimitKind.Session, Deal.At(3, 27)));
        Assert.Equal(500, desk.Credits(seat, LimitKind.Week, Deal.At(3, 27)));
        desk.Uses(seat, Deal.Input(2_500), Deal.At(3, 28));
        Assert.Equal(1_500, desk.Credits(seat, LimitKind.Week, Deal.At(3, 28)));
    }

    [Theory]
    [InlineData(InProgress.KeepUsed, 400_000, 0.08)]
    [InlineData(InProgress.KeepUtilization, 266_667, 0.05333334)]
    public void Rule_09_What_becomes_of_a_window_in_progress_at_the_end_is_the_versions_choice(
        InProgress choice, double used, double utilization)
    {
        // The week of 7,500,000 credits goes back to 5,000,000 with 400,000 used.
        static Policy WithWeek(Policy policy, double credits) => policy with
        {
            Plans = new[] { policy.Plans["pro"] with { Week = Credits.From(credits) } }
                .ToFrozenDictionary(plan => plan.Name),
        };
        var desk = new Desk(
            WithWeek(Deal.Policy, 7_500_000),
            WithWeek(Deal.Policy, 5_000_000).From(Deal.At(5, 6)) with { InProgress = choice });
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(1_000_000), now);
        var week = desk.State(seat, LimitKind.Week, Deal.At(5, 6));
        Assert.Equal(used, new Credits(week.Used).Value, 0);
        Assert.Equal(utilization, week.Utilization, 7);
        Assert.Equal(Deal.At(5, 11, 7), week.ResetsAt);
    }

    [Fact]
    public void Rule_09_A_promotion_stated_as_a_factor_leaves_what_was_charged_as_it_was()
    {
        var promotion = Deal.Allowance("more", WindowKind.Week, 1.5);
        var desk = new Desk(
            Deal.Policy.From(Deal.At(5, 1), promotion), Deal.Policy.From(Deal.At(5, 6)));
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(750_000), now);
        Assert.Equal(0.04, desk.State(seat, LimitKind.Week, now).Utilization);
        Assert.Equal(0.04, desk.State(seat, LimitKind.Week, Deal.At(5, 6)).Utilization);
    }
}
