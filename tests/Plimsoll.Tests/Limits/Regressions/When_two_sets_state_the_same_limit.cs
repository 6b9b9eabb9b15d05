using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_two_sets_state_the_same_limit
{
    [Fact]
    public void A_refusal_lists_both()
    {
        var same = new ConcurrencyLimit { Name = "same", Limit = 0 };
        var trial = new Trial(Trial.Policy(("one", [same]), ("two", [same]))).With(ScopeLevel.Key, "one", "two");
        var rejected = trial.Refused<Refusal.Rejected>(trial.Request(default), 0);
        Assert.Equal(["one", "two"], rejected.States.Select(state => state.Set));
    }
}
