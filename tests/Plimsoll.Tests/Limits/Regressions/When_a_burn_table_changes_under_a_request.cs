using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_a_burn_table_changes_under_a_request
{
    [Fact]
    public void It_is_settled_by_the_table_of_its_admission()
    {
        var rate = new RateLimit { Name = "all", Input = 1000 };
        var counting = rate with { Burn = TokenBurn.Metered with { CacheRead = TokenBurn.One } };
        var trial = new Trial(
                Trial.Policy(("set", [rate])),
                Trial.Policy(("set", [counting])) with { EffectiveFrom = Trial.At(10) })
            .With(ScopeLevel.Key, "set");
        var early = trial.Admitted(default, 0);
        trial.Book.Settle(early, new TokenUsage(new Tokens(6), default, new Tokens(4), default), Trial.At(10));
        Assert.Equal(6, trial.State(LimitKind.InputTokens, 10).Used);
    }
}
