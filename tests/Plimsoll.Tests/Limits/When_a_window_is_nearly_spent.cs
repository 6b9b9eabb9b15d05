using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

public class When_a_window_is_nearly_spent
{
    private static readonly Instant now = Given.Start;
    private readonly Policy policy = Given.Policy();
    private readonly OneScope account = Given.PlanUser();

    [Fact]
    public void One_request_may_overshoot_and_the_next_is_refused()
    {
        account.Uses(policy, Given.Input(999), now);
        account.Uses(policy, Given.Input(500), now);
        Assert.Equal(1.499, account.State(policy, LimitKind.Session, now).Utilization);
        Assert.Equal(0, account.State(policy, LimitKind.Session, now).Remaining);
        Assert.Equal(LimitKind.Session, account.Rejected(policy, Given.Input(1), now).Binding.Kind);
    }

    [Fact]
    public void Exactly_spent_is_spent()
    {
        account.Uses(policy, Given.Input(1000), now);
        account.Rejected(policy, default, now);
    }

    [Fact]
    public void Parallel_requests_do_not_all_pass()
    {
        account.Uses(policy, Given.Input(900), now);
        var admitted = Enumerable.Range(0, 20)
            .Count(_ => account.TryReserve(policy, Given.Class, Given.Input(60), now, out var _, out var _));
        Assert.Equal(2, admitted);
    }

    [Fact]
    public void A_spent_session_is_retried_at_its_end_and_not_a_nanosecond_earlier()
    {
        account.Uses(policy, Given.Input(1000), now);
        var rejected = account.Rejected(policy, Given.Input(1), now);
        Assert.Equal(account.State(policy, LimitKind.Session, now).ResetsAt, rejected.RetryAt);
        account.Rejected(policy, Given.Input(1), rejected.RetryAt!.Value - Given.Nanosecond);
        account.Admitted(policy, Given.Input(1), rejected.RetryAt.Value);
    }

    [Fact]
    public void The_week_binds_when_both_windows_are_spent()
    {
        account.Uses(Given.Policy(week: 1000), Given.Input(1000), now);
        var rejected = account.Rejected(Given.Policy(week: 1000), Given.Input(1), now);
        Assert.Equal(LimitKind.Week, rejected.Binding.Kind);
        Assert.Equal(rejected.Binding.ResetsAt, rejected.RetryAt);
    }

    [Fact]
    public void The_session_binds_when_it_outlasts_the_week()
    {
        var eve = Instant.FromDate(new DateOnly(2026, 5, 11)) - Duration.FromHours(1);
        account.Uses(Given.Policy(week: 1000), Given.Input(1000), eve);
        Assert.Equal(LimitKind.Session, account.Rejected(Given.Policy(week: 1000), default, eve).Binding.Kind);
    }

    [Fact]
    public void The_session_is_named_when_both_end_at_the_same_instant()
    {
        var evening = Instant.FromDate(new DateOnly(2026, 5, 11)) - Duration.FromHours(5);
        account.Uses(Given.Policy(week: 1000), Given.Input(1000), evening);
        var rejected = account.Rejected(Given.Policy(week: 1000), default, evening);
        Assert.Equal(account.State(policy, LimitKind.Week, evening).ResetsAt, rejected.RetryAt);
        Assert.Equal(LimitKind.Session, rejected.Binding.Kind);
    }

    [Fact]
    public void A_refusal_charges_neither_window()
    {
        account.Uses(policy, Given.Input(1000), now);
        var before = account.States(policy, null, now);
        account.Rejected(policy, Given.Input(1), now);
        Assert.Equal(before, account.States(policy, null, now));
    }

    [Fact]
    public void A_limit_of_nothing_is_never_retried()
    {
        var rejected = account.Rejected(Given.Policy(session: 0), Given.Input(1), now);
        Assert.Equal((LimitKind.Session, null), (rejected.Binding.Kind, rejected.RetryAt));
    }

    [Fact]
    public void Raising_the_limit_keeps_what_was_used_and_admits_again()
    {
        account.Uses(policy, Given.Input(1000), now);
        account.Admitted(Given.Policy(session: 2000), Given.Input(1), now);
        Assert.Equal(1000, account.UsedCredits(Given.Policy(session: 2000), LimitKind.Session, now));
    }

    [Fact]
    public void The_most_utilized_limit_stands_for_all()
    {
        account.Uses(policy, Given.Input(500), now);
        Assert.Equal(LimitKind.Session, MostUtilized(policy));
        Assert.Equal(LimitKind.Week, MostUtilized(Given.Policy(week: 400)));
        Assert.Equal(LimitKind.Session, MostUtilized(Given.Policy(week: 1000)));
        Assert.Null(LimitState.MostUtilized([]));

        LimitKind MostUtilized(Policy at) =>
            LimitState.MostUtilized(account.States(at, null, now).AsSpan())!.Value.Kind;
    }
}
