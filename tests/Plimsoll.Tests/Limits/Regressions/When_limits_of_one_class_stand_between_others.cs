using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_limits_of_one_class_stand_between_others
{
    [Fact]
    public void Rates_and_then_the_others_are_told_in_the_order_of_the_sets()
    {
        var opus = new RateLimit { Name = "fast", Class = Given.Class, Requests = 5 };
        var trial = new Trial(Trial.Policy(
                ("rates", [new ConcurrencyLimit { Name = "many", Limit = 5 }, opus]),
                ("more", [new ConcurrencyLimit { Name = "few", Class = Given.Class, Limit = 2 }])))
            .With(ScopeLevel.Key, "rates", "build", "more");
        Assert.Equal(
            ["fast", "haiku", "haiku", "haiku", Given.Class, Given.Class, Given.Class, "many", "few"],
            trial.States(0).Select(state => state.Terms.Name));
    }
}
