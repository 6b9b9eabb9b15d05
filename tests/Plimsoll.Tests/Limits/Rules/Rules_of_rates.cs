using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>Rules 12, 13, 14, 16 and 17: token buckets, workspaces, and use that grows too fast.</summary>
public class Rules_of_rates
{
    // Tier 1: 50 requests, 30,000 input and 8,000 output tokens a minute: 0.5 and 0.133 tokens a millisecond.
    private static readonly Instant now = Deal.At(5, 5, 9);

    private static Duration Milliseconds(long count) => new(count * 1_000_000);

    private static Policy WithTier(Func<RateTerms, RateTerms> change) => Deal.Policy.WithTiers(new TierTerms(
        "tier-1",
        new[] { "opus" }.ToFrozenDictionary(
            name => name, name => change(Deal.Policy.Tiers["tier-1"].Rates[name]))));

    [Fact]
    public void Rule_12_Input_is_estimated_at_the_start_and_corrected_when_the_usage_is_known()
    {
        var desk = new Desk(Deal.Policy);
        var organization = desk.Organization("tier-1");
        var first = desk.Admits(organization, Deal.Input(30_000), now, "opus");
        var second = desk.Request(organization, Deal.Input(100), "opus");
        Assert.Equal(LimitKind.InputTokens, desk.Refuses(second, now).Binding.Kind);
        Assert.Equal(now + Milliseconds(200), desk.Refuses(second, now).RetryAt);

        Assert.True(desk.Book.Settle(first, Deal.Input(29_900), now));
        desk.Admits(second, now);
    }

    [Fact]
    public void Rule_12_Reading_the_cache_is_free_unless_the_class_counts_it()
    {
        var cached = new TokenUsage(new Tokens(1), default, new Tokens(1_000_000), default);
        var free = new Desk(Deal.Policy);
        free.Uses(free.Organization("tier-1"), cached, now, "opus");

        var counted = new Desk(WithTier(rates => rates with { CountsCacheReads = true }));
        Assert.Null(counted.Refuses(counted.Organization("tier-1"), cached, now, "opus").RetryAt);
    }

    [Fact]
    public void Rule_12_Cache_writes_count_as_input()
    {
        var desk = new Desk(Deal.Policy);
        var organization = desk.Organization("tier-1");
        desk.Uses(organization, new TokenUsage(new(10_000), new(15_000), default, default)
        {
            CacheWriteLong = new(5_000),
        }, now, "opus");
        Assert.Equal(0, desk.State(organization, LimitKind.InputTokens, now).Remaining);
    }

    [Fact]
    public void Rule_13_Output_is_debited_as_it_is_produced_and_what_may_be_written_counts_for_nothing()
    {
        var desk = new Desk(Deal.Policy);
        var organization = desk.Organization("tier-1");
        var open = desk.Admits(organization, Deal.Output(100), now, "opus");
        desk.Admits(organization, Deal.Output(100), now, "opus");
        Assert.True(desk.Book.Report(open, Deal.Output(5_000), now));
        Assert.Equal(2_900, desk.State(organization, LimitKind.OutputTokens, now).Remaining);
        Assert.True(desk.Book.Report(open, Deal.Output(12_000), now));

        // 12,100 are out and 8,000 were there: 4,100 tokens refill in 30.75 s, and then anything is enough.
        desk.PassesFirstAt(
            desk.Request(organization, Deal.Output(100), "opus"),
            now + Milliseconds(30_750) + Desk.Nanosecond,
            now);
    }

    [Fact]
    public void Rule_13_Another_mode_reserves_all_that_may_be_written_and_gives_back_what_was_not()
    {
        var desk = new Desk(WithTier(rates => rates with { WholeOutput = true }));
        var organization = desk.Organization("tier-1");
        Assert.Null(desk.Refuses(organization, Deal.Output(8_001), now, "opus").RetryAt);
        var open = desk.Admits(organization, Deal.Output(8_000), now, "opus");
        Assert.Equal(
            now + Milliseconds(30_000), desk.Refuses(organization, Deal.Output(4_000), now, "opus").RetryAt);
        Assert.True(desk.Book.Settle(open, Deal.Output(4_000), now));
        desk.Admits(organization, Deal.Output(4_000), now, "opus");
    }

    [Fact]
    public void Rule_14_A_bucket_holds_its_limit_and_refills_a_sixtieth_of_it_a_second()
    {
        var desk = new Desk(Deal.Policy);
        var organization = desk.Organization("tier-1");
        var one = desk.Request(organization, Deal.Input(1), "opus");
        for (var i = 0; i < 50; i++)
            desk.Uses(one, now);

        // 50 a minute are one each 1.2 s, and a client that is told whole seconds waits two.
        desk.PassesFirstAt(one, now + Milliseconds(1_200), now);
        Assert.Equal(2, Milliseconds(1_200).CeilingSeconds());
        Assert.Equal(
            now + Duration.FromMinutes(1), desk.State(organization, LimitKind.Requests, now).ResetsAt);
    }

    [Theory]
    [InlineData(30, 25)]
    [InlineData(1, 1)]
    public void Rule_14_A_burst_cap_keeps_a_minute_from_being_used_at_once(int burstSeconds, int atOnce)
    {
        var desk = new Desk(WithTier(rates => rates with { Burst = Duration.FromSeconds(burstSeconds) }));
        var organization = desk.Organization("tier-1");
        var one = desk.Request(organization, Deal.Input(1), "opus");
        for (var i = 0; i < atOnce; i++)
            desk.Uses(one, now);
        desk.PassesFirstAt(one, now + Milliseconds(1_200), now);
    }

    [Fact]
    public void Rule_14_What_is_above_the_limit_never_passes()
    {
        var desk = new Desk(Deal.Policy);
        Assert.Null(desk.Refuses(desk.Organization("tier-1"), Deal.Input(30_001), now, "opus").RetryAt);
    }

    [Fact]
    public void Rule_16_A_workspace_is_limited_below_its_organization_and_the_sum_of_them_may_exceed_it()
    {
        static RateLimit Requests(string name, long limit) => new() { Name = name, Requests = limit };
        var desk = new Desk(Deal.Policy
            .WithSet(Requests("organization-rpm", 10))
            .WithSet(Requests("workspace-rpm", 8)));
        var organization = desk.Organization("organization-rpm");
        var one = desk.Below(organization, ScopeLevel.Workspace, "workspace-rpm");
        var two = desk.Below(organization, ScopeLevel.Workspace, "workspace-rpm");
        var unlimited = desk.Below(organization, ScopeLevel.Workspace);

        for (var i = 0; i < 8; i++)
            desk.Uses(one, Deal.Input(1), now);
        Assert.Equal(ScopeLevel.Workspace, desk.Refuses(one, Deal.Input(1), now).Binding.Level);
        var most = LimitState.MostUtilized(desk.Book.States(one, null, now).AsSpan());
        Assert.Equal("workspace-rpm", most?.Terms.Name);
        desk.Uses(two, Deal.Input(1), now);
        desk.Uses(unlimited, Deal.Input(1), now);
        Assert.Equal(ScopeLevel.Organization, desk.Refuses(two, Deal.Input(1), now).Binding.Level);
        Assert.Equal(ScopeLevel.Organization, desk.Refuses(unlimited, Deal.Input(1), now).Binding.Level);
    }

    [Fact]
    public void Rule_17_Use_may_grow_by_half_of_the_interval_before_and_what_is_free_is_never_refused_for_growing()
    {
        var desk = new Desk(Deal.Policy.WithSet(new AccelerationLimit
        {
            Name = "growth",
            Interval = Duration.FromMinutes(15),
            Free = new Tokens(1_000),
            Growth = new Factor(1.5),
        }));
        var organization = desk.Organization("growth");
        desk.Uses(organization, Deal.Input(4_000), now);
        Assert.Equal(LimitKind.Acceleration, desk.Refuses(organization, Deal.Input(1), now).Binding.Kind);
        Assert.Equal(Deal.At(5, 5, 9, 15), desk.Refuses(organization, Deal.Input(1), now).RetryAt);

        var next = Deal.At(5, 5, 9, 15);
        Assert.Equal(6_000, desk.State(organization, LimitKind.Acceleration, next).Limit);
        desk.Uses(organization, Deal.Input(6_000), next);
        desk.PassesFirstAt(desk.Request(organization, Deal.Input(1)), Deal.At(5, 5, 9, 30), next);

        // After an interval without use only what is free is left.
        Assert.Equal(1_000, desk.State(organization, LimitKind.Acceleration, Deal.At(5, 5, 10)).Limit);
    }
}
