using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>Rule 31: limits change at a known instant, in the open.</summary>
public class Rules_of_changes
{
    private static readonly Policy raised = Deal.Policy.From(Deal.At(5, 6)) with
    {
        Changes = ["raise"],
        Plans = Deal.Policy.Plans.Values
            .Select(plan => plan with { Session = new Credits(plan.Session.Micro * 2) })
            .ToFrozenDictionary(plan => plan.Name),
    };

    [Fact]
    public void Rule_31_A_change_takes_effect_at_its_instant_by_itself_and_not_a_nanosecond_before()
    {
        var desk = new Desk(Deal.Policy, raised);
        var seat = desk.Seat("pro");
        var before = Deal.At(5, 6) - Desk.Nanosecond;
        Assert.Equal(550_000, new Credits(desk.State(seat, LimitKind.Session, before).Limit).Value);
        Assert.Equal(1_100_000, new Credits(desk.State(seat, LimitKind.Session, Deal.At(5, 6)).Limit).Value);
        desk.Book.Advance(before);
        Assert.Empty(desk.Book.Policy.Changes);
        desk.Book.Advance(Deal.At(5, 6));
        Assert.Equal(["raise"], desk.Book.Policy.Changes);
    }

    [Fact]
    public void Rule_31_A_refused_request_is_told_the_change_that_will_admit_it()
    {
        var desk = new Desk(Deal.Policy, raised);
        var seat = desk.Seat("pro");
        var evening = Deal.At(5, 5, 22);
        desk.Uses(seat, Deal.Input(1_375_000), evening);
        desk.PassesFirstAt(desk.Request(seat, Deal.Input(1)), Deal.At(5, 6), evening);
    }

    [Fact]
    public void Rule_31_The_same_requests_under_another_policy_say_what_a_user_would_have_seen()
    {
        static int Admitted(params Policy[] versions)
        {
            var desk = new Desk([.. versions]);
            var seat = desk.Seat("pro");
            return Enumerable.Range(0, 20).Count(hour =>
            {
                var now = Deal.At(5, 5, 10) + Duration.FromHours(hour);
                return desk.Book.TryReserve(desk.Request(seat, Deal.Input(500_000)), now, out var open, out _)
                    && desk.Book.Settle(open, Deal.Input(500_000), now);
            });
        }

        // 200,000 credits an hour: a session of five hours takes three such requests, a doubled one all five. Raised at
        // midnight, the third session takes its fourth, and the last all five.
        Assert.Equal(12, Admitted(Deal.Policy));
        Assert.Equal(20, Admitted(raised));
        Assert.Equal(3 + 3 + 4 + 5, Admitted(Deal.Policy, raised));
    }
}
