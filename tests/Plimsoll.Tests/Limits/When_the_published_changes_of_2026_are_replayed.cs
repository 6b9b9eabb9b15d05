using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

/// <summary>The peak factor of 26 March, the doubled session of 6 May and the larger week of 13 May.</summary>
public class When_the_published_changes_of_2026_are_replayed
{
    private const double ProSession = 550_000;
    private const double ProWeek = 5_000_000;

    private static readonly ZoneOffsets losAngeles = new("America/Los_Angeles", Duration.FromHours(-8),
    [
        (Utc(3, 8, 10), Duration.FromHours(-7)),
        (Utc(11, 1, 9), Duration.FromHours(-8)),
    ]);

    private static readonly Allowance peak = Given.Allowance(WindowKind.Session, 0.5, when: new WeeklyHours(
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        Duration.FromHours(5),
        Duration.FromHours(11),
        losAngeles));

    private static Instant Utc(int month, int day, int hour, int minute = 0, int second = 0) =>
        Instant.From(new DateTimeOffset(2026, month, day, hour, minute, second, TimeSpan.Zero));

    private static Policy Pro(params ImmutableArray<Allowance> allowances) =>
        Given.Policy(ProSession, ProWeek, allowances);

    private static double SessionCharge(Policy policy, string product, Instant now)
    {
        var account = Given.PlanUser(product);
        account.Uses(policy, Given.Input(1000), now);
        Assert.Equal(1000, account.UsedCredits(policy, LimitKind.Week, now));
        return account.UsedCredits(policy, LimitKind.Session, now);
    }

    [Theory]
    [InlineData(3, 26, 11, 59, 59, 1000)] // Thursday 04:59:59, summer time
    [InlineData(3, 26, 12, 0, 0, 2000)] // 05:00
    [InlineData(3, 26, 17, 59, 59, 2000)] // 10:59:59
    [InlineData(3, 26, 18, 0, 0, 1000)] // 11:00
    [InlineData(3, 28, 14, 0, 0, 1000)] // Saturday
    [InlineData(3, 30, 12, 0, 0, 2000)] // Monday 05:00
    [InlineData(3, 6, 12, 59, 59, 1000)] // Friday 04:59:59, winter time
    [InlineData(3, 6, 13, 0, 0, 2000)] // 05:00
    [InlineData(11, 2, 12, 30, 0, 1000)] // Monday 04:30, winter time again
    [InlineData(11, 2, 13, 0, 0, 2000)] // 05:00
    public void At_peak_usage_counts_twice_toward_the_session_and_once_toward_the_week(
        int month, int day, int hour, int minute, int second, double expected) =>
        Assert.Equal(expected, SessionCharge(Pro(peak), "chat", Utc(month, day, hour, minute, second)));

    [Fact]
    public void A_request_admitted_before_the_peak_and_settled_in_it_is_charged_off_peak()
    {
        var account = Given.PlanUser();
        var reservation = account.Admitted(Pro(peak), Given.Input(10), Utc(3, 26, 11, 59));
        account.Settle(Pro(peak), reservation, Given.Input(1000), Utc(3, 26, 12, 1));
        Assert.Equal(1000, account.UsedCredits(Pro(peak), LimitKind.Session, Utc(3, 26, 12, 1)));
    }

    [Fact]
    public void A_full_doubled_session_is_22_percent_of_a_pro_week()
    {
        var policy = Pro(Given.Allowance(WindowKind.Session, 2, "claude-code"));
        var account = Given.PlanUser();
        var served = 0;
        var tokens = Given.Input(10_000);
        while (account.TryReserve(policy, Given.Class, tokens, Given.Start, out var reservation, out _))
        {
            account.Settle(policy, reservation, tokens, Given.Start);
            served += 10_000;
        }

        Assert.Equal(1_100_000, served);
        Assert.Equal(1, account.State(policy, LimitKind.Session, Given.Start).Utilization);
        Assert.Equal(0.22, account.State(policy, LimitKind.Week, Given.Start).Utilization);
    }

    [Fact]
    public void The_doubling_holds_for_one_product_only()
    {
        var policy = Pro(Given.Allowance(WindowKind.Session, 2, "claude-code"));
        Assert.Equal(500, SessionCharge(policy, "claude-code", Given.Start));
        Assert.Equal(1000, SessionCharge(policy, "chat", Given.Start));
    }

    [Theory]
    [InlineData("claude-code", 7_500_000)]
    [InlineData("chat", 5_000_000)]
    public void Half_as_much_again_a_week_reaches_one_product_only(string product, int expected)
    {
        var policy = Pro(Given.Allowance(WindowKind.Week, 1.5, "claude-code"));
        var account = Given.PlanUser(product);
        var served = 0;
        for (var now = Given.Start; ; now += Duration.FromHours(6))
        {
            var tokens = Given.Input(500_000);
            if (!account.TryReserve(policy, Given.Class, tokens, now, out var reservation, out var refusal))
            {
                Assert.Equal(LimitKind.Week, Assert.IsType<Refusal.Rejected>(refusal).Binding.Kind);
                break;
            }

            account.Settle(policy, reservation, tokens, now);
            served += 500_000;
        }

        Assert.Equal(expected, served);
    }
}
