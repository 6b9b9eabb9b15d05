using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>Rule 4: resets by hand, for everybody, and from grants.</summary>
public class Rules_of_resets
{
    private static readonly Instant now = Deal.At(9, 1, 9);

    private static readonly ResetGrant weekly = new(
        "limit-reset", "Reset of the session", Count: 4, Deal.At(9, 1), Deal.At(10, 1), new ResetOrder(["session"]))
    {
        NeedsLimit = true,
        Cooldown = Duration.FromDays(7),
    };

    private readonly Desk desk = new(Deal.Policy);

    private ScopePath SpentSeat()
    {
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(1_375_000), now);
        return seat;
    }

    [Fact]
    public void Rule_04_A_reset_clears_the_windows_it_names_and_moves_no_end()
    {
        var seat = SpentSeat();
        var before = desk.Book.States(seat, null, now).Select(state => state.ResetsAt).ToList();
        Assert.True(desk.Book.Reset(seat, new ResetOrder(["session"]), id: 1, now));

        Assert.Equal(0, desk.Credits(seat, LimitKind.Session, now));
        Assert.Equal(550_000, desk.Credits(seat, LimitKind.Week, now));
        Assert.Equal(before, desk.Book.States(seat, null, now).Select(state => state.ResetsAt));
    }

    [Fact]
    public void Rule_04_The_same_reset_is_made_once()
    {
        var seat = SpentSeat();
        Assert.True(desk.Book.Reset(seat, ResetOrder.Everything, id: 1, now));
        desk.Uses(seat, Deal.Input(2_500), now);
        Assert.False(desk.Book.Reset(seat, ResetOrder.Everything, id: 1, now));
        Assert.Equal(1_000, desk.Credits(seat, LimitKind.Session, now));
    }

    [Fact]
    public void Rule_04_What_is_in_flight_stays_held_through_a_reset()
    {
        var seat = SpentSeat();
        var other = desk.Seat("pro");
        var open = desk.Admits(other, Deal.Input(2_500), now);
        Assert.True(desk.Book.ResetEverybody(ResetOrder.Everything, id: 1, now));

        Assert.Equal(0, desk.State(seat, LimitKind.Session, now).Used);
        Assert.Equal(1_000_000_000, desk.State(other, LimitKind.Session, now).Reserved);
        Assert.True(desk.Book.Settle(open, Deal.Input(5_000), now));
        Assert.Equal(2_000, desk.Credits(other, LimitKind.Session, now));
    }

    [Fact]
    public void Rule_04_A_reset_after_an_incident_reaches_everybody_of_the_plans_it_names()
    {
        var (pro, max) = (SpentSeat(), desk.Seat("max-5x"));
        desk.Uses(max, Deal.Input(2_500), now);
        Assert.True(desk.Book.ResetEverybody(new ResetOrder([], ["pro"]), id: 1, now));
        Assert.Equal(0, desk.Credits(pro, LimitKind.Week, now));
        Assert.Equal(1_000, desk.Credits(max, LimitKind.Week, now));
    }

    [Fact]
    public void Rule_04_A_grant_may_ask_for_a_spent_window_and_for_time_between_two_uses()
    {
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(1_374_999), now);
        Assert.Equal(ResetResult.NotLimited, desk.Book.UseGrant(seat, weekly, id: 1, now));
        desk.Uses(seat, Deal.Input(1), now);
        Assert.Equal(ResetResult.Reset, desk.Book.UseGrant(seat, weekly, id: 2, now));
        Assert.Equal(0, desk.Credits(seat, LimitKind.Session, now));
        Assert.Equal(550_000, desk.Credits(seat, LimitKind.Week, now));

        desk.Uses(seat, Deal.Input(1_375_000), now);
        Assert.Equal(ResetResult.Cooldown, desk.Book.UseGrant(seat, weekly, id: 3, now));
        Assert.Equal(Deal.At(9, 8, 9), desk.Book.StateOf(seat, weekly, now).CooldownUntil);
        desk.Uses(seat, Deal.Input(1_375_000), Deal.At(9, 8, 9));
        Assert.Equal(ResetResult.Reset, desk.Book.UseGrant(seat, weekly, id: 4, Deal.At(9, 8, 9)));
    }

    [Fact]
    public void Rule_04_A_grant_is_unavailable_outside_of_its_time_while_paused_and_for_other_plans()
    {
        var seat = SpentSeat();
        Assert.Equal(ResetResult.Unavailable, desk.Book.UseGrant(seat, weekly with { IsPaused = true }, id: 1, now));
        var others = weekly with { Clears = new ResetOrder(["session"], ["max-5x"]) };
        Assert.Equal(ResetResult.Ineligible, desk.Book.UseGrant(seat, others, id: 2, now));
        Assert.Equal(ResetResult.Unavailable, desk.Book.UseGrant(seat, weekly, id: 3, Deal.At(10, 1)));
    }
}
