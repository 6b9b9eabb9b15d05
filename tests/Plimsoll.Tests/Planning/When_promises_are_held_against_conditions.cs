using System.Collections.Frozen;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning;

/// <summary>The site "new" is leased on 90 days' notice, first given 62 days after the end of the ramp.</summary>
public class When_promises_are_held_against_conditions
{
    private const int FirstGone = 62 + 90;

    private static readonly SmallService tight = new() { Users = 120_000, SessionDemand = 900_000 };

    private static ServiceModel Leased(SmallService service, ConditionTerms? terms = null)
    {
        var model = service.Model();
        return model with
        {
            Conditions = terms ?? model.Conditions,
            Sites = [.. model.Sites.Select(site => site.Name != "new" ? site : site with
            {
                Contract = site.Contract with
                {
                    Start = SmallService.Day + Duration.FromDays(1),
                    MinimumTerm = Duration.FromDays(92),
                    Notice = Duration.FromDays(90),
                },
            })],
        };
    }

    private static PlanReport PlanWith(int notice) =>
        new Planner(Leased(tight, new ConditionTerms { Notice = Duration.FromDays(notice) })).Plan();

    private static ConditionOutlook Under(PlanReport report, Condition condition) =>
        report.Conditions.Single(outlook => outlook.Condition == condition);

    [Fact]
    public void Normal_and_Storm_are_what_the_ramped_fleet_shows()
    {
        var report = PlanWith(30);
        var ramped = report.Outlooks.Single(outlook => outlook.Kind == OutlookKind.Ramped);

        Assert.Equal(ramped.Normal, Under(report, Condition.Normal).Served, 12);
        Assert.Equal(ramped.Firm, Under(report, Condition.Storm).Served, 12);
        Assert.Null(Under(report, Condition.Peak).Binding!.Outage);
        Assert.NotNull(Under(report, Condition.Storm).Binding!.Outage);
    }

    [Fact]
    public void Peak_asks_for_its_percentile_of_the_mean() => Assert.Equal(
        new SmallService().Model().Criterion.DemandMultiple,
        Under(PlanWith(30), Condition.Normal).Served / Under(PlanWith(30), Condition.Peak).Served, 9);

    [Fact]
    public void Growth_is_asked_for_later_with_the_demand_and_the_contracts_of_then()
    {
        var model = Leased(tight, new ConditionTerms { GrowthAfter = Duration.FromDays(365) });
        var ended = model with
        {
            Sites = [.. model.Sites.Select(site => site.Name != "new" ? site : site with
            {
                Contract = site.Contract with { Term = Duration.FromDays(180) },
            })],
        };
        var (grown, without) = (new Planner(model).Plan(), new Planner(ended).Plan());

        Assert.Equal(4, Under(grown, Condition.Storm).Served / Under(grown, Condition.Growth).Served, 9);
        Assert.Equal(Under(grown, Condition.Storm).Served, Under(without, Condition.Storm).Served, 12);
        Assert.Equal(1940, Under(without, Condition.Growth).Accelerators, 6);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(FirstGone, true)]
    [InlineData(FirstGone + 1, false)]
    public void Capacity_counts_unless_it_may_be_gone_before_the_promise_can_be_taken_back(int notice, bool counts)
    {
        var report = PlanWith(notice);
        var held = Under(report, Condition.Notice);

        Assert.Equal(counts ? [] : ["new"], held.Withdrawn);
        Assert.Equal(counts ? 3880 : 1940, held.Accelerators, 6);
        Assert.Equal(counts, report.Changes.Single().Under(Condition.Notice).Multiple
            == report.Changes.Single().Ramped.Multiple);
    }

    [Fact]
    public void A_promise_may_have_a_notice_of_its_own()
    {
        var report = new Planner(Leased(tight, new ConditionTerms
        {
            Notice = Duration.FromDays(FirstGone + 1),
            Notices = new[] { "doubled" }.ToFrozenDictionary(name => name, _ => Duration.FromDays(1)),
        })).Plan();

        Assert.Equal(Duration.FromDays(1), report.Changes.Single().Notice);
        Assert.Equal(report.Changes.Single().Ramped.Multiple, report.Changes.Single().Under(Condition.Notice).Multiple);
        Assert.All(report.Bundles, bundle => Assert.Equal(Duration.FromDays(FirstGone + 1), bundle.Notice));
    }

    [Fact]
    public void The_longest_notice_is_up_to_the_first_withdrawal_that_is_missed()
    {
        var needed = new Planner(Leased(new SmallService { Users = 170_000 })).Plan();
        var idle = new Planner(Leased(new SmallService { Users = 10, Organizations = 1 })).Plan();

        Assert.True(Under(needed, Condition.Storm).Holds);
        Assert.Equal(Duration.FromDays(FirstGone), needed.LongestNotice);
        Assert.Null(idle.LongestNotice);
        Assert.True(needed.Contracts.Single(contract => contract.Contract.Name == "new").IsNeeded);
        Assert.All(idle.Contracts, contract => Assert.False(contract.IsNeeded));
    }

    [Fact]
    public void The_verdict_says_what_holds_what_is_needed_and_how_long_it_lasts()
    {
        var study = PlanStudy.Of([], _ => Leased(new SmallService { Users = 170_000 }));
        var sentences = string.Join('\n', study.Verdict.Sentences);

        Assert.Contains("they hold under ", sentences, StringComparison.Ordinal);
        Assert.Contains(
            "new may withdraw on 90 days' notice, first given on 6 August 2026: its capacity may be gone on "
            + $"4 November 2026, {FirstGone} days after 5 June 2026",
            sentences,
            StringComparison.Ordinal);
        Assert.Contains($"only if they can be lowered within {FirstGone} days", sentences, StringComparison.Ordinal);
    }
}
