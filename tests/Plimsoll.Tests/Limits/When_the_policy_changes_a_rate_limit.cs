using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

public class When_the_policy_changes_a_rate_limit
{
    private static readonly Instant now = Given.Start;
    private readonly OneScope account = Given.Organization();

    private static Policy Input(long limit, Instant from) => Given.Rates(input: limit) with { EffectiveFrom = from };

    private LimitState State(Policy policy, Instant at) => account.State(policy, LimitKind.InputTokens, at);

    [Fact]
    public void A_raise_leaves_what_was_used_and_adds_the_difference_to_what_is_left()
    {
        account.Uses(Input(600, now), Given.Input(500), now);
        var raised = State(Input(6000, now), now);
        Assert.Equal((500, 5500), (raised.Used, raised.Remaining));
    }

    [Fact]
    public void A_cut_leaves_what_was_used_and_may_leave_a_debt()
    {
        account.Uses(Input(600, now), Given.Input(500), now);
        var cut = State(Input(300, now), now);
        Assert.Equal((500, 0, now + Given.Seconds(100)), (cut.Used, cut.Remaining, cut.ResetsAt!.Value));
        Assert.Equal(now + Given.Seconds(40.2), account.Rejected(Input(300, now), Given.Input(1), now).RetryAt);
    }

    [Fact]
    public void Refill_is_at_the_old_rate_until_the_change_takes_effect()
    {
        var (before, after) = (Input(600, now), Input(60, now + Given.Seconds(50)));
        account.Uses(before, Given.Input(600), now);
        account.Follow(new PolicyTimeline([before, after]), now);
        Assert.Equal(90, State(before, now + Given.Seconds(60)).Used);
    }

    [Fact]
    public void A_tier_that_leaves_still_settles_and_begins_full_when_it_returns()
    {
        var reservation = account.Admitted(Input(600, now), Given.Input(500), now);
        Assert.True(account.Settle(Given.Policy(), reservation, Given.Input(100), now));
        Assert.Equal(0, State(Input(600, now), now).Used);
    }

    [Fact]
    public void A_limit_of_nothing_neither_refills_nor_admits()
    {
        account.Uses(Input(600, now), Given.Input(500), now);
        var none = Input(0, now);
        Assert.Null(State(none, now).ResetsAt);
        Assert.Null(account.Rejected(none, Given.Input(1), now).RetryAt);
    }
}
