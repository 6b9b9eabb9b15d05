using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

public class When_usage_is_charged
{
    private static readonly Instant now = Given.Start;
    private readonly OneScope account = Given.PlanUser();

    [Fact]
    public void Each_kind_of_token_has_its_weight()
    {
        var weights = new CreditWeights(new Credits(2), new Credits(3), new Credits(5), new Credits(7));
        var usage = new TokenUsage(new Tokens(1000), new Tokens(100), new Tokens(10), new Tokens(1));
        Assert.Equal(new Credits(2357), weights.Charge(usage));
    }

    [Fact]
    public void The_actual_usage_takes_the_place_of_the_estimate()
    {
        var policy = Given.Policy();
        var reservation = account.Admitted(policy, Given.Output(100), now);
        Assert.Equal(Credits.From(500).Micro, account.State(policy, LimitKind.Week, now).Reserved);

        Assert.True(account.Settle(policy, reservation, Given.Output(30), now));
        Assert.Equal(0, account.State(policy, LimitKind.Week, now).Reserved);
        Assert.Equal(150, account.UsedCredits(policy, LimitKind.Week, now));
        Assert.False(reservation.IsOpen);
    }

    [Fact]
    public void A_release_gives_everything_back()
    {
        var policy = Given.Policy();
        account.Uses(policy, Given.Input(10), now);
        var before = account.States(policy, null, now);
        Assert.True(account.Release(account.Admitted(policy, Given.Output(100), now), now));
        Assert.Equal(before, account.States(policy, null, now));
    }

    [Fact]
    public void Only_the_first_settlement_or_release_counts()
    {
        var policy = Given.Policy();
        var settled = account.Admitted(policy, Given.Input(10), now);
        var released = account.Admitted(policy, Given.Input(10), now);
        account.Settle(policy, settled, Given.Input(10), now);
        account.Release(released, now);
        var before = account.States(policy, null, now);

        Assert.False(account.Settle(policy, settled, Given.Input(10), now));
        Assert.False(account.Release(settled, now));
        Assert.False(account.Settle(policy, released, Given.Input(10), now));
        Assert.False(account.Release(released, now));
        Assert.Equal(before, account.States(policy, null, now));
    }

    [Theory]
    [InlineData(2, 500)]
    [InlineData(0.5, 2000)]
    [InlineData(1.5, 666.666667)]
    [InlineData(3, 333.333334)]
    public void An_allowance_divides_the_charge_rounding_up(double factor, double expected)
    {
        var policy = Given.Policy(session: 9000, allowances: [Given.Allowance(WindowKind.Session, factor)]);
        account.Uses(policy, Given.Input(1000), now);
        Assert.Equal(expected, account.UsedCredits(policy, LimitKind.Session, now));
        Assert.Equal(1000, account.UsedCredits(policy, LimitKind.Week, now));
    }

    [Fact]
    public void Allowances_that_match_multiply_without_rounding_in_between()
    {
        var policy = Given.Policy(allowances:
        [
            Given.Allowance(WindowKind.Session, 3),
            Given.Allowance(WindowKind.Session, 1.0 / 3),
            Given.Allowance(WindowKind.Session, 1.000001),
        ]);

        // 999 / (3 x 0.333333 x 1.000001) = 999 / 0.999999999999, rounded up to a millionth.
        account.Uses(policy, Given.Input(999), now);
        Assert.Equal(999.000001, account.UsedCredits(policy, LimitKind.Session, now));
    }

    [Fact]
    public void Another_plan_or_product_does_not_match()
    {
        var doubled = Given.Allowance(WindowKind.Session, 2, product: "chat");
        var policy = Given.Policy(allowances: [doubled, doubled with { Product = null, Plans = [] }]);
        account.Uses(policy, Given.Input(100), now);
        Assert.Equal(100, account.UsedCredits(policy, LimitKind.Session, now));
    }

    [Fact]
    public void Factors_and_weights_are_those_of_admission_whatever_holds_at_settlement()
    {
        var doubled = Given.Policy(allowances: [Given.Allowance(WindowKind.Session, 2)]);
        var reservation = account.Admitted(doubled, Given.Input(100), now);
        account.Settle(Given.Policy(), reservation, Given.Input(80), now);
        Assert.Equal(40, account.UsedCredits(doubled, LimitKind.Session, now));
    }

    [Fact]
    public void A_factor_below_a_millionth_is_refused_with_its_name()
    {
        var policy = Given.Policy(allowances: [Given.Allowance(WindowKind.Session, 0)]);
        var error = Assert.Throws<ArgumentException>(() => account.Admitted(policy, default, now));
        Assert.Contains("factor of allowance allowance is 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_estimate_beyond_the_range_of_one_window_is_held_by_neither()
    {
        var policy = Given.Policy(allowances: [Given.Allowance(WindowKind.Week, 0.000001)]);
        Assert.Throws<OverflowException>(
            () => account.Admitted(policy, Given.Input(1_000_000_000), now));

        Assert.Equal(0, account.State(policy, LimitKind.Session, now).Reserved);
        Assert.Null(account.State(policy, LimitKind.Session, now).ResetsAt);
    }

    [Fact]
    public void Negative_token_counts_are_a_bug_of_the_caller()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => account.Admitted(Given.Policy(), Given.Input(-1), now));
    }

    [Fact]
    public void An_instant_before_the_latest_counts_as_the_latest()
    {
        var policy = Given.Policy();
        account.Uses(policy, Given.Input(1), now);
        Assert.Equal(now, account.Admitted(policy, Given.Input(1), now - Duration.FromHours(9)).At);
    }
}
