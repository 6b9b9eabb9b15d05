using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_no_limit_counts_a_request
{
    [Fact]
    public void Overage_alone_does_not_include_it()
    {
        var trial = new Trial(Trial.Policy(("overage", [new OverageTerms { Name = "overage" }])))
            .With(ScopeLevel.Key, "overage");
        trial.Refused<Refusal.NotIncluded>(trial.Request(default), 0);
    }

    [Fact]
    public void Rates_without_any_bound_do_not_include_it()
    {
        var trial = new Trial(Trial.Policy(("rates", [new RateLimit { Name = "all" }]))).With(ScopeLevel.Key, "rates");
        trial.Refused<Refusal.NotIncluded>(trial.Request(default), 0);
    }

    [Fact]
    public void It_is_not_told_to_ask_again_under_a_version_that_limits_nothing()
    {
        var never = Trial.Policy(("rates", [new RateLimit { Name = "all", Input = 1 }]));
        var none = Trial.Policy(("rates", [])) with { EffectiveFrom = Trial.At(100) };
        var trial = new Trial(never, none).With(ScopeLevel.Key, "rates");
        Assert.Null(trial.Refused<Refusal.Rejected>(trial.Request(Given.Input(2)), 0).RetryAt);
        trial.Refused<Refusal.NotIncluded>(trial.Request(Given.Input(2)), 100);
    }
}
