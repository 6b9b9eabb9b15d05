using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_growth_is_no_whole_number
{
    [Fact]
    public void It_is_rounded_up()
    {
        var growth = new AccelerationLimit
        {
            Name = "growth",
            Interval = Duration.FromMinutes(1),
            Free = new Tokens(1),
            Growth = new Factor(0.5),
        };
        var trial = new Trial(Trial.Policy(("growth", [growth]))).With(ScopeLevel.Key, "growth");
        trial.Admitted(Given.Input(21), 0);
        trial.Admitted(Given.Input(10), 60);
        Assert.Equal(11, trial.State(LimitKind.Acceleration, 60).Limit);
        trial.Admitted(Given.Input(1), 60);
        Assert.Equal(Trial.At(120), trial.Refused<Refusal.Rejected>(trial.Request(default), 60).RetryAt);
    }
}
