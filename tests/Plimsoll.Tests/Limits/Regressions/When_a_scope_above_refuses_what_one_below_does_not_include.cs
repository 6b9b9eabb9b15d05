using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_a_scope_above_refuses_what_one_below_does_not_include
{
    private static readonly Policy policy = Trial.Policy(("rates", [new RateLimit { Name = "all", Requests = 0 }]));

    [Fact]
    public void An_unknown_set_below_is_what_is_said()
    {
        var trial = new Trial(policy).With(ScopeLevel.Organization, "rates").With(ScopeLevel.Seat, "gone");
        var refusal = trial.Refused<Refusal.NotIncluded>(trial.Request(default), 0);
        Assert.Contains("gone", refusal.Reason, StringComparison.Ordinal);
    }
}
