using System.Collections.Frozen;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning;

/// <summary>
/// A plan reckons with the whole mix of classes, lanes and traits, and in credits. What a policy allows only a part of
/// it neither moves the load nor is turned.
/// </summary>
public class When_a_policy_says_more_than_a_plan_reckons_with
{
    private static readonly ServiceModel model = new SmallService().Model();
    private static readonly Policy doubled = model.Timeline.Versions[1];

    public static TheoryData<string> Scopes => ["class", "lane", "trait", "spend"];

    private static Allowance Narrow(string scope)
    {
        var whole = new Allowance(
            "doubled", "narrow", WindowKind.Session, FrozenSet.Create("pro"), "code", new Factor(3), null);
        return scope switch
        {
            "class" => whole with { Class = "large" },
            "lane" => whole with { Lane = Lane.Batch },
            "trait" => whole with { Trait = "fast" },
            _ => whole with { Window = WindowKind.Spend },
        };
    }

    private static Policy With(Allowance allowance) =>
        doubled with { Allowances = doubled.Allowances.Add(allowance) };

    private static double[] LoadUnder(Policy policy) =>
        new WeekLoad(model.Classes, model.Populations, model.Organizations, model.Compare.After).Under(policy);

    [Theory]
    [MemberData(nameof(Scopes))]
    public void It_does_not_move_the_load(string scope) =>
        Assert.Equal(LoadUnder(doubled), LoadUnder(With(Narrow(scope))));

    [Theory]
    [MemberData(nameof(Scopes))]
    public void It_has_no_dial(string scope) => Assert.Empty(
        PolicyDifference.Between(doubled, With(Narrow(scope)), model.Changes, model.Classes));

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Turning_the_whole_leaves_it_as_it_is(string scope)
    {
        var dial = PolicyDifference.Between(
            model.Timeline.Versions[0], With(Narrow(scope)), model.Changes, model.Classes).Single();

        Assert.Equal(2, dial.AfterMultiple);
        Assert.Contains(Narrow(scope).Name, dial.Turn(5).Allowances.Select(allowance => allowance.Name));
        Assert.Equal(LoadUnder(doubled), LoadUnder(dial.Turn(2)));
    }

    [Fact]
    public void Further_limits_of_plans_and_tiers_do_not_move_it()
    {
        LimitTerms[] further =
        [
            new WindowLimit { Name = "week-large", Class = "large", Window = WindowKind.Week, Limit = Credits.From(1) },
            new ConcurrencyLimit { Name = "at-once", Limit = 1 },
            new SpendLimit { Name = "month", Period = SpendPeriod.Month, Limit = default },
        ];
        var policy = doubled with
        {
            Plans = doubled.Plans.Values.ToFrozenDictionary(p => p.Name, p => p with { Further = [.. further] }),
            Tiers = doubled.Tiers.Values.ToFrozenDictionary(t => t.Name, t => t with { Further = [.. further] }),
        };

        Assert.Equal(LoadUnder(doubled), LoadUnder(policy));
        Assert.Empty(PolicyDifference.Between(doubled, policy, model.Changes, model.Classes));
    }

    [Fact]
    public void Turned_rates_keep_what_else_was_said_of_them()
    {
        var said = doubled.WithRates((_, _, rates) => rates with
        {
            Burst = Duration.FromSeconds(1),
            CountsCacheReads = true,
            WholeOutput = true,
        });
        var more = said.WithRates((_, _, rates) => rates with { Output = rates.Output.Times(2) });
        Dial[] dials =
        [
            .. PolicyDifference.Between(said, more, model.Changes, model.Classes),
            .. PolicyDifference.Bundles(said, model.Classes),
        ];

        Assert.Equal(6, dials.Length);
        Assert.All(dials.SelectMany(dial => dial.Turn(3).Tiers["tier"].Rates.Values), rates => Assert.Equal(
            (Duration.FromSeconds(1), true, true), (rates.Burst!.Value, rates.CountsCacheReads, rates.WholeOutput)));
    }

    [Fact]
    public void Another_burst_is_no_multiple_of_a_rate_and_has_no_dial()
    {
        var burst = doubled.WithRates((_, _, rates) => rates with { Burst = Duration.FromSeconds(1) });

        Assert.Empty(PolicyDifference.Between(doubled, burst, model.Changes, model.Classes));
        Assert.Equal(LoadUnder(doubled), LoadUnder(burst));
    }
}
