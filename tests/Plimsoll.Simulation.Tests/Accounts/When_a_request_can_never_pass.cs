using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Accounts;

public sealed class When_a_request_can_never_pass
{
    [Fact]
    public void Its_organization_goes_on_with_others()
    {
        var day = new SmallDay(WithInput(25_000) with { Populations = [] }, scale: 20, hours: 2).Run();
        var first = day.Records
            .First(record => record.Outcome == RequestOutcome.Limited && record.RetryAt is null);
        Assert.Contains(day.Records, later => later.Arrival.Account == first.Arrival.Account
            && later.Arrival.Class == first.Arrival.Class && later.Arrival.At > first.Arrival.At
            && later.Outcome == RequestOutcome.Finished);
    }

    /// <summary>The small service with so few input tokens a minute that some prompts are longer.</summary>
    private static ServiceModel WithInput(long perMinute)
    {
        var model = new SmallService().Model();
        return model with
        {
            Timeline = new PolicyTimeline(model.Timeline.Versions.Select(version => version with
            {
                Tiers = version.Tiers.Values.ToFrozenDictionary(tier => tier.Name, tier => tier with
                {
                    Rates = tier.Rates.ToFrozenDictionary(
                        rate => rate.Key, rate => rate.Value with { Input = new PerMinute(perMinute) }),
                }),
            })),
        };
    }
}
