using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>Rules 21 to 23: what failed and repeated requests cost, paying beyond a plan, spend limits.</summary>
public class Rules_of_outcomes
{
    private static readonly Instant now = Deal.At(5, 5, 9);

    private static Policy WithOverage(OverageTerms terms) => Deal.Policy.WithSet(terms);

    private static OverageTerms Offer(double? daily = null, double? monthly = null, bool prepaid = false) => new()
    {
        Name = "overage",
        Daily = daily is { } day ? MicroUsd.From(day) : null,
        Monthly = monthly is { } month ? MicroUsd.From(month) : null,
        Prepaid = prepaid,
    };

    private static (Desk Desk, ScopePath Seat) Spent(OverageTerms terms)
    {
        var desk = new Desk(WithOverage(terms));
        var seat = desk.Seat("pro", "overage");
        desk.Uses(seat, Deal.Input(1_375_000), now);
        return (desk, seat);
    }

    [Fact]
    public void Rule_21_A_request_that_failed_before_any_output_costs_nothing()
    {
        var desk = new Desk(Deal.Policy);
        var organization = desk.Organization("tier-1", "pro");
        var before = desk.Book.States(organization, null, now);
        Assert.True(desk.Book.Release(desk.Admits(organization, Deal.Input(500), now, "opus"), now));
        Assert.Equal(before, desk.Book.States(organization, null, now));
    }

    [Fact]
    public void Rule_21_An_answer_that_is_cut_off_costs_what_it_produced()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");
        var open = desk.Admits(seat, new TokenUsage(new(1_000), default, default, new(4_000)), now);
        Assert.True(desk.Book.Settle(open, new TokenUsage(new(1_000), default, default, new(50)), now));
        Assert.Equal(500, desk.Credits(seat, LimitKind.Session, now));
    }

    [Fact]
    public void Rule_21_A_request_that_is_sent_again_is_charged_once()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");
        var request = desk.Request(seat, Deal.Input(2_500)) with { Id = 7 };
        var first = desk.Admits(request, now);
        var again = desk.Admits(request, now);
        Assert.True(again.IsRepeated);
        Assert.True(desk.Book.Settle(again, Deal.Input(2_500), now));
        Assert.False(desk.Book.Settle(first, Deal.Input(2_500), now));
        Assert.False(desk.Book.TryReserve(request, now, out _, out var refusal));
        Assert.IsType<Refusal.Duplicate>(refusal);
        Assert.Equal(1_000, desk.Credits(seat, LimitKind.Session, now));
    }

    [Fact]
    public void Rule_21_A_request_whose_owner_died_ends_with_what_it_had_reported()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");
        var silent = desk.Admits(seat, Deal.Input(2_500), now);
        var reporting = desk.Admits(seat, Deal.Input(2_500), now);
        Assert.True(desk.Book.Report(reporting, Deal.Output(50), now + Duration.FromMinutes(1)));
        Assert.Equal(now + Duration.FromMinutes(11), reporting.ExpiresAt);

        desk.Book.Advance(now + Duration.FromMinutes(11));
        Assert.Equal(0, desk.Book.OpenCount);
        Assert.False(desk.Book.Settle(silent, Deal.Input(2_500), now + Duration.FromMinutes(11)));
        Assert.Equal(100, desk.Credits(seat, LimitKind.Session, now + Duration.FromMinutes(11)));
    }

    [Fact]
    public void Rule_22_Overage_is_never_used_before_it_is_switched_on_and_agreed_to()
    {
        var (desk, seat) = Spent(Offer());
        var request = desk.Request(seat, Deal.Input(1_000_000));
        Assert.Equal(OverageStatus.Disabled, desk.Refuses(request with { Consents = true }, now).Overage);
        Assert.True(desk.Book.SetOverage(seat, isEnabled: true, daily: null, monthly: null, now));
        Assert.Equal(OverageStatus.NeedsConsent, desk.Refuses(request, now).Overage);

        var open = desk.Admits(request with { Consents = true }, now);
        Assert.True(open.IsOverage);
        Assert.True(desk.Book.Settle(open, Deal.Input(1_000_000), now));
        Assert.All(
            desk.Book.States(seat, null, now).Where(state => state.Kind == LimitKind.Overage),
            state => Assert.Equal(MicroUsd.From(3).Value, state.Used));
        Assert.Equal(550_000, desk.Credits(seat, LimitKind.Session, now));
        Assert.Equal(Deal.At(5, 5, 14), desk.State(seat, LimitKind.Session, now).ResetsAt);
    }

    [Fact]
    public void Rule_22_What_the_plan_has_room_for_is_never_billed()
    {
        var desk = new Desk(WithOverage(Offer()));
        var seat = desk.Seat("pro", "overage");
        desk.Book.SetOverage(seat, isEnabled: true, daily: null, monthly: null, now);
        desk.Book.SetConsent(seat, consents: true, now);
        Assert.False(desk.Admits(seat, Deal.Input(1), now).IsOverage);
    }

    [Theory]
    [InlineData(3.0, null, OverageStatus.CapReached)]
    [InlineData(null, 3.0, OverageStatus.CapReached)]
    [InlineData(0.0, null, OverageStatus.CapReached)]
    [InlineData(null, null, OverageStatus.Available)]
    public void Rule_22_Caps_of_a_day_and_a_month_hold_and_none_is_unlimited_and_zero_blocks(
        double? daily, double? monthly, OverageStatus after)
    {
        var (desk, seat) = Spent(Offer(daily, monthly));
        desk.Book.SetOverage(seat, isEnabled: true, daily: null, monthly: null, now);
        desk.Book.SetConsent(seat, consents: true, now);
        if (daily != 0)
            desk.Uses(seat, Deal.Input(1_000_000), now);
        Assert.Equal(after, desk.Book.OverageOf(seat, "sonnet", now));
        Assert.Equal(
            daily == 0 || monthly is not null ? after : OverageStatus.Available,
            desk.Book.OverageOf(seat, "sonnet", Deal.At(5, 6)));
    }

    [Fact]
    public void Rule_22_Prepaid_overage_ends_with_what_was_bought()
    {
        var (desk, seat) = Spent(Offer(prepaid: true));
        desk.Book.SetOverage(seat, isEnabled: true, daily: null, monthly: null, now);
        desk.Book.SetConsent(seat, consents: true, now);
        Assert.Equal(OverageStatus.OutOfCredit, desk.Book.OverageOf(seat, "sonnet", now));
        Assert.True(desk.Book.Buy(seat, MicroUsd.From(3), now));
        desk.Uses(seat, Deal.Input(1_000_000), now);
        Assert.Equal(OverageStatus.OutOfCredit, desk.Refuses(seat, Deal.Input(1), now).Overage);
    }

    [Theory]
    [InlineData(SpendPeriod.Day, 5, 6)]
    [InlineData(SpendPeriod.Week, 5, 11)]
    [InlineData(SpendPeriod.Month, 6, 1)]
    public void Rule_23_Spend_ends_at_midnight_UTC_of_the_day_the_Monday_or_the_first(
        SpendPeriod period, int month, int day)
    {
        var desk = new Desk(Deal.Policy.WithSet(
            new SpendLimit { Name = "cap", Period = period, Limit = MicroUsd.From(3) }));
        var organization = desk.Organization("cap");
        desk.Uses(organization, Deal.Input(1_000_000), now);
        desk.PassesFirstAt(desk.Request(organization, Deal.Input(1)), Deal.At(month, day), now);
    }

    [Fact]
    public void Rule_23_Of_several_spent_limits_the_one_that_resets_last_is_named()
    {
        static SpendLimit Cap(SpendPeriod period) => new() { Name = $"{period}", Period = period, Limit = new(1) };
        var desk = new Desk(Deal.Policy.WithSet(
            Cap(SpendPeriod.Day), Cap(SpendPeriod.Month), Cap(SpendPeriod.Week)));
        var organization = desk.Organization("Day");
        desk.Uses(organization, Deal.Input(1_000), now);
        var refusal = desk.Refuses(organization, Deal.Input(1), now);
        Assert.Equal("Month", refusal.Binding.Terms.Name);
        Assert.Equal(Deal.At(6, 1), refusal.RetryAt);
    }

    [Fact]
    public void Rule_23_A_users_own_cap_comes_before_that_of_groups_before_that_of_the_seat_and_the_organization()
    {
        static MicroUsd? Usd(double? amount) => amount is { } dollars ? MicroUsd.From(dollars) : null;
        static MicroUsd? Cap(double? user, MicroUsd?[] groups, double? tier, SpendPrecedence.GroupRule rule) =>
            SpendPrecedence.Effective(Usd(user), groups, rule, Usd(tier), Usd(40));
        const SpendPrecedence.GroupRule lowest = SpendPrecedence.GroupRule.Lowest;
        const SpendPrecedence.GroupRule highest = SpendPrecedence.GroupRule.Highest;

        Assert.Equal(Usd(0), Cap(0, [Usd(10), Usd(20)], 30, lowest));
        Assert.Equal(Usd(10), Cap(null, [Usd(10), Usd(20), null], 30, lowest));
        Assert.Equal(Usd(20), Cap(null, [Usd(10), Usd(20)], 30, highest));
        Assert.Null(Cap(null, [Usd(10), null], 30, highest));
        Assert.Equal(Usd(30), Cap(null, [], 30, lowest));
        Assert.Equal(Usd(40), Cap(null, [], null, lowest));
    }

    [Fact]
    public void Rule_23_The_limit_of_the_organization_holds_whatever_a_user_may_spend()
    {
        static SpendLimit Cap(string name, double limit) =>
            new() { Name = name, Period = SpendPeriod.Month, Limit = MicroUsd.From(limit) };
        var desk = new Desk(Deal.Policy.WithSet(Cap("organization-cap", 3)).WithSet(Cap("user-cap", 100)));
        var seat = desk.Below(desk.Organization("organization-cap"), ScopeLevel.Seat, "user-cap");
        desk.Uses(seat, Deal.Input(1_000_000), now);
        Assert.Equal(ScopeLevel.Organization, desk.Refuses(seat, Deal.Input(1), now).Binding.Level);
    }
}
