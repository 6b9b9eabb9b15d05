using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

public class When_a_week_runs
{
    private static readonly Instant anchor = Instant.FromDate(new DateOnly(2026, 5, 4));
    private readonly Policy policy = Given.Policy();
    private readonly OneScope account = Given.PlanUser();

    [Theory]
    [InlineData(0, 7)]
    [InlineData(6.99, 7)]
    [InlineData(7, 14)]
    [InlineData(-0.01, 0)]
    [InlineData(-7, 0)]
    [InlineData(-7.01, -7)]
    public void It_ends_at_the_anchor_plus_whole_weeks(double days, int expected)
    {
        var now = anchor + Duration.FromSeconds(days * 86_400);
        Assert.Equal(anchor + Duration.FromDays(expected), account.State(policy, LimitKind.Week, now).ResetsAt);
    }

    [Fact]
    public void Neither_use_nor_a_change_of_the_limit_moves_its_end()
    {
        account.Uses(policy, Given.Input(1000), Given.Start);
        account.Rejected(policy, Given.Input(1), Given.Start);
        Assert.Equal(
            anchor + Duration.FromDays(7), account.State(Given.Policy(week: 9), LimitKind.Week, Given.Start).ResetsAt);
    }

    [Fact]
    public void It_starts_over_with_the_full_limit()
    {
        account.Uses(policy, Given.Input(900), Given.Start);
        var next = anchor + Duration.FromDays(7);
        Assert.Equal(900, account.UsedCredits(policy, LimitKind.Week, next - Given.Nanosecond));
        Assert.Equal(0, account.UsedCredits(policy, LimitKind.Week, next));
    }

    [Fact]
    public void A_settlement_after_its_end_charges_the_session_only()
    {
        var eve = anchor + Duration.FromDays(7) - Given.Seconds(1);
        var reservation = account.Admitted(policy, Given.Input(100), eve);
        account.Settle(policy, reservation, Given.Input(70), eve + Given.Seconds(2));
        Assert.Equal(70, account.UsedCredits(policy, LimitKind.Session, eve + Given.Seconds(2)));
        Assert.Equal(0, account.UsedCredits(policy, LimitKind.Week, eve + Given.Seconds(2)));
        Assert.Equal(0, account.State(policy, LimitKind.Week, eve + Given.Seconds(2)).Reserved);
    }
}
