using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_money_meets_an_allowance
{
    [Fact]
    public void It_is_rounded_up_once()
    {
        var policy = Trial.Policy(
            ("caps", [new SpendLimit { Name = "day", Period = SpendPeriod.Day, Limit = new MicroUsd(1000) }]));
        var prices = new PriceTerms(new(1_500_000), default, default, default, default);
        policy = policy with
        {
            Classes = policy.Classes.ToFrozenDictionary(c => c.Key, c => c.Value with { Prices = prices }),
            Allowances = [Given.Allowance(WindowKind.Spend, 0.5) with { Plans = ["caps"] }],
        };
        var trial = new Trial(policy).With(ScopeLevel.Seat, "caps");

        // 3 tokens cost 4.5 millionths, and 9 at twice the charge: not twice 5.
        trial.Admitted(Given.Input(3), 0);
        Assert.Equal(9, trial.State(LimitKind.Spend, 0).Reserved);
    }
}
