using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Accounts;

public sealed class When_few_organizations_are_left
{
    private static readonly ServiceModel Model = WithLimits(1_000);

    [Fact]
    public void They_are_simulated_as_so_many_parts_that_a_hundred_accounts_are_there()
    {
        Assert.Equal(100 / (200 / 8.0), TierParts.Of(Model, SmallService.Day, 8).Of("tier"), 9);
        var (_, workload) = SmallDay.Accounts(Model, SmallService.Day, SmallService.Day + Duration.FromHours(1), 8, 1);
        Assert.Equal(100, Enumerable.Range(0, workload.Accounts).Count(account => workload.GroupOf(account) == 2));
    }

    [Fact]
    public void A_minute_of_a_part_holds_twenty_requests_at_least() =>
        Assert.Equal(1_000 / 20, TierParts.Of(Model, SmallService.Day, 10_000).Of("tier"), 9);

    [Fact]
    public void They_stay_whole_where_there_are_enough() =>
        Assert.Equal(1, TierParts.Of(Model, SmallService.Day, 1).Of("tier"));

    [Fact]
    public void They_stay_whole_where_a_limit_cannot_be_divided()
    {
        var limit = new ConcurrencyLimit { Name = "at-once", Limit = 3 };
        Assert.Equal(1, TierParts.Of(With(Model, limit), SmallService.Day, 8).Of("tier"));
        Assert.Equal(4, TierParts.Of(With(Model, limit with { Lane = Lane.Batch }), SmallService.Day, 8).Of("tier"), 9);
    }

    [Fact]
    public void Limits_are_divided_by_the_number_of_parts()
    {
        var spend = new SpendLimit { Name = "month", Period = SpendPeriod.Month, Limit = new MicroUsd(1_000_000) };
        var model = With(Model, spend);
        var tier = TierParts.Of(model, SmallService.Day, 8).Divide(model.Timeline).Versions[0].Tiers["tier"];
        Assert.Equal(new PerMinute(250), tier.Rates["large"].Requests);
        Assert.Equal(new PerMinute(250_000), tier.Rates["large"].Output);
        Assert.Equal(250_000, Assert.IsType<SpendLimit>(Assert.Single(tier.Further)).Limit.Value);
    }

    [Fact]
    public void Together_they_ask_for_what_the_whole_ones_would()
    {
        var (few, many) = (Tokens(Model, 8), Tokens(Model, 2) / 4.0);
        Assert.InRange(few / many, 0.9, 1.1);
    }

    private static double Tokens(ServiceModel model, double scale)
    {
        var until = SmallService.Day + Duration.FromHours(24);
        var (_, workload) = SmallDay.Accounts(
            model with { Populations = [] }, SmallService.Day, until, scale, 1);
        return SmallDay.Arrivals(workload).Sum(arrival => (double)arrival.Output);
    }

    private static ServiceModel WithLimits(long requests)
    {
        var model = new SmallService().Model();
        return With(model, tier => tier with
        {
            Rates = tier.Rates.ToFrozenDictionary(rate => rate.Key, _ => new RateTerms(
                new PerMinute(requests), new PerMinute(10_000_000), new PerMinute(1_000_000))),
        });
    }

    private static ServiceModel With(ServiceModel model, LimitTerms limit) =>
        With(model, tier => tier with { Further = [limit] });

    private static ServiceModel With(ServiceModel model, Func<TierTerms, TierTerms> change) => model with
    {
        Timeline = new PolicyTimeline(model.Timeline.Versions.Select(version => version with
        {
            Tiers = version.Tiers.Values.Select(change).ToFrozenDictionary(tier => tier.Name),
        })),
    };
}
