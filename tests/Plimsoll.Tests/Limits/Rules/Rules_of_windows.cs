using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>Rules 2, 3 and 10: sessions, weeks, and a week for one class.</summary>
public class Rules_of_windows
{
    // Monday 4 May 2026, 07:00 UTC is the anchor of every seat.
    private static readonly Instant tuesday = Deal.At(5, 5, 9, 3);

    private static Policy WithFableWeek() => Deal.Policy with
    {
        Plans = Deal.Policy.Plans.Values.Select(plan => plan with
        {
            Further =
            [
                new WindowLimit
                {
                    Name = "fable-week",
                    Class = "fable",
                    Window = WindowKind.Week,
                    Limit = new Credits(plan.Week.Micro / 2),
                },
            ],
        }).ToFrozenDictionary(plan => plan.Name),
    };

    [Fact]
    public void Rule_02_A_session_opens_at_the_first_admitted_request_and_ends_five_hours_later_on_the_grid()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");
        Assert.Null(desk.State(seat, LimitKind.Session, tuesday).ResetsAt);

        desk.Uses(seat, Deal.Input(1_375_000), tuesday);

        // 09:03 and five hours are 14:03; the next multiple of ten minutes is 14:10.
        Assert.Equal(Deal.At(5, 5, 14, 10), desk.State(seat, LimitKind.Session, tuesday).ResetsAt);
        desk.PassesFirstAt(desk.Request(seat, Deal.Input(1)), Deal.At(5, 5, 14, 10), Deal.At(5, 5, 14));
    }

    [Fact]
    public void Rule_02_A_session_does_not_slide_and_what_is_unused_is_lost()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(2_500), tuesday);
        desk.Uses(seat, Deal.Input(2_500), Deal.At(5, 5, 14, 9));
        Assert.Equal(Deal.At(5, 5, 14, 10), desk.State(seat, LimitKind.Session, Deal.At(5, 5, 14, 9)).ResetsAt);

        var next = Deal.At(5, 5, 14, 10);
        Assert.Equal(0, desk.State(seat, LimitKind.Session, next).Used);
        Assert.Null(desk.State(seat, LimitKind.Session, next).ResetsAt);
        Assert.Equal(550_000_000_000, desk.State(seat, LimitKind.Session, next).Limit);
    }

    [Fact]
    public void Rule_02_A_refused_request_opens_no_session_and_neither_does_one_that_failed()
    {
        var desk = new Desk(Deal.Policy.WithSet(new ConcurrencyLimit { Name = "none", Limit = 0 }));
        var seat = desk.Seat("pro", "none");
        desk.Refuses(seat, Deal.Input(1), tuesday);
        Assert.Null(desk.State(seat, LimitKind.Session, tuesday).ResetsAt);

        var other = desk.Seat("pro");
        Assert.True(desk.Book.Release(desk.Admits(other, Deal.Input(1), tuesday), tuesday));
        Assert.Null(desk.State(other, LimitKind.Session, tuesday).ResetsAt);
    }

    [Theory]
    [InlineData(60, 15, 0)]
    [InlineData(10, 14, 40)]
    public void Rule_02_The_grid_is_a_parameter(int grid, int hour, int minute)
    {
        var desk = new Desk(Deal.Policy with { SessionGrid = Duration.FromMinutes(grid) });
        var seat = desk.Seat("pro");
        desk.Uses(seat, Deal.Input(1), Deal.At(5, 5, 9, 31));
        var session = desk.State(seat, LimitKind.Session, Deal.At(5, 5, 9, 31));
        Assert.Equal(Deal.At(5, 5, hour, minute), session.ResetsAt);
    }

    [Fact]
    public void Rule_03_A_week_ends_at_its_anchor_whatever_was_used_and_whenever()
    {
        var desk = new Desk(Deal.Policy);
        var seat = desk.Seat("pro");
        for (var at = tuesday; ; at += Duration.FromHours(6))
        {
            if (!desk.Book.TryReserve(desk.Request(seat, Deal.Input(1_375_000)), at, out var open, out _))
            {
                Assert.Equal(LimitKind.Week, desk.Refuses(seat, Deal.Input(1), at).Binding.Kind);
                break;
            }

            desk.Book.Settle(open, Deal.Input(1_375_000), at);
        }

        // Ten sessions of 550,000 credits overshoot the week of 5,000,000, after two days and six hours.
        Assert.Equal(5_500_000, desk.Credits(seat, LimitKind.Week, Deal.At(5, 8)));
        desk.PassesFirstAt(desk.Request(seat, Deal.Input(1)), Deal.At(5, 11, 7), Deal.At(5, 8));
        Assert.Equal(0, desk.State(seat, LimitKind.Week, Deal.At(5, 11, 7)).Used);
    }

    [Fact]
    public void Rule_03_Nothing_moves_the_anchor_neither_plan_nor_promotion_nor_reset()
    {
        var promotion = Deal.Policy.From(Deal.At(5, 6), Deal.Allowance("promotion", WindowKind.Week, 1.5));
        var desk = new Desk(Deal.Policy, promotion);
        var seat = desk.Seat("pro");
        Instant? End(Instant now)
        {
            desk.Uses(seat, Deal.Input(1), now);
            return desk.State(seat, LimitKind.Week, now).ResetsAt;
        }

        Assert.Equal(Deal.At(5, 11, 7), End(tuesday));
        desk.Book.Change(seat, new ScopeTerms(["max-20x"], Deal.At(5, 4, 7)), tuesday);
        Assert.Equal(Deal.At(5, 11, 7), End(tuesday));
        Assert.Equal(Deal.At(5, 11, 7), End(Deal.At(5, 6)));
        Assert.True(desk.Book.Reset(seat, ResetOrder.Everything, id: 1, Deal.At(5, 7)));
        Assert.Equal(Deal.At(5, 11, 7), End(Deal.At(5, 7)));
        Assert.Equal(Deal.At(5, 18, 7), End(Deal.At(5, 11, 7)));
    }

    [Fact]
    public void Rule_10_A_week_for_one_class_is_charged_beside_the_whole_week_and_stops_that_class_alone()
    {
        var desk = new Desk(WithFableWeek());
        var seat = desk.Seat("max-20x");
        var at = tuesday;

        // A session holds 11,000,000 credits; half a week is 41,666,650: the fourth session fits it only in part.
        for (; desk.Book.TryReserve(desk.Request(seat, Deal.Input(11_000_000), "fable"), at, out var open, out _);
            at += Duration.FromHours(6))
        {
            desk.Book.Settle(open, Deal.Input(11_000_000), at);
        }

        var refusal = desk.Refuses(seat, Deal.Input(1), at, "fable");
        Assert.Equal(("fable", "fable-week"), (refusal.Binding.Class, refusal.Binding.Terms.Name));
        Assert.Equal(44_000_000, desk.Credits(seat, LimitKind.Week, at, "fable-week"));
        Assert.Equal(44_000_000, desk.Credits(seat, LimitKind.Week, at, "week"));
        desk.Uses(seat, Deal.Input(1_000_000), at, "opus");
        Assert.Equal(44_000_000, desk.Credits(seat, LimitKind.Week, at, "fable-week"));
        Assert.Equal(44_667_000, desk.Credits(seat, LimitKind.Week, at, "week"));
    }

    [Fact]
    public void Rule_10_A_spent_week_stops_every_class_though_the_class_has_room()
    {
        var desk = new Desk(WithFableWeek());
        var seat = desk.Seat("pro");
        for (var at = tuesday; at < tuesday + Duration.FromHours(60); at += Duration.FromHours(6))
            desk.Uses(seat, Deal.Input(1_375_000), at);
        var refusal = desk.Refuses(seat, Deal.Input(1), tuesday + Duration.FromHours(60), "fable");
        Assert.Equal("week", refusal.Binding.Terms.Name);
        Assert.Equal(0, desk.State(seat, LimitKind.Week, tuesday + Duration.FromHours(60), "fable-week").Used);
    }
}
