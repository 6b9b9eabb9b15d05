using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

public class When_a_rate_limit_is_used
{
    private static readonly Instant now = Given.Start;
    private readonly Policy policy = Given.Rates();
    private readonly OneScope account = Given.Organization();

    private LimitState State(LimitKind kind, Instant at) => account.State(policy, kind, at);

    [Fact]
    public void The_capacity_is_a_minutes_worth_and_refills_continuously()
    {
        account.Uses(policy, Given.Input(600), now);
        Assert.Equal(0, State(LimitKind.InputTokens, now).Remaining);
        Assert.Equal(0, State(LimitKind.InputTokens, now + Given.Seconds(0.1) - Given.Nanosecond).Remaining);
        Assert.Equal(1, State(LimitKind.InputTokens, now + Given.Seconds(0.1)).Remaining);
        Assert.Equal(300, State(LimitKind.InputTokens, now + Given.Seconds(30)).Remaining);
        Assert.Equal(now + Given.Seconds(60), State(LimitKind.InputTokens, now).ResetsAt);
    }

    [Fact]
    public void A_full_bucket_is_reset_now() => Assert.Equal(now, State(LimitKind.Requests, now).ResetsAt);

    [Fact]
    public void Input_counts_uncached_and_written_tokens_and_cache_reads_are_free()
    {
        account.Uses(policy, new TokenUsage(new Tokens(100), new Tokens(20), new Tokens(5000), default), now);
        Assert.Equal(120, State(LimitKind.InputTokens, now).Used);
    }

    [Fact]
    public void Input_that_does_not_fit_whole_waits_until_it_does_exactly()
    {
        account.Uses(policy, Given.Input(599), now);
        var rejected = account.Rejected(policy, Given.Input(8), now);
        Assert.Equal(LimitKind.InputTokens, rejected.Binding.Kind);
        Assert.Equal(now + Given.Seconds(0.7), rejected.RetryAt);
        account.Rejected(policy, Given.Input(8), rejected.RetryAt!.Value - Given.Nanosecond);
        account.Admitted(policy, Given.Input(8), rejected.RetryAt.Value);
    }

    [Fact]
    public void Input_above_the_capacity_is_never_retried()
    {
        var rejected = account.Rejected(policy, Given.Input(601), now);
        Assert.Equal((LimitKind.InputTokens, null), (rejected.Binding.Kind, rejected.RetryAt));
    }

    [Fact]
    public void Requests_are_counted_one_each()
    {
        for (var i = 0; i < 60; i++)
            account.Uses(policy, default, now);
        var rejected = account.Rejected(policy, default, now);
        Assert.Equal(LimitKind.Requests, rejected.Binding.Kind);
        Assert.Equal(now + Given.Seconds(1), rejected.RetryAt);
    }

    [Fact]
    public void Output_is_admitted_while_anything_is_left_and_the_debt_is_repaid_by_refill()
    {
        account.Uses(policy, Given.Output(299), now);
        var last = account.Admitted(policy, Given.Output(50), now);
        var state = State(LimitKind.OutputTokens, now);
        Assert.Equal((Given.Class, 300, 299, 50), (state.Class, state.Limit, state.Used, state.Reserved));
        Assert.Equal(now + Given.Seconds(69.8), state.ResetsAt);
        account.Settle(policy, last, Given.Output(301), now);

        // 600 of 300 are used: all of the limit in debt. It takes a minute to reach zero and a nanosecond more.
        var rejected = account.Rejected(policy, Given.Output(1), now);
        Assert.Equal(LimitKind.OutputTokens, rejected.Binding.Kind);
        Assert.Equal(now + Given.Seconds(60) + Given.Nanosecond, rejected.RetryAt);
        account.Rejected(policy, Given.Output(1), rejected.RetryAt!.Value - Given.Nanosecond);
        account.Admitted(policy, Given.Output(1), rejected.RetryAt.Value);
    }

    [Fact]
    public void Settlement_gives_back_what_was_reserved_too_much()
    {
        var estimate = new TokenUsage(new Tokens(100), default, default, new Tokens(200));
        var reservation = account.Admitted(policy, estimate, now);
        account.Settle(policy, reservation, new TokenUsage(new Tokens(60), default, default, new Tokens(5)), now);
        Assert.Equal(60, State(LimitKind.InputTokens, now).Used);
        Assert.Equal(5, State(LimitKind.OutputTokens, now).Used);
        Assert.Equal(1, State(LimitKind.Requests, now).Used);
    }

    [Fact]
    public void A_release_gives_back_the_request_too()
    {
        var before = account.States(policy, null, now);
        account.Release(account.Admitted(policy, Given.Input(100), now), now);
        Assert.Equal(before, account.States(policy, null, now));
    }

    [Fact]
    public void What_refill_has_repaid_already_is_not_given_back_again()
    {
        var slow = account.Admitted(policy, Given.Input(600), now);
        var later = now + Given.Seconds(60);
        account.Uses(policy, Given.Input(600), later);
        account.Release(slow, later);
        Assert.Equal(0, State(LimitKind.InputTokens, later).Remaining);
    }

    [Fact]
    public void What_was_used_beyond_the_estimate_is_charged_even_after_refill_has_repaid_the_estimate()
    {
        var slow = account.Admitted(policy, Given.Output(100), now);
        var later = now + Given.Seconds(60);
        account.Settle(policy, slow, Given.Output(130), later);
        Assert.Equal(30, State(LimitKind.OutputTokens, later).Used);
    }

    [Fact]
    public void The_limit_that_takes_longest_binds()
    {
        var tight = Given.Rates(requests: 1, input: 600);
        account.Uses(tight, Given.Input(600), now);
        var rejected = account.Rejected(tight, Given.Input(300), now);
        Assert.Equal((LimitKind.Requests, now + Given.Seconds(60)), (rejected.Binding.Kind, rejected.RetryAt!.Value));
    }

    [Fact]
    public void A_refusal_charges_nothing()
    {
        account.Uses(policy, Given.Input(500), now);
        var before = account.States(policy, null, now);
        account.Rejected(policy, Given.Input(200), now);
        Assert.Equal(before, account.States(policy, null, now));
    }

    [Fact]
    public void Each_class_has_its_own_buckets_listed_by_name()
    {
        account.Uses(policy, Given.Input(100), now);
        Assert.Equal(
            [("haiku", 0L), ("haiku", 0), ("haiku", 0), ("opus", 1), ("opus", 100), ("opus", 0)],
            account.States(policy, null, now).Select(state => (state.Class!, state.Used)));
        Assert.Equal(
            [LimitKind.Requests, LimitKind.InputTokens, LimitKind.OutputTokens],
            account.States(policy, Given.Class, now).Select(state => state.Kind));
        Assert.Empty(account.States(policy, "gpt", now));
    }

    [Fact]
    public void A_trillion_a_minute_is_still_exact_to_the_nanosecond()
    {
        const long limit = 1_000_000_000_000;
        var vast = Given.Rates(input: limit);
        account.Uses(vast, Given.Input(limit), now);
        Assert.Equal(limit - 16, account.State(vast, LimitKind.InputTokens, now + Given.Nanosecond).Used);
        var rejected = account.Rejected(vast, Given.Input(17), now);
        Assert.Equal(now + new Duration(2), rejected.RetryAt);
        Assert.Equal(now + Given.Seconds(60), rejected.Binding.ResetsAt);
    }
}
