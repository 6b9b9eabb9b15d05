using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>Rules 1, 5, 11 and 15: who must have room, what plans multiply, requests at once, unknown models.</summary>
public class Rules_of_admission
{
    private static readonly Instant morning = Deal.At(5, 5, 9);

    private static ConcurrencyLimit AtOnce(string name, long limit) => new() { Name = name, Limit = limit };

    [Fact]
    public void Rule_01_Every_limit_of_every_scope_holds_a_request_or_none_does_and_the_binding_one_is_named_first()
    {
        var desk = new Desk(Deal.Policy
            .WithSet(AtOnce("organization-cap", 10))
            .WithSet(new SpendLimit { Name = "workspace-cap", Period = SpendPeriod.Day, Limit = MicroUsd.From(3) }));
        var organization = desk.Organization("organization-cap");
        var workspace = desk.Below(organization, ScopeLevel.Workspace, "workspace-cap");
        var seat = desk.Below(workspace, ScopeLevel.Seat, "pro");

        // A million Sonnet tokens are 400,000 credits and 3 dollars: the day's money is spent, the session is not.
        desk.Uses(seat, Deal.Input(1_000_000), morning);
        var refusal = desk.Refuses(seat, Deal.Input(1_000), morning);

        Assert.Equal(
            [LimitKind.Spend, LimitKind.Concurrency, LimitKind.Session, LimitKind.Week],
            refusal.States.Select(state => state.Kind));
        Assert.Equal(ScopeLevel.Workspace, refusal.Binding.Level);
        Assert.Equal(Deal.At(5, 6), refusal.RetryAt);
        Assert.All(desk.Book.States(seat, null, morning), state => Assert.Equal(0, state.Reserved));
        Assert.Equal(400_000, desk.Credits(seat, LimitKind.Session, morning));
        desk.PassesFirstAt(desk.Request(seat, Deal.Input(1_000)), Deal.At(5, 6), morning);
    }

    [Fact]
    public void Rule_01_What_an_organization_carries_its_seats_share_and_what_a_seat_carries_they_do_not()
    {
        var desk = new Desk(Deal.Policy.WithSet(AtOnce("organization-cap", 3)));
        var organization = desk.Organization("organization-cap");
        var (alice, bob) = (
            desk.Below(organization, ScopeLevel.Seat, "pro"), desk.Below(organization, ScopeLevel.Seat, "pro"));

        desk.Uses(alice, Deal.Input(1_375_000), morning);
        Assert.Equal(LimitKind.Session, desk.Refuses(alice, Deal.Input(1), morning).Binding.Kind);
        for (var i = 0; i < 3; i++)
            desk.Admits(bob, Deal.Input(1), morning);
        Assert.Equal(LimitKind.Concurrency, desk.Refuses(bob, Deal.Input(1), morning).Binding.Kind);
    }

    [Theory]
    [InlineData("pro", 1, 1, 9.1)]
    [InlineData("max-5x", 6, 8.33334, 12.6)]
    [InlineData("max-20x", 20, 16.66666, 7.6)]
    public void Rule_05_A_plan_multiplies_each_window_by_itself_and_the_sessions_in_a_week_can_be_read(
        string plan, double session, double week, double sessionsInAWeek)
    {
        var desk = new Desk(Deal.Policy);
        var (pro, other) = (desk.Seat("pro"), desk.Seat(plan));
        double Limit(ScopePath path, LimitKind kind) => desk.State(path, kind, morning).Limit;

        Assert.Equal(session, Limit(other, LimitKind.Session) / Limit(pro, LimitKind.Session));
        Assert.Equal(week, Limit(other, LimitKind.Week) / Limit(pro, LimitKind.Week), 9);
        Assert.Equal(sessionsInAWeek, Limit(other, LimitKind.Week) / Limit(other, LimitKind.Session), 1);
    }

    [Fact]
    public void Rule_11_One_request_may_overshoot_and_completes_and_the_next_is_refused()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");

        // 549,600 credits leave 400; a request of 600,000 credits is admitted all the same.
        desk.Uses(seat, Deal.Input(1_374_000), morning);
        var last = desk.Admits(seat, Deal.Input(1_000), morning);
        Assert.True(desk.Book.Settle(last, Deal.Input(1_500_000), morning));

        var session = desk.State(seat, LimitKind.Session, morning);
        Assert.Equal(1_149_600, new Credits(session.Used).Value);
        Assert.Equal(1_149_600.0 / 550_000, session.Utilization);
        Assert.Equal(0, session.Remaining);
        Assert.Equal(LimitKind.Session, desk.Refuses(seat, Deal.Input(0), morning).Binding.Kind);
    }

    [Fact]
    public void Rule_11_Of_parallel_requests_at_99_percent_only_as_many_pass_as_there_is_room_for()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");

        // 99 % of 550,000 credits are 1,361,250 tokens; each of the others is expected to take 2,000 credits of 5,500.
        desk.Uses(seat, Deal.Input(1_361_250), morning);
        var passed = 0;
        while (desk.Book.TryReserve(desk.Request(seat, Deal.Input(5_000)), morning, out _, out _))
            passed++;
        Assert.Equal(3, passed);
        var session = desk.State(seat, LimitKind.Session, morning);
        Assert.Equal(544_500, new Credits(session.Used).Value);
        Assert.Equal(6_000, new Credits(session.Reserved).Value);
    }

    [Fact]
    public void Rule_15_A_class_that_nobody_knows_is_not_included_and_one_that_nobody_priced_is_never_free()
    {
        var desk = new Desk(Deal.Policy.WithSet(
            new SpendLimit { Name = "cap", Period = SpendPeriod.Day, Limit = MicroUsd.From(1) }));
        var seat = desk.Seat("pro");
        Assert.False(desk.Book.TryReserve(
            desk.Request(seat, Deal.Input(1), "unheard-of"), morning, out _, out var refusal));
        Assert.Equal(
            "The policy in force has no model class 'unheard-of'.", Assert.IsType<Refusal.NotIncluded>(refusal).Reason);

        var unpriced = new ClassTerms("new", ["new"], new CreditWeights(default, default, default, default), new(1));
        Assert.Equal(MicroUsd.From(30), unpriced.Prices.Charge(Deal.Input(1_000_000) with { Output = new(1_000_000) }));
    }

    [Fact]
    public void Rule_15_All_models_of_a_class_draw_on_one_pool()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Organization("tier-1");
        desk.Uses(seat, Deal.Input(30_000), morning, "opus");
        Assert.Equal("opus", desk.Refuses(seat, Deal.Input(1), morning, "opus").Binding.Class);
        Assert.False(desk.Book.TryReserve(desk.Request(seat, Deal.Input(1)), morning, out _, out var refusal));
        Assert.Equal(
            "Tier 'tier-1' does not include model class 'sonnet'.", Assert.IsType<Refusal.NotIncluded>(refusal).Reason);
    }
}
