using System.Collections.Frozen;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Demand;

/// <summary>A week remembers the loads that it has computed: never past a policy that means another one.</summary>
public class When_one_policy_follows_another
{
    private static readonly Plimsoll.Planning.ServiceModel model = new SmallService { SessionDemand = 900_000 }.Model();
    private static readonly Policy first = model.Timeline.Versions[0];

    public static TheoryData<string> Differences => ["session", "week", "length", "weights", "allowance"];

    private static WeekLoad Week() =>
        new(model.Classes, model.Populations, model.Organizations, model.Compare.After);

    private static Policy Other(string difference) => difference switch
    {
        "session" => WithPlan(plan => plan with { Session = Credits.From(300_000) }),
        "week" => WithPlan(plan => plan with { Week = Credits.From(2_000_000) }),
        "length" => first with { SessionLength = Duration.FromHours(48) },
        "weights" => first with
        {
            Classes = first.Classes.Values.ToFrozenDictionary(terms => terms.Name, terms => terms with
            {
                Weights = terms.Weights with { CacheRead = Credits.From(0.1) },
            }),
        },
        _ => model.Timeline.Versions[1],
    };

    private static Policy WithPlan(Func<PlanTerms, PlanTerms> change) =>
        first with { Plans = first.Plans.Values.ToFrozenDictionary(plan => plan.Name, change) };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Its_load_is_computed_anew(string difference)
    {
        var week = Week();
        var before = week.Under(first);
        var after = week.Under(Other(difference));

        Assert.NotEqual(before, after);
        Assert.Equal(Week().Under(Other(difference)), after);
        Assert.Equal(before, week.Under(first));
    }

    [Fact]
    public void Rates_that_count_cache_reads_let_less_through()
    {
        var rates = new RateTerms(new(50), new(30_000), new(8_000));
        var traffic = model.Classes[0].Traffic;

        Assert.Equal(8_000, WeekLoad.OutputLimit(rates, traffic), 9);
        Assert.Equal(30_000 / 22_000.0 * 600,
            WeekLoad.OutputLimit(rates with { CountsCacheReads = true }, traffic), 9);
    }
}
