using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

public class When_a_session_runs
{
    private static readonly Instant end = Instant.From(new DateTimeOffset(2026, 5, 6, 14, 10, 0, TimeSpan.Zero));
    private readonly Policy policy = Given.Policy();
    private readonly OneScope account = Given.PlanUser();

    private LimitState SessionAt(Instant now) => account.State(policy, LimitKind.Session, now);

    [Fact]
    public void It_is_not_open_before_the_first_request()
    {
        var session = SessionAt(Given.Start);
        Assert.Equal((null, 1_000_000_000, 0, 0), (session.Class, session.Limit, session.Used, session.Reserved));
        Assert.Null(session.ResetsAt);
    }

    [Fact]
    public void It_opens_at_the_first_admitted_request_and_ends_on_the_next_grid_point_after_its_length()
    {
        account.Admitted(policy, Given.Input(1), Given.Start);
        Assert.Equal(end, SessionAt(Given.Start).ResetsAt);
    }

    [Fact]
    public void A_start_on_the_grid_is_not_rounded_further()
    {
        var start = Instant.FromUnixSeconds(600 * 1000);
        account.Admitted(policy, Given.Input(1), start);
        Assert.Equal(start + Duration.FromHours(5), SessionAt(start).ResetsAt);
    }

    [Fact]
    public void The_grid_reaches_back_before_the_epoch()
    {
        account.Admitted(policy, Given.Input(1), Instant.FromUnixSeconds(-86_400 - 1));
        var midnight = Instant.FromUnixSeconds(-86_400);
        Assert.Equal(midnight + Duration.FromHours(5), SessionAt(midnight).ResetsAt);
    }

    [Fact]
    public void Later_requests_do_not_move_its_end()
    {
        account.Uses(policy, Given.Input(1), Given.Start);
        account.Uses(policy, Given.Input(1), end - Given.Nanosecond);
        Assert.Equal(end, SessionAt(end - Given.Nanosecond).ResetsAt);
    }

    [Fact]
    public void What_is_unused_at_its_end_is_lost_and_the_next_request_opens_another()
    {
        account.Uses(policy, Given.Input(400), Given.Start);
        Assert.Null(SessionAt(end).ResetsAt);
        Assert.Equal(Credits.From(1000).Micro, SessionAt(end).Remaining);

        account.Uses(policy, Given.Input(10), end);
        Assert.Equal(end + Duration.FromHours(5), SessionAt(end).ResetsAt);
        Assert.Equal(10, account.UsedCredits(policy, LimitKind.Session, end));
    }

    [Fact]
    public void A_refused_request_opens_none()
    {
        account.Rejected(Given.Policy(week: 0), Given.Input(1), Given.Start);
        Assert.Null(SessionAt(Given.Start).ResetsAt);
    }

    [Fact]
    public void It_closes_again_when_the_only_request_in_it_is_released()
    {
        var reservation = account.Admitted(policy, Given.Input(1), Given.Start);
        Assert.True(account.Release(reservation, Given.Start + Given.Seconds(1)));
        Assert.Null(SessionAt(Given.Start + Given.Seconds(1)).ResetsAt);
    }

    [Fact]
    public void It_stays_open_while_another_request_is_in_flight_and_closes_when_that_fails_too()
    {
        var opener = account.Admitted(policy, Given.Input(1), Given.Start);
        var other = account.Admitted(policy, Given.Input(1), Given.Start + Given.Seconds(1));
        account.Release(opener, Given.Start + Given.Seconds(2));
        Assert.Equal(end, SessionAt(Given.Start + Given.Seconds(2)).ResetsAt);
        account.Release(other, Given.Start + Given.Seconds(3));
        Assert.Null(SessionAt(Given.Start + Given.Seconds(3)).ResetsAt);
    }

    [Fact]
    public void It_closes_when_the_last_request_in_flight_leaves_nothing_charged_however_it_ends()
    {
        var opener = account.Admitted(policy, Given.Input(1), Given.Start);
        account.Uses(policy, default, Given.Start);
        Assert.Equal(end, SessionAt(Given.Start).ResetsAt);
        account.Settle(policy, opener, default, Given.Start);
        Assert.Null(SessionAt(Given.Start).ResetsAt);
    }

    [Fact]
    public void It_stays_open_when_the_opener_fails_after_another_was_charged()
    {
        var opener = account.Admitted(policy, Given.Input(1), Given.Start);
        account.Uses(policy, Given.Input(1), Given.Start);
        account.Release(opener, Given.Start);
        Assert.Equal(end, SessionAt(Given.Start).ResetsAt);
    }

    [Fact]
    public void A_settlement_after_its_end_does_not_touch_the_next_session()
    {
        var patient = policy with { ReservationLife = Duration.FromHours(6) };
        var late = account.Admitted(patient, Given.Input(100), Given.Start);
        account.Uses(patient, Given.Input(10), end);
        Assert.True(account.Settle(patient, late, Given.Input(900), end));
        Assert.Equal(10, account.UsedCredits(policy, LimitKind.Session, end));
        Assert.Equal(0, SessionAt(end).Reserved);
    }

    [Fact]
    public void A_changed_length_holds_from_the_next_session()
    {
        account.Uses(policy, Given.Input(1), Given.Start);
        var shorter = policy with { SessionLength = Duration.FromHours(1) };
        Assert.Equal(end, account.State(shorter, LimitKind.Session, Given.Start).ResetsAt);
        account.Uses(shorter, Given.Input(1), end);
        Assert.Equal(end + Duration.FromHours(1), account.State(shorter, LimitKind.Session, end).ResetsAt);
    }
}
