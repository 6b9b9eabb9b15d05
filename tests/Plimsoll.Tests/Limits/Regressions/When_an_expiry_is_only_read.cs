using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_an_expiry_is_only_read
{
    [Fact]
    public void The_session_that_it_empties_is_read_as_closed()
    {
        var trial = new Trial(Given.Policy()).With(ScopeLevel.Seat, "pro");
        trial.Admitted(Given.Input(1), 0);
        Assert.NotNull(trial.State(LimitKind.Session, 599).ResetsAt);
        Assert.Null(trial.State(LimitKind.Session, 600).ResetsAt);
    }
}
