using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning;

public class When_a_change_restates_amounts
{
    private static readonly ServiceModel model = new SmallService().Model();
    private static readonly Policy before = WithPlans(
        model.Timeline.Versions[0], Plan("pro", 550_000, 5_000_000), Plan("max", 3_300_000, 40_000_000));

    private static PlanTerms Plan(string name, double session, double week) =>
        new(name, $"Plan {name}", Credits.From(session), Credits.From(week));

    private static Policy WithPlans(Policy policy, params PlanTerms[] plans) =>
        policy with { Plans = plans.ToFrozenDictionary(plan => plan.Name) };

    private static Policy After(params PlanTerms[] plans) => WithPlans(before, plans) with { Changes = ["more"] };

    private static ChangeTerms Change(string name, params ImmutableArray<string> amounts) =>
        new(name, $"The change {name}", default, null, null, [], []) { Amounts = amounts };

    private static ImmutableArray<Dial> Between(Policy old, Policy now, params ImmutableArray<ChangeTerms> changes) =>
        PolicyDifference.Between(old, now, changes, model.Classes);

    [Fact]
    public void Plans_that_move_alike_move_together_and_show_their_amounts()
    {
        var after = After(Plan("pro", 1_100_000, 5_000_000), Plan("max", 6_600_000, 40_000_000));

        var dial = Assert.IsType<AmountDial>(Assert.Single(
            Between(before, after, Change("more", "pro/session", "max/session"))));

        Assert.Equal(("more/session", "The change more", 2.0), (dial.Key, dial.Title, dial.AfterMultiple));
        Assert.Equal(
        [
            new LimitStep("Plan pro", "session", "credits", 550_000, 1_100_000),
            new LimitStep("Plan max", "session", "credits", 3_300_000, 6_600_000),
        ], dial.Steps);
    }

    [Fact]
    public void Plans_and_windows_that_move_by_other_multiples_have_dials_of_their_own()
    {
        var after = After(Plan("pro", 1_100_000, 7_500_000), Plan("max", 4_950_000, 40_000_000));

        var dials = Between(before, after, Change("more", "pro/session", "pro/week", "max/session"));

        Assert.Equal(
            [("more/session", 1.5), ("more/session/2", 2), ("more/week", 1.5)],
            dials.Select(dial => (dial.Key, dial.AfterMultiple)));
    }

    [Fact]
    public void Turning_one_moves_its_window_of_its_plans_and_nothing_else()
    {
        var after = After(Plan("pro", 550_000, 7_500_000), Plan("max", 3_300_000, 40_000_000));

        var turned = Between(before, after, Change("more", "pro/week")).Single().Turn(1.2);

        Assert.Equal(Plan("pro", 550_000, 6_000_000), turned.Plans["pro"]);
        Assert.Equal(after.Plans["max"], turned.Plans["max"]);
    }

    [Fact]
    public void At_the_multiple_after_it_gives_the_policy_after_and_at_one_the_amount_before()
    {
        var after = After(Plan("pro", 550_000, 7_500_000), Plan("max", 3_300_000, 40_000_000));
        var dial = Between(before, after, Change("more", "pro/week")).Single();

        Assert.Equal(after.Plans["pro"], dial.Turn(dial.AfterMultiple).Plans["pro"]);
        Assert.Equal(before.Plans["pro"], dial.Turn(1).Plans["pro"]);
        Assert.Equal(Credits.From(9e12), dial.Turn(1e9).Plans["pro"].Week);
    }

    [Fact]
    public void A_change_that_ended_is_named_as_the_one_that_moved_them()
    {
        var during = WithPlans(before, Plan("pro", 550_000, 7_500_000), Plan("max", 3_300_000, 40_000_000)) with
        {
            Changes = ["for-a-while"],
        };

        var dial = Between(during, before, Change("for-a-while", "pro/week")).Single();

        Assert.Equal(("for-a-while/week", "End of: The change for-a-while"), (dial.Key, dial.Title));
        Assert.Equal(2 / 3.0, dial.AfterMultiple, 12);
    }

    [Fact]
    public void The_plan_draws_a_load_line_for_it()
    {
        var service = new SmallService { Users = 400_000, SessionDemand = 900_000, Factor = 1 }.Model();
        var old = service.Timeline.Versions[0];
        var now = WithPlans(old, Plan("pro", 1_100_000, 5_000_000)) with
        {
            EffectiveFrom = service.Compare.After,
            Changes = ["more"],
        };

        var report = new Planner(service with
        {
            Timeline = new PolicyTimeline([old, now]),
            Changes = [Change("more", "pro/session")],
        }).Plan();

        var same = new Planner(new SmallService { Users = 400_000, SessionDemand = 900_000 }.Model()).Plan();
        Assert.Equal(same.Changes.Single().Ramped.Multiple, report.Changes.Single().Ramped.Multiple, 9);
        Assert.InRange(report.Changes.Single().Ramped.Multiple, 0.01, 1000);
    }
}
