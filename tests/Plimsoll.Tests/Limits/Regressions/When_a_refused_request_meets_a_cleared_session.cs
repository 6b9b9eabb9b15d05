using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_a_refused_request_meets_a_cleared_session
{
    [Fact]
    public void The_session_stays_open()
    {
        var trial = new Trial(Given.Policy(session: 5, week: 5)).With(ScopeLevel.Seat, "pro");
        trial.Book.Settle(trial.Admitted(Given.Input(5), 0), Given.Input(5), Trial.At(0));
        var end = trial.State(LimitKind.Session, 0).ResetsAt;
        trial.Book.ResetEverybody(new ResetOrder(["session"]), 1, Trial.At(0));
        trial.Refused<Refusal.Rejected>(trial.Request(default), 0);
        Assert.NotNull(end);
        Assert.Equal(end, trial.State(LimitKind.Session, 0).ResetsAt);
    }
}
