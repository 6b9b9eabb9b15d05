using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_a_release_fills_a_bucket
{
    [Fact]
    public void An_earlier_request_gives_nothing_back_any_more()
    {
        var trial = new Trial(Trial.Policy(("rates", [new RateLimit { Name = "all", Output = 1 }])))
            .With(ScopeLevel.Key, "rates");
        var first = trial.Admitted(Given.Output(1), 0);
        var second = trial.Admitted(Given.Output(1), 50);

        // 13/60 of a token are missing: the release fills the bucket, and the third request takes what is in it.
        trial.Book.Release(second, Trial.At(107));
        trial.Admitted(Given.Output(1), 107);
        trial.Book.Settle(first, default, Trial.At(107));
        Assert.Equal(1, trial.State(LimitKind.OutputTokens, 107).Reserved);
    }
}
